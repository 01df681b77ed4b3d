/** X, as its settings say: counts and search always, accounts in the way that was chosen. */
import type { Platform, PlatformDeps } from '../platform.ts';
import { createXActivity } from './activity.ts';
import { createXApi } from './api.ts';
import { createXChecker } from './checker.ts';
import { createCountBoard } from './count-board.ts';
import { createXCounts } from './counts.ts';
import { createXSearch } from './search.ts';
import type { XSettings } from './settings.ts';
import { createXStream } from './stream.ts';
import { createXTimelines } from './timelines.ts';

export interface XSecrets {
  /** X_BEARER_TOKEN: the app's own token, for what everybody may read. */
  readonly bearerToken?: string | undefined;
}

export function createX(settings: XSettings, { bearerToken }: XSecrets, { http, log }: PlatformDeps): Platform {
  const isOn = settings.enabled === 'auto' ? bearerToken !== undefined && bearerToken !== '' : settings.enabled;
  if (!isOn) return { sources: [] };
  const api = createXApi({ http, apiUrl: settings.apiUrl, bearerToken });
  const board = createCountBoard();
  const { accounts } = settings;
  return {
    sources: [
      createXCounts(settings, { api, board, log }),
      createXSearch(settings, { api, board, log }),
      ...(accounts === 'timeline' ? [createXTimelines(settings, { api, log })] : []),
      ...(accounts === 'activity' ? [createXActivity(settings, { api, log })] : []),
      ...(accounts === 'stream' || Object.keys(settings.rules).length > 0
        ? [createXStream(settings, { api, log })]
        : []),
    ],
    checker: createXChecker(settings, api),
  };
}
