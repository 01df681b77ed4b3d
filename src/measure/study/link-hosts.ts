/** Hosts of the links of a table: one number for each, so that a host is looked at once and not once per post. */
import { hostOf } from '../../post/normal-form.ts';
import { createColumn, floats } from '../table/column.ts';
import type { PostTable } from '../table/post-table.ts';
import { forRows, isRepost, type Rows } from './rows.ts';

export interface LinkHosts {
  readonly names: readonly string[];
  /** Calls once for each host that the row links to. */
  forHosts(row: number, visit: (host: number) => void): void;
  linksTo(row: number, host: number): boolean;
}

export function linkHostsOf({ links }: PostTable): LinkHosts {
  const index = new Map<string, number>();
  const hostOfLink = new Uint32Array(links.names.size);
  for (let link = 0; link < links.names.size; link++) {
    const name = hostOf(links.names.at(link));
    const known = index.get(name) ?? index.size;
    index.set(name, known);
    hostOfLink[link] = known;
  }
  const hostAt = (place: number): number => hostOfLink[links.values[place] ?? 0] ?? 0;
  const isFirst = (place: number, start: number): boolean => {
    for (let before = start; before < place; before++) if (hostAt(before) === hostAt(place)) return false;
    return true;
  };
  return {
    names: [...index.keys()],
    forHosts(row, visit) {
      const start = links.from[row] ?? 0;
      for (let place = start; place < (links.from[row + 1] ?? 0); place++)
        if (isFirst(place, start)) visit(hostAt(place));
    },
    linksTo(row, host) {
      for (let place = links.from[row] ?? 0; place < (links.from[row + 1] ?? 0); place++)
        if (hostAt(place) === host) return true;
      return false;
    },
  };
}

export interface HostCounts {
  /** Written posts that link to each host. */
  readonly posts: Uint32Array;
  /** Accounts that wrote them. */
  readonly accounts: Uint32Array;
  /** Epoch ms of the first of them; Infinity where there is none. */
  readonly firstAt: Float64Array;
}

export function countHosts(table: PostTable, hosts: LinkHosts, rows: Rows): HostCounts {
  const posts = new Uint32Array(hosts.names.length);
  const accounts = new Uint32Array(hosts.names.length);
  const firstAt = new Float64Array(hosts.names.length).fill(Number.POSITIVE_INFINITY);
  const pairs = createColumn(floats);
  forRows(table, rows, (row) => {
    if (isRepost(table, row)) return;
    hosts.forHosts(row, (host) => {
      posts[host] = (posts[host] ?? 0) + 1;
      firstAt[host] = Math.min(firstAt[host] ?? 0, table.at[row] ?? 0);
      pairs.push(host * table.accounts.size + (table.account[row] ?? 0));
    });
  });
  let last = Number.NaN;
  for (const pair of pairs.done().sort()) {
    if (pair === last) continue;
    last = pair;
    const host = Math.floor(pair / table.accounts.size);
    accounts[host] = (accounts[host] ?? 0) + 1;
  }
  return { posts, accounts, firstAt };
}
