/** F18, attributed links: how many of the posts with a link lead to a host of a listed organisation, and to which hosts. */
import type { Registry, RegistryEntry } from '../../registry/registry.ts';
import type { PostTable } from '../table/post-table.ts';
import {
  type AuthorClass,
  authorClasses,
  type ClassOptions,
  classesOf,
  isStateClass,
  unattributed,
} from './classes.ts';
import { countHosts, type HostCounts, type LinkHosts, linkHostsOf } from './link-hosts.ts';
import { accountsBehind, forRows, isWritten, postsBehind, type Rows } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { minN, shareOrWithheld } from './withheld.ts';

export interface AttributedLinkOptions extends ClassOptions {
  readonly registry: Registry;
  readonly rows?: Rows;
  readonly minN?: number | undefined;
  /** How many of the hosts in no registry are listed. */
  readonly others?: number | undefined;
}

export interface LinkHost {
  /** As linked: `english.daily.example`. */
  readonly host: string;
  /** As of the first post that links to it. */
  readonly entry: RegistryEntry | undefined;
  /** Written posts with a link to it. */
  readonly posts: TracedCount;
  readonly accounts: TracedCount;
}

export interface AttributedLinks {
  readonly registryVersion: string;
  /** Written posts with a link. */
  readonly linking: TracedCount;
  /** Of those, the ones that link to a host of the kinds that speak for a state. */
  readonly attributed: TracedShare;
  /** Posts with a link to a host of the class / posts with a link. One post can count for several. */
  readonly classes: readonly (TracedShare & { readonly name: AuthorClass })[];
  /** Most posts first, then by name. */
  readonly listedHosts: readonly LinkHost[];
  /** The first of the hosts in no registry, in the same order; `otherHostCount` counts them all. */
  readonly otherHosts: readonly LinkHost[];
  readonly otherHostCount: number;
}

const othersShown = 50;

export function measureAttributedLinks(table: PostTable, options: AttributedLinkOptions): AttributedLinks {
  const { registry, rows, minN: least = minN, others = othersShown } = options;
  const hosts = linkHostsOf(table);
  const counts = countHosts(table, hosts, rows);
  const entries = hosts.names.map((host, index) => {
    const at = counts.firstAt[index] ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(at) ? registry.findHost(host, new Date(at))?.entry : undefined;
  });
  const linkClasses = classesOfLinks(table, hosts, Uint8Array.from(entries, classesOf(table, options).ofEntry));
  const tally = tallyClasses(table, rows, linkClasses);
  const shareWhere = (n: number, wanted: number): TracedShare => ({
    share: shareOrWithheld(n, tally.linking, least),
    behind: postsBehind(table, (row) => isWritten(table, row) && (linkClasses(row) & wanted) !== 0, rows),
  });
  const describe = (index: number): LinkHost => describeHost(table, rows, hosts, counts, index, entries[index]);
  const present = [...entries.keys()].filter((index) => (counts.posts[index] ?? 0) > 0).sort(byPosts(hosts, counts));
  const other = present.filter((index) => entries[index] === undefined);
  return {
    registryVersion: registry.version,
    linking: {
      n: tally.linking,
      behind: postsBehind(table, (row) => isWritten(table, row) && linkClasses(row) !== 0, rows),
    },
    attributed: shareWhere(tally.attributed, stateMask),
    classes: authorClasses.flatMap((name, index) => {
      const n = tally.byClass[index] ?? 0;
      return n === 0 ? [] : [{ name, ...shareWhere(n, 1 << index) }];
    }),
    listedHosts: present.filter((index) => entries[index] !== undefined).map(describe),
    otherHosts: other.slice(0, others).map(describe),
    otherHostCount: other.length,
  };
}

const stateMask = authorClasses.reduce((mask, _, index) => (isStateClass(index) ? mask | (1 << index) : mask), 0);

/** Bits of the classes that a row links to; 0 without a link. */
function classesOfLinks(table: PostTable, hosts: LinkHosts, classByHost: Uint8Array): (row: number) => number {
  return (row) => {
    if (table.links.from[row] === table.links.from[row + 1]) return 0;
    let mask = 0;
    hosts.forHosts(row, (host) => {
      mask |= 1 << (classByHost[host] ?? unattributed);
    });
    return mask;
  };
}

function tallyClasses(table: PostTable, rows: Rows, linkClasses: (row: number) => number) {
  const byClass = new Uint32Array(authorClasses.length);
  let linking = 0;
  let attributed = 0;
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    const mask = linkClasses(row);
    if (mask === 0) return;
    linking += 1;
    if ((mask & stateMask) !== 0) attributed += 1;
    for (let index = 0; index < byClass.length; index++)
      if ((mask & (1 << index)) !== 0) byClass[index] = (byClass[index] ?? 0) + 1;
  });
  return { byClass, linking, attributed };
}

function describeHost(
  table: PostTable,
  rows: Rows,
  hosts: LinkHosts,
  { posts, accounts }: HostCounts,
  index: number,
  entry: RegistryEntry | undefined,
): LinkHost {
  const fits = (row: number): boolean => isWritten(table, row) && hosts.linksTo(row, index);
  return {
    host: hosts.names[index] ?? '',
    entry,
    posts: { n: posts[index] ?? 0, behind: postsBehind(table, fits, rows) },
    accounts: { n: accounts[index] ?? 0, behind: accountsBehind(table, fits, rows) },
  };
}

function byPosts({ names }: LinkHosts, { posts }: HostCounts): (a: number, b: number) => number {
  return (a, b) => (posts[b] ?? 0) - (posts[a] ?? 0) || ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1);
}
