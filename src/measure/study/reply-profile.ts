/**
 * F15: how much of what is written are replies, and to whom: classes of targets, and names of registry entries only. Who
 * is replied to and is in no registry stays a count.
 */
import { postKinds } from '../../post/post.ts';
import type { RegistryEntry } from '../../registry/registry.ts';
import type { PostTable } from '../table/post-table.ts';
import { type AuthorClass, authorClasses, type ClassOptions, classesOf } from './classes.ts';
import { type AccountRegistry, type ParentEntries, parentEntriesOf, unknownParent } from './parent-entries.ts';
import { forRows, isWritten, postsBehind, type Rows } from './rows.ts';
import { createTopRows } from './top-rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';

export interface ReplyOptions extends ClassOptions {
  readonly rows?: Rows;
  readonly minN?: number | undefined;
  /** Asked about authors whose posts are not in the set. */
  readonly registry?: AccountRegistry | undefined;
  /** How many registry entries are listed (20). */
  readonly most?: number | undefined;
}

interface ReplyTargetClass extends TracedShare {
  readonly class: AuthorClass;
  /** Distinct accounts that were replied to while they were of this class. */
  readonly targets: number;
}

interface ReplyTargetEntry extends TracedCount {
  readonly entry: RegistryEntry;
}

export interface ReplyProfile {
  /** Replies / written posts. */
  readonly replies: TracedShare;
  /** Replies to oneself (threads) / replies whose target is known. They are left out below. */
  readonly toSelf: TracedShare;
  readonly unknownTarget: TracedCount;
  /** Replies to others whose account is known, but not whether it is in a registry. */
  readonly unknownClass: TracedCount;
  /** Distinct accounts replied to. */
  readonly targets: number;
  /** Replies to the five accounts replied to most / replies to others with a known target. */
  readonly topFive: TracedShare;
  /** Replies to targets of each class / replies to others whose target's class is known; without empty classes. */
  readonly classes: readonly ReplyTargetClass[];
  /** Registry entries replied to most. */
  readonly entries: readonly ReplyTargetEntry[];
}

export const replyNote = 'Being replied to says nothing about who is replied to; targets are shown as classes.';

const reply = postKinds.indexOf('reply');

export function measureReplies(table: PostTable, options: ReplyOptions = {}): ReplyProfile {
  const { rows, minN = usualMinN } = options;
  const ask = questionsOf(table, options);
  const counts = countReplies(table, rows, ask);
  const { written, replies, toSelf, toOthers, unknownClass, byTarget } = counts;
  const top = topTargets(byTarget, 5);
  const toTop = top.reduce((sum, target) => sum + (byTarget[target] ?? 0), 0);
  const share = (n: number, of: number, fits: (row: number) => boolean): TracedShare => ({
    share: shareOrWithheld(n, of, minN),
    behind: postsBehind(table, fits, rows),
  });
  const count = (n: number, fits: (row: number) => boolean): TracedCount => ({
    n,
    behind: postsBehind(table, fits, rows),
  });
  return {
    replies: share(replies, written, ask.isReply),
    toSelf: share(toSelf, toSelf + toOthers, ask.isToSelf),
    unknownTarget: count(replies - toSelf - toOthers, (row) => ask.isReply(row) && ask.targetOf(row) < 0),
    unknownClass: count(unknownClass, (row) => ask.isToOther(row) && ask.classOf(row) < 0),
    targets: byTarget.reduce((sum, times) => sum + (times > 0 ? 1 : 0), 0),
    topFive: share(toTop, toOthers, (row) => ask.isToOther(row) && top.includes(ask.targetOf(row))),
    classes: authorClasses.flatMap((name, index): readonly ReplyTargetClass[] => {
      const n = counts.byClass[index] ?? 0;
      if (n === 0) return [];
      const targets = counts.classesOfTarget.reduce((sum, bits) => sum + ((bits >> index) & 1), 0);
      const isOfClass = (row: number): boolean => ask.isToOther(row) && ask.classOf(row) === index;
      return [{ class: name, targets, ...share(n, toOthers - unknownClass, isOfClass) }];
    }),
    entries: topEntries(counts.byEntry, options.most ?? 20).flatMap(([index, n]): readonly ReplyTargetEntry[] => {
      const entry = ask.parents.entries[index];
      if (entry === undefined) return [];
      return [{ entry, ...count(n, (row) => ask.isToOther(row) && ask.parents.of(row) === index) }];
    }),
  };
}

