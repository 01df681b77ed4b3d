/** Servers with Mastodon's API as sources, one each, and the look-up of what they gave. */
import type { Platform, PlatformDeps } from '../platform.ts';
import { createMastodonChecker } from './checker.ts';
import { createKnownIds } from './known-ids.ts';
import { createServer } from './server.ts';
import { serverSource } from './server-source.ts';
import type { MastodonSettings, MastodonTokens } from './settings.ts';

export function createMastodon(
  settings: MastodonSettings,
  tokens: MastodonTokens,
  { http, log }: PlatformDeps,
): Platform {
  if (!settings.enabled) return { sources: [] };
  const urls = [...new Map(settings.servers.map(({ url }) => [new URL(url).host, url])).values()];
  const servers = urls.map((url) => createServer(url, tokenOf(url, tokens), http));
  const hosts = servers.map(({ host }) => host);
  const ids = createKnownIds();
  const sources = servers.map((server, index) =>
    serverSource({
      server,
      everyMinutes: settings.everyMinutes,
      lookBackHours: settings.lookBackHours,
      readsAccounts: settings.accounts,
      givesCounts: index === 0,
      // An account's own server has all that it wrote; others have what reached them.
      isReaderOf: (acct) => {
        const host = acct.split('@').at(-1) ?? '';
        return hosts.includes(host) ? host === server.host : index === 0;
      },
      ids,
      log,
    }),
  );
  return { sources, checker: createMastodonChecker(servers, ids) };
}

function tokenOf(url: string, tokens: MastodonTokens): string | undefined {
  const { host, hostname } = new URL(url);
  return tokens.get(host) ?? tokens.get(hostname);
}
