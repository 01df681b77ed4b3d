/** Where a stream is read on, as it is kept: the newest event of the last page that was kept. */
import { z } from 'zod';
import { hourMs } from '../../post/post.ts';
import type { Gap } from '../source.ts';
import { firstTimeUs } from './event.ts';

const StreamCursor = z.object({
  timeUs: z.int().min(firstTimeUs),
  /** Handles that were asked for once. */
  handles: z.record(z.string(), z.string()).optional(),
});

export interface StreamStart {
  /** Absent: from now on. */
  readonly afterUs: number | undefined;
  readonly handles: Readonly<Record<string, string>>;
  readonly gaps: readonly Gap[];
}

/**
 * A cursor that cannot be read, or lies in the future, says nothing of what was missed: then all that a server may have
 * kept counts as missed, and reading begins now.
 */
export function streamStart(cursor: unknown, now: Date, lookBackHours: number): StreamStart {
  if (cursor === undefined || cursor === null) return { afterUs: undefined, handles: {}, gaps: [] };
  const parsed = StreamCursor.safeParse(cursor);
  const slackMs = hourMs;
  if (parsed.success && parsed.data.timeUs / 1000 <= now.getTime() + slackMs) {
    return { afterUs: parsed.data.timeUs, handles: parsed.data.handles ?? {}, gaps: [] };
  }
  const from = new Date(now.getTime() - lookBackHours * hourMs);
  const gap = { from, to: now, reason: 'it is not known where reading stopped' };
  return { afterUs: undefined, handles: parsed.success ? (parsed.data.handles ?? {}) : {}, gaps: [gap] };
}
