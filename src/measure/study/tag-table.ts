/** The tags of a set of posts: how often, by how many accounts, since when, and by whom of those who are attributed. */
import type { PostTable } from '../table/post-table.ts';
import { type AuthorClass, authorClasses, type ClassOptions, classesOf } from './classes.ts';
import { accountsByValue, hasAny, slotsOf } from './list-rows.ts';
import { forRows, isWritten, postsBehind, type Rows } from './rows.ts';
import { createTopRows } from './top-rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';

export interface TagTableOptions extends ClassOptions {
  readonly rows?: Rows;
  readonly minN?: number | undefined;
  /** How many tags are listed (50). */
  readonly most?: number | undefined;
}

interface TagClass extends TracedShare {
  readonly class: AuthorClass;
}

interface TagRow extends TracedCount {
  /** In normal form, without `#`. */
  readonly tag: string;
  readonly accounts: number;
  readonly firstAt: Date;
  /** Posts with the tag by each class / posts with the tag; without empty classes. */
  readonly classes: readonly TagClass[];
}

export interface TagTable {
  /** Distinct tags. */
  readonly tags: number;
  /** Written posts with a tag / written posts. */
  readonly tagged: TracedShare;
  /** Most posts first; of equals the tag that sorts first. */
  readonly top: readonly TagRow[];
}

/** Of written posts: a repost carries its parent's tags. */
export function measureTags(table: PostTable, options: TagTableOptions = {}): TagTable {
  const { rows, minN = usualMinN, most = 50 } = options;
  const { from, values, names } = table.tags;
  const counts = new Uint32Array(names.size);
  let written = 0;
  let tagged = 0;
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    written++;
    const end = from[row + 1] ?? 0;
    const start = from[row] ?? 0;
    if (end > start) tagged++;
    for (let i = start; i < end; i++) counts[values[i] ?? 0] = (counts[values[i] ?? 0] ?? 0) + 1;
  });
  const isTagged = (row: number): boolean => isWritten(table, row) && hasAny(table.tags, row, () => true);
  const top = mostUsed(table, counts, most);
  return {
    tags: counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    tagged: { share: shareOrWithheld(tagged, written, minN), behind: postsBehind(table, isTagged, rows) },
    top: describeTags(table, top, counts, { ...options, minN }),
  };
}

function mostUsed(table: PostTable, counts: Uint32Array, most: number): readonly number[] {
  const name = (tag: number): string => table.tags.names.at(tag);
  const isBefore = (a: number, b: number): boolean => {
    const more = (counts[a] ?? 0) - (counts[b] ?? 0);
    return more === 0 ? name(a) < name(b) : more > 0;
  };
  const top = createTopRows(most, isBefore);
  for (let tag = 0; tag < counts.length; tag++) if ((counts[tag] ?? 0) > 0) top.add(tag);
  return Array.from(top.done());
}

function describeTags(
  table: PostTable,
  tags: readonly number[],
  counts: Uint32Array,
  options: TagTableOptions & { readonly minN: number },
): readonly TagRow[] {
  const { rows, minN } = options;
  const classes = classesOf(table, options);
  const slots = slotsOf(table.tags, tags);
  const firstAt = new Float64Array(tags.length).fill(Number.POSITIVE_INFINITY);
  const byClass = new Uint32Array(tags.length * authorClasses.length);
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    const end = table.tags.from[row + 1] ?? 0;
    for (let i = table.tags.from[row] ?? 0; i < end; i++) {
      const slot = slots[table.tags.values[i] ?? 0] ?? -1;
      if (slot < 0) continue;
      firstAt[slot] = Math.min(firstAt[slot] ?? 0, table.at[row] ?? Number.POSITIVE_INFINITY);
      const cell = slot * authorClasses.length + classes.of(row);
      byClass[cell] = (byClass[cell] ?? 0) + 1;
    }
  });
  const accounts = accountsByValue(table, table.tags, tags, rows);
  return tags.map((tag, slot): TagRow => {
    const n = counts[tag] ?? 0;
    const has = (row: number): boolean => isWritten(table, row) && hasAny(table.tags, row, (value) => value === tag);
    return {
      tag: table.tags.names.at(tag),
      n,
      behind: postsBehind(table, has, rows),
      accounts: accounts[slot] ?? 0,
      firstAt: new Date(firstAt[slot] ?? 0),
      classes: authorClasses.flatMap((name, index): readonly TagClass[] => {
        const posts = byClass[slot * authorClasses.length + index] ?? 0;
        if (posts === 0) return [];
        const isOf = (row: number): boolean => classes.of(row) === index && has(row);
        return [{ class: name, share: shareOrWithheld(posts, n, minN), behind: postsBehind(table, isOf, rows) }];
      }),
    };
  });
}
