/** How sources are doing, in few lines however many there are: trouble one by one, the rest by platform. */
import { clock, count, counted } from '../measure/words.ts';
import type { Span } from '../post/post.ts';

export interface SourceReport {
  readonly sourceId: string;
  readonly posts: number;
  readonly lastReadAt?: Date | undefined;
  readonly lastPolledAt?: Date | undefined;
  readonly lastError?: string | undefined;
  readonly trouble?: { readonly kind: string; readonly since: Date; readonly notBefore?: Date | undefined } | undefined;
}

export interface GapReport extends Span {
  readonly sourceId: string;
  readonly reason: string;
}

/** A list that people read to its end. */
const linesShown = 12;
/** From so many on, sources of one platform are counted together. */
const manySources = 4;

export function sourceLines(states: readonly SourceReport[], now: Date): readonly string[] {
  const inTrouble = states.filter(({ trouble }) => trouble !== undefined);
  const lines = inTrouble.map((state) => troubleLine(state, now));
  for (const [family, members] of groupsOf(states)) {
    if (members.length >= manySources) lines.push(familyLine(family, members));
    else for (const state of members) if (state.trouble === undefined) lines.push(healthyLine(state, now));
  }
  return shortened(lines, 'source');
}

/** `feed:example.org/rss` belongs to `feed`. */
function groupsOf(states: readonly SourceReport[]): ReadonlyMap<string, readonly SourceReport[]> {
  const groups = new Map<string, SourceReport[]>();
  for (const state of states) {
    const family = state.sourceId.split(':', 1)[0] ?? state.sourceId;
    const members = groups.get(family) ?? [];
    members.push(state);
    groups.set(family, members);
  }
  return groups;
}

function familyLine(family: string, members: readonly SourceReport[]): string {
  const read = members.filter(({ trouble, lastReadAt }) => trouble === undefined && lastReadAt !== undefined).length;
  const posts = members.reduce((sum, state) => sum + state.posts, 0);
  return `${family}: ${count(read)} of ${counted(members.length, 'source')} read without trouble, ${counted(posts, 'post')} so far`;
}

function healthyLine({ sourceId, posts, lastReadAt, lastPolledAt }: SourceReport, now: Date): string {
  const at = lastReadAt ?? lastPolledAt;
  const read = at === undefined ? 'not read yet' : `last read ${clock(at, now)}`;
  return `${sourceId}: ${counted(posts, 'post')} so far, ${read}`;
}

function troubleLine({ sourceId, lastReadAt, lastError, trouble }: SourceReport, now: Date): string {
  const since = lastReadAt ?? trouble?.since;
  const again = trouble?.notBefore === undefined ? '' : `; asked again ${clock(trouble.notBefore, now)}`;
  const reason = lastError === undefined ? '' : `: ${lastError}`;
  return `${sourceId}: not read since ${since === undefined ? 'the start' : clock(since, now)}${reason}${again}`;
}

/** `X not read 10:00-12:40: the x budget is spent`, newest last. */
export function gapLines(gaps: readonly GapReport[], now: Date): readonly string[] {
  const newestLast = [...gaps].sort((a, b) => a.to.getTime() - b.to.getTime() || (a.sourceId < b.sourceId ? -1 : 1));
  const lines = newestLast.map(
    ({ sourceId, from, to, reason }) => `${sourceId} not read ${clock(from, now)} to ${clock(to, now)}: ${reason}`,
  );
  const hidden = lines.length - linesShown;
  return hidden > 0 ? [`and ${counted(hidden, 'earlier gap')}`, ...lines.slice(hidden)] : lines;
}

function shortened(lines: readonly string[], what: string): readonly string[] {
  const hidden = lines.length - linesShown;
  return hidden > 0 ? [...lines.slice(0, linesShown), `and ${counted(hidden, `more ${what}`)}`] : lines;
}
