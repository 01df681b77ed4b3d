/** Settings → the source of news. */
import type { Platform, PlatformDeps } from '../platform.ts';
import { createGdeltApi } from './api.ts';
import { createGdeltSource } from './gdelt-source.ts';
import type { GdeltSettings } from './settings.ts';

export function createGdelt(settings: GdeltSettings, deps: PlatformDeps): Platform {
  const { apiUrl, spacingMs } = settings;
  return { sources: [createGdeltSource(settings, createGdeltApi({ http: deps.http, apiUrl, spacingMs }), deps)] };
}