interface Questions {
  readonly parents: ParentEntries;
  readonly isReply: (row: number) => boolean;
  /** -1 where it is not known. */
  readonly targetOf: (row: number) => number;
  readonly isToSelf: (row: number) => boolean;
  readonly isToOther: (row: number) => boolean;
  /** Class of the target, an index into `authorClasses`; -1 where it is not known. */
  readonly classOf: (row: number) => number;
}

function questionsOf(table: PostTable, options: ReplyOptions): Questions {
  const parents = parentEntriesOf(table, options.registry);
  const classes = classesOf(table, options);
  const isReply = (row: number): boolean => table.kind[row] === reply;
  const targetOf = (row: number): number => table.parentAccount[row] ?? -1;
  return {
    parents,
    isReply,
    targetOf,
    isToSelf: (row) => isReply(row) && targetOf(row) === table.account[row],
    isToOther: (row) => isReply(row) && targetOf(row) >= 0 && targetOf(row) !== table.account[row],
    classOf(row) {
      const entry = parents.of(row);
      return entry === unknownParent ? -1 : classes.ofEntry(parents.entries[entry]);
    },
  };
}

interface ReplyCounts {
  readonly written: number;
  readonly replies: number;
  readonly toSelf: number;
  readonly toOthers: number;
  readonly unknownClass: number;
  /** Replies by number of the account replied to. */
  readonly byTarget: Uint32Array;
  /** A bit for each of `authorClasses`: whoever changes class in the time of the set is a target of both. */
  readonly classesOfTarget: Uint16Array;
  readonly byClass: Float64Array;
  readonly byEntry: ReadonlyMap<number, number>;
}

function countReplies(table: PostTable, rows: Rows, ask: Questions): ReplyCounts {
  const counts = { written: 0, replies: 0, toSelf: 0, toOthers: 0, unknownClass: 0 };
  const byTarget = new Uint32Array(table.accounts.size);
  const classesOfTarget = new Uint16Array(table.accounts.size);
  const byClass = new Float64Array(authorClasses.length);
  const byEntry = new Map<number, number>();
  forRows(table, rows, (row) => {
    if (isWritten(table, row)) counts.written++;
    if (!ask.isReply(row)) return;
    counts.replies++;
    if (ask.isToSelf(row)) counts.toSelf++;
    if (!ask.isToOther(row)) return;
    counts.toOthers++;
    const target = ask.targetOf(row);
    byTarget[target] = (byTarget[target] ?? 0) + 1;
    const found = ask.classOf(row);
    if (found < 0) {
      counts.unknownClass++;
      return;
    }
    classesOfTarget[target] = (classesOfTarget[target] ?? 0) | (1 << found);
    byClass[found] = (byClass[found] ?? 0) + 1;
    const entry = ask.parents.of(row);
    if (entry >= 0) byEntry.set(entry, (byEntry.get(entry) ?? 0) + 1);
  });
  return { ...counts, byTarget, classesOfTarget, byClass, byEntry };
}

function topEntries(byEntry: ReadonlyMap<number, number>, most: number): readonly (readonly [number, number])[] {
  return [...byEntry].sort(([a, x], [b, y]) => y - x || a - b).slice(0, most);
}

/** Numbers of the accounts that were replied to most; the lower number of equals. */
function topTargets(byTarget: Uint32Array, most: number): Uint32Array {
  const times = (target: number): number => byTarget[target] ?? 0;
  const top = createTopRows(most, (a, b) => times(a) > times(b) || (times(a) === times(b) && a < b));
  for (let target = 0; target < byTarget.length; target++) if (times(target) > 0) top.add(target);
  return top.done();
}
