/** A log of shares (who put which object out, when, with which post) as typed columns over interned ids. */

/** Ids by number: a list of texts, or bytes of which a text is made when it is asked for. */
export interface Names {
  readonly length: number;
  at(index: number): string | undefined;
}

/** A log whose ids are numbers from 0; what they are called matters to nobody who counts. */
export interface NumberedShares {
  /** One entry a row: index into `objectIds`. */
  readonly objects: Int32Array;
  /** One entry a row: index into `accountIds`. */
  readonly accounts: Int32Array;
  /** One entry a row: number of the post; rows of one post share it. */
  readonly posts: Int32Array;
  /** One entry a row: seconds since 1970, fractions allowed. */
  readonly times: Float64Array;
  readonly objectIds: Names;
  readonly accountIds: Names;
}

export interface ShareLog extends NumberedShares {
  readonly objectIds: readonly string[];
  readonly accountIds: readonly string[];
}

export interface ShareLogBuilder {
  readonly rows: number;
  /** Distinct objects so far; a new object takes this as its number. */
  readonly objects: number;
  /** A row without a post id counts as a post of its own. */
  add(object: string, account: string, seconds: number, post?: string): void;
  build(): ShareLog;
}

export function createShareLog(): ShareLogBuilder {
  const objects = createIds();
  const accounts = createIds();
  const postIds: (string | undefined)[] = [];
  const columns = createShareColumns();
  return {
    get rows() {
      return columns.rows;
    },
    get objects() {
      return objects.list.length;
    },
    add(object, account, seconds, post) {
      columns.add(objects.of(object), accounts.of(account), 0, seconds);
      postIds.push(post);
    },
    build() {
      let posts: Int32Array | undefined;
      return {
        ...columns.view(),
        objectIds: objects.list,
        accountIds: accounts.list,
        // Nearly every row names another post, and most counts never ask: numbering them is half of the reading time.
        get posts() {
          posts ??= numberPosts(postIds);
          return posts;
        },
      };
    },
  };
}

/** Rows without a post id get negative numbers, so that they never meet a numbered one. */
function numberPosts(postIds: readonly (string | undefined)[]): Int32Array {
  const ids = createIds();
  return Int32Array.from(postIds, (post, row) => (post === undefined ? -1 - row : ids.of(post)));
}

export interface Ids {
  readonly list: readonly string[];
  /** Index of an id; a new id gets the next one. */
  of(id: string): number;
}

export function createIds(): Ids {
  const known = new Map<string, number>();
  const list: string[] = [];
  return {
    list,
    of(id) {
      const found = known.get(id);
      if (found !== undefined) return found;
      known.set(id, list.length);
      list.push(id);
      return list.length - 1;
    },
  };
}

export interface ShareColumns {
  readonly rows: number;
  add(object: number, account: number, post: number, seconds: number): void;
  /** The first `count` of these rows, those with a negative object left out. */
  addAll(given: Pick<ShareLog, 'objects' | 'accounts' | 'posts' | 'times'>, count: number): void;
  /** The rows so far, without copying them; valid until the next `add`. */
  view(): Pick<ShareLog, 'objects' | 'accounts' | 'posts' | 'times'>;
}

/** @param room rows that fit before the columns grow; it only saves time and memory */
export function createShareColumns(room = 1024): ShareColumns {
  let objects = new Int32Array(room);
  let accounts = new Int32Array(room);
  let posts = new Int32Array(room);
  let times = new Float64Array(room);
  let rows = 0;

  function grow(): void {
    objects = grownInt32(objects);
    accounts = grownInt32(accounts);
    posts = grownInt32(posts);
    times = grownFloat64(times);
  }

  return {
    get rows() {
      return rows;
    },
    add(object, account, post, seconds) {
      if (rows === objects.length) grow();
      objects[rows] = object;
      accounts[rows] = account;
      posts[rows] = post;
      times[rows] = seconds;
      rows++;
    },
    addAll(given, count) {
      while (rows + count > objects.length) grow();
      for (let row = 0; row < count; row++) {
        const object = given.objects[row] ?? -1;
        if (object < 0) continue;
        objects[rows] = object;
        accounts[rows] = given.accounts[row] ?? 0;
        posts[rows] = given.posts[row] ?? 0;
        times[rows] = given.times[row] ?? 0;
        rows++;
      }
    },
    view() {
      return {
        objects: objects.subarray(0, rows),
        accounts: accounts.subarray(0, rows),
        posts: posts.subarray(0, rows),
        times: times.subarray(0, rows),
      };
    },
  };
}

/** The same numbers with room for as many again. */
export function grownInt32(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(column.length * 2);
  grown.set(column);
  return grown;
}

function grownFloat64(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(column.length * 2);
  grown.set(column);
  return grown;
}
