/** Campaign, posts, registry and people's decisions → the model of what leaves. */
import type { Campaign } from '../src/campaign/campaign.ts';
import { keyOf } from '../src/campaign/subject.ts';
import { UserError } from '../src/chat/command.ts';
import { describeCampaign } from '../src/export/describe-campaign.ts';
import type { ExportModel } from '../src/export/model.ts';
import type { PlatformCount } from '../src/export/suggest-techniques.ts';
import { authorOf } from '../src/measure/post-groups.ts';
import { clock } from '../src/measure/words.ts';
import { platformName } from '../src/message/wording.ts';
import type { Post } from '../src/post/post.ts';
import type { Registry } from '../src/registry/registry.ts';
import type { Store, StoredGap } from '../src/store/store.ts';

export interface ExportDeps {
  readonly store: Pick<Store, 'posts' | 'campaigns' | 'sharing'>;
  readonly registry: () => Promise<Registry>;
  readonly secret: string;
  readonly mark: string;
}

export interface ExportWishes {
  readonly suggested: boolean;
  readonly named: boolean;
}

export async function loadExport(
  campaign: Campaign,
  { suggested, named }: ExportWishes,
  { store, registry, secret, mark }: ExportDeps,
): Promise<ExportModel> {
  const span = { from: campaign.firstAt, to: new Date(campaign.lastAt.getTime() + 1) };
  const [techniques, namings, actions, gaps, posts] = await Promise.all([
    store.sharing.decisionsOf(campaign.id),
    store.sharing.namingsOf(campaign.id),
    store.campaigns.actionsOf([campaign.id]),
    store.posts.gapsIn(span),
    postsOf(campaign, store),
  ]);
  return describeCampaign(
    campaign,
    posts,
    await registry(),
    { techniques, namings, actions },
    {
      mark,
      secret,
      suggested,
      named,
      gaps: gaps.map(gapText),
      elsewhere: suggested ? await platformsOf(campaign, store) : [],
    },
  );
}

/** By platform alone: a source's id and trouble may name whom is watched. */
function gapText({ platform, coverage, from, to }: StoredGap): string {
  const what = platform === undefined ? 'a source' : platformName(platform);
  return `${what} not read${coverage === 'part' ? ' in part' : ''} ${clock(from)} to ${clock(to)}`;
}

export function postsOf(campaign: Campaign, { posts }: Pick<Store, 'posts'>): Promise<readonly Post[]> {
  const span = { from: campaign.firstAt, to: new Date(campaign.lastAt.getTime() + 1) };
  return posts.postsOf({ ...keyOf(campaign), ...span });
}

/** A tag or link may be used on every platform; a group or network is one of its own platform. */
export async function platformsOf(
  campaign: Campaign,
  { posts }: Pick<Store, 'posts'>,
): Promise<readonly PlatformCount[]> {
  const { keyKind, key, firstAt, lastAt } = campaign;
  if (keyKind !== 'tag' && keyKind !== 'link') return [];
  const all = await posts.postsOf({ keyKind, key, from: firstAt, to: new Date(lastAt.getTime() + 1) });
  const byPlatform = new Map<string, Post[]>();
  for (const post of all) {
    const own = byPlatform.get(post.platform);
    if (own === undefined) byPlatform.set(post.platform, [post]);
    else own.push(post);
  }
  return [...byPlatform].map(([platform, own]) => {
    return { platform, posts: own.length, accounts: new Set(own.map(authorOf)).size };
  });
}

/** Refuses to name anybody as long as no two persons have agreed on anybody. */
export async function checkNamed(campaignId: string, { sharing }: Pick<Store, 'sharing'>): Promise<void> {
  const namings = await sharing.namingsOf(campaignId);
  if (namings.some(({ confirmed }) => confirmed !== undefined)) return;
  throw new UserError(
    `No account of ${campaignId} may be named: one person asks with /naming, and an admin who is somebody else confirms.`,
  );
}
