/** Settings → one source for each feed. */
import type { Platform, PlatformDeps } from '../platform.ts';
import type { Source } from '../source.ts';
import { digest } from './feed-post.ts';
import { createFeedSource } from './feed-source.ts';
import type { FeedSettings } from './settings.ts';

export function createFeeds(settings: FeedSettings, deps: PlatformDeps): Platform {
  const { staleAfterHours, spacingMs, everyMinutes } = settings;
  const byId = new Map<string, Source>();
  for (const { url, name, platform, account, zone, everyMinutes: own } of settings.list) {
    const id = feedIdOf(url);
    const feed = { id, name, url, platform, account: account ?? hostOf(url), zone };
    byId.set(id, createFeedSource({ ...feed, everyMinutes: own ?? everyMinutes, staleAfterHours, spacingMs }, deps));
  }
  for (const channel of settings.youtubeChannels) {
    const id = `feed:youtube.com/channel/${channel}`;
    const url = `${settings.youtubeUrl}?channel_id=${channel}`;
    const feed = { id, url, platform: 'youtube', account: channel, zone: 'UTC' };
    byId.set(id, createFeedSource({ ...feed, everyMinutes, staleAfterHours, spacingMs }, deps));
  }
  return { sources: [...byId.values()] };
}

function hostOf(url: string): string {
  return new URL(url).hostname.toLowerCase().replace(/^www\./, '');
}

const longestPath = 80;

/** `feed:HOST/PATH`. A query may hold a key, so a digest stands for it; it keeps apart feeds of one path. */
export function feedIdOf(url: string): string {
  const { host, pathname, search } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  const rest = `${path.slice(longestPath)}${search}`;
  return `feed:${host}${path.slice(0, longestPath)}${rest === '' ? '' : `~${digest(rest, 6)}`}`;
}
