import type { CoortweetLayer } from '../../../src/measure/coortweet/options.ts';
import { createShareLog } from '../../../src/measure/share-log.ts';

export interface ShareRow {
  readonly object: string;
  readonly account: string;
  readonly post: string;
  readonly seconds: number;
}

/** Layers over the same accounts and posts, as they are read from one file. */
export function layersOf(...tables: readonly (readonly ShareRow[])[]): readonly CoortweetLayer[] {
  const accountIds = [...new Set(tables.flat().map(({ account }) => account))];
  const postIds = [...new Set(tables.flat().map(({ post }) => post))];
  return tables.map((rows) => {
    const log = createShareLog();
    for (const { object, account, seconds, post } of rows) log.add(object, account, seconds, post);
    const { objects, times, objectIds } = log.build();
    return {
      objects,
      times,
      objectIds,
      accountIds,
      accounts: Int32Array.from(rows, ({ account }) => accountIds.indexOf(account)),
      posts: Int32Array.from(rows, ({ post }) => postIds.indexOf(post)),
      postsOfObjects: () => Int32Array.from(objectIds, (object) => postIds.indexOf(object)),
    };
  });
}
