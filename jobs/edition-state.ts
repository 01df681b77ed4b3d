/** What is remembered of a configured edition between two reads: one setting, as JSON. */
import { z } from 'zod';
import type { SettingStore } from '../src/store/store.ts';

const instant = z.iso.datetime().transform((text) => new Date(text));

const EditionState = z.object({
  from: z.string(),
  /** Last read with success. */
  readAt: instant.optional(),
  contentHash: z.string().optional(),
  etag: z.string().optional(),
  /** Entries of the last read whose number nobody doubts. */
  entries: z.number().optional(),
  /** Entries of the last read. */
  lastEntries: z.number().optional(),
  /** Failing since; absent while all is well. */
  failingSince: instant.optional(),
});
export type EditionState = z.infer<typeof EditionState>;

/** What another address had is no measure for this one. Unreadable: as if never read. */
export async function loadEditionState(settings: SettingStore, name: string, from: string): Promise<EditionState> {
  const text = await settings.get(keyOf(name));
  const parsed = text === undefined ? undefined : EditionState.safeParse(jsonOf(text));
  return parsed?.success === true && parsed.data.from === from ? parsed.data : { from };
}

export async function saveEditionState(settings: SettingStore, name: string, state: EditionState): Promise<void> {
  await settings.set(keyOf(name), JSON.stringify(state));
}

function keyOf(name: string): string {
  return `registry-edition|${name}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
