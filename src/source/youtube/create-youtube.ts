/** Settings and a key → the sources of YouTube's Data API. */
import type { Platform, PlatformDeps } from '../platform.ts';
import { createYoutubeApi } from './api.ts';
import { createYoutubeChecker } from './checker.ts';
import { createSearchSource } from './search-source.ts';
import type { YoutubeSettings } from './settings.ts';
import { createUploadsSource } from './uploads-source.ts';

export function createYoutube(settings: YoutubeSettings, key: string, deps: PlatformDeps): Platform {
  const api = createYoutubeApi({ http: deps.http, apiUrl: settings.apiUrl, key });
  return {
    sources: [
      createUploadsSource(settings, api, deps),
      ...(settings.searches.length === 0 ? [] : [createSearchSource(settings, api, deps)]),
    ],
    checker: createYoutubeChecker(settings, api, deps),
  };
}
