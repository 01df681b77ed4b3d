/**
 * F10: the same video, link or picture posted by several accounts within a day, and accounts that post nothing else.
 *
 * News is shared by many, too: the measure says who shared one object when, and nothing of why.
 */
import { hostOf } from '../../post/normal-form.ts';
import { hourMs } from '../../post/post.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Share } from '../share.ts';
import type { Behind, PostTable } from '../table/post-table.ts';
import { busiestSpan } from './busiest-span.ts';
import { type ObjectKind, objectsOf, type PostedObjects } from './posted-objects.ts';
import { isWritten, platformOf, type Rows, select } from './rows.ts';
import { warehousesAmong } from './warehouses.ts';
import { minN, shareOrWithheld, type Withheld } from './withheld.ts';

export interface SameObjectOptions {
  /** Rows to look at; all unless said. */
  readonly rows?: Rows;
  /** Marks links to hosts that are listed. */
  readonly registry?: Pick<Registry, 'findHost'> | undefined;
  /** Accounts within the span that make an object shared; 3 unless said. */
  readonly fewestAccounts?: number | undefined;
  /** Length of the sliding span, hours; 24 unless said (field study, F10). */
  readonly hours?: number | undefined;
  /** Objects that make an uploader a warehouse; 5 unless said. */
  readonly fewestObjects?: number | undefined;
  /** Objects described; 20 unless said. */
  readonly top?: number | undefined;
  /** Smallest denominator that gives a share. */
  readonly minN?: number | undefined;
}

interface SharedObjectRow {
  readonly kind: ObjectKind;
  /** Link in normal form (a YouTube video has one form only), or `platform:id` of the upload. */
  readonly id: string;
  readonly posts: number;
  readonly accounts: number;
  readonly platforms: readonly string[];
  readonly firstAt: Date;
  /** The span with the most accounts, the earliest of them. */
  readonly busiest: { readonly from: Date; readonly accounts: number; readonly platforms: number };
  /** Accounts among `accounts` that are attributed. */
  readonly attributed: number;
  /** Id of the registry entry that the link's host belongs to, at the time of the first post. */
  readonly hostEntryId?: string | undefined;
  readonly behind: () => Behind;
}

export interface SameObjects {
  /** Posts with an object that at least `fewestAccounts` accounts posted within one span / posts with any object. */
  readonly share: Share | Withheld;
  readonly objects: number;
  /** Objects that at least `fewestAccounts` accounts posted within one span. */
  readonly shared: number;
  /** Most accounts in the span first, then most posts. */
  readonly top: readonly SharedObjectRow[];
  /** Accounts with at least `fewestObjects` objects and no post without one / accounts that posted an object. */
  readonly warehouses: Share | Withheld;
  /** Warehouses that are attributed: outlets do nothing but link to what they publish. */
  readonly attributedWarehouses: number;
  readonly behindWarehouses: () => Behind;
  /** Written posts without link, video or media. */
  readonly withoutObject: number;
  readonly fewestAccounts: number;
  readonly hours: number;
  readonly fewestObjects: number;
  /** The posts of `share`. */
  readonly behind: () => Behind;
}

/** Originals, quotes and replies; a repost repeats its parent and counts for nobody. */
export function measureSameObjects(table: PostTable, options: SameObjectOptions = {}): SameObjects {
  const { rows, fewestAccounts = 3, hours = 24, fewestObjects = 5, top = 20, minN: least = minN } = options;
  const posted = objectsOf(table, rows);
  const shared = sharedObjects(table, posted, fewestAccounts, hours * hourMs);
  const isShared = new Uint8Array(posted.size);
  for (const { object } of shared) isShared[object] = 1;
  const hasShared = (row: number): boolean =>
    isWritten(table, row) && posted.some(row, (object) => isShared[object] === 1);
  const withObject = select(table, (row) => isWritten(table, row) && posted.countOf(row) > 0, rows);
  const sharing = withObject.filter(hasShared);
  const warehouses = warehousesAmong(table, posted, fewestObjects, rows);
  return {
    share: shareOrWithheld(sharing.length, withObject.length, least),
    objects: posted.used,
    shared: shared.length,
    top: shared
      .sort(
        (a, b) => b.accounts - a.accounts || b.posts - a.posts || (posted.id(a.object) < posted.id(b.object) ? -1 : 1),
      )
      .slice(0, top)
      .map((span) => describe(table, posted, span, hours * hourMs, options.registry)),
    warehouses: shareOrWithheld(warehouses.accounts.length, warehouses.uploaders, least),
    attributedWarehouses: warehouses.attributed,
    behindWarehouses: () => ({ of: 'accounts', rows: warehouses.accounts }),
    withoutObject: select(table, (row) => isWritten(table, row) && posted.countOf(row) === 0, rows).length,
    fewestAccounts,
    hours,
    fewestObjects,
    behind: () => ({ of: 'posts', rows: sharing }),
  };
}

interface SharedSpan {
  readonly object: number;
  readonly posts: number;
  readonly from: number;
  readonly accounts: number;
}

function sharedObjects(table: PostTable, posted: PostedObjects, fewest: number, spanMs: number): SharedSpan[] {
  const shared: SharedSpan[] = [];
  for (let object = 0; object < posted.size; object++) {
    const rows = posted.rowsOf(object);
    if (rows.length < fewest) continue;
    const span = busiestSpan(timesOf(table, rows), accountsOf(table, rows), spanMs);
    if (span.accounts >= fewest) shared.push({ object, posts: rows.length, ...span });
  }
  return shared;
}

function timesOf(table: PostTable, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => table.at[row] ?? 0);
}

function accountsOf(table: PostTable, rows: Uint32Array): Uint32Array {
  return rows.map((row) => table.account[row] ?? 0);
}

function describe(
  table: PostTable,
  posted: PostedObjects,
  { object, posts, from, accounts }: SharedSpan,
  spanMs: number,
  registry: SameObjectOptions['registry'],
): SharedObjectRow {
  const rows = posted.rowsOf(object);
  const kind = posted.kind(object);
  const id = posted.id(object);
  const inSpan = rows.filter((row) => isWithin((table.at[row] ?? 0) - from, spanMs));
  const firstAt = new Date(table.at[rows[0] ?? 0] ?? 0);
  return {
    kind,
    id,
    posts,
    accounts: new Set(accountsOf(table, rows)).size,
    platforms: platformsOf(table, rows),
    firstAt,
    busiest: { from: new Date(from), accounts, platforms: platformsOf(table, inSpan).length },
    attributed: new Set(
      accountsOf(
        table,
        rows.filter((row) => (table.entry[row] ?? -1) >= 0),
      ),
    ).size,
    hostEntryId: kind === 'link' ? registry?.findHost(hostOf(id), firstAt)?.entry.id : undefined,
    behind: () => ({ of: 'posts', rows: rows.slice().sort() }),
  };
}

function isWithin(sinceStart: number, spanMs: number): boolean {
  return sinceStart >= 0 && sinceStart <= spanMs;
}

function platformsOf(table: PostTable, rows: Uint32Array): readonly string[] {
  return [...new Set(Array.from(rows, (row) => table.platforms[platformOf(table, row)] ?? ''))].sort();
}
