/** The live platforms that are configured: their sources, and who looks up posts and accounts of theirs. */
import type { Config } from '../../config/schema.ts';
import type { Secrets } from '../../config/secrets.ts';
import { createBluesky } from '../source/bluesky/create-bluesky.ts';
import { createFeeds } from '../source/feed/create-feeds.ts';
import { createGdelt } from '../source/gdelt/create-gdelt.ts';
import { createMastodon } from '../source/mastodon/create-mastodon.ts';
import { parseMastodonTokens } from '../source/mastodon/settings.ts';
import type { Platform, PlatformDeps } from '../source/platform.ts';
import type { BudgetPlan, Checker, Source } from '../source/source.ts';
import { createTelegram } from '../source/telegram/create-telegram.ts';
import type { TelegramSecrets } from '../source/telegram/settings.ts';
import { createX } from '../source/x/create-x.ts';
import { createYoutube } from '../source/youtube/create-youtube.ts';
import { newsPlatforms } from './surroundings.ts';

export interface Platforms {
  readonly sources: readonly Source[];
  readonly checkers: readonly Checker[];
  /** Each purse once. */
  readonly budgets: readonly BudgetPlan[];
  /** Feeds or a service that lists news are among them. */
  readonly readsNews: boolean;
}

export function createPlatforms(config: Config, secrets: Secrets, deps: PlatformDeps): Platforms {
  const platforms = enabledPlatforms(config, secrets, deps);
  const plans = platforms.flatMap(({ sources, checker }) => [...sources.map(({ budget }) => budget), checker?.budget]);
  const budgets = new Map(plans.flatMap((plan) => (plan === undefined ? [] : [[plan.key, plan] as const])));
  return {
    budgets: [...budgets.values()],
    sources: platforms.flatMap(({ sources }) => sources),
    checkers: platforms.flatMap(({ checker }) => (checker === undefined ? [] : [checker])),
    readsNews: platforms.some(({ sources }) => sources.some(({ platform }) => newsPlatforms.includes(platform))),
  };
}

function enabledPlatforms({ sources }: Config, secrets: Secrets, deps: PlatformDeps): readonly Platform[] {
  const { bluesky, x, feeds, telegram, mastodon, gdelt, youtube } = sources;
  const youtubeIsOn = youtube.enabled === 'auto' ? secrets.youtubeApiKey !== undefined : youtube.enabled;
  return [
    ...(bluesky.enabled ? [createBluesky(bluesky, deps)] : []),
    createX(x, { bearerToken: secrets.xBearerToken }, deps),
    createFeeds(feeds, deps),
    createTelegram(telegram, telegramSecrets(secrets), deps),
    createMastodon(mastodon, parseMastodonTokens(secrets.mastodonTokens).tokens, deps),
    ...(gdelt.enabled ? [createGdelt(gdelt, deps)] : []),
    ...(youtubeIsOn ? [createYoutube(youtube, secrets.youtubeApiKey ?? '', deps)] : []),
  ];
}

function telegramSecrets({ telegramApiId, telegramApiHash, telegramSession }: Secrets): TelegramSecrets | undefined {
  if (telegramApiId === undefined || telegramApiHash === undefined || telegramSession === undefined) return undefined;
  return { apiId: Number(telegramApiId), apiHash: telegramApiHash, session: telegramSession };
}
