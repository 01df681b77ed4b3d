import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardedPages, type PageGuards } from '../../src/source/guarded-pages.ts';
import type { Page } from '../../src/source/source.ts';
import { aPost } from '../builders.ts';
import { aTime } from './a-poll.ts';

const aPage = (ids: readonly string[], cursor: unknown, rest: Partial<Page> = {}): Page => ({
  posts: ids.map((id) => aPost({ id })),
  deletes: [],
  gaps: [],
  cursor,
  ...rest,
});

const guards = (given: Partial<PageGuards> = {}): PageGuards => ({
  maxPages: 100,
  deadlineMs: 60_000,
  clock: () => aTime,
  signal: new AbortController().signal,
  ...given,
});

async function* aSource(
  pageAt: (n: number) => Page | undefined,
  whenClosed: () => void = () => undefined,
): AsyncGenerator<Page> {
  try {
    for (let n = 0; ; n += 1) {
      const page = pageAt(n);
      if (page === undefined) return;
      yield page;
    }
  } finally {
    whenClosed();
  }
}

/** What came before the end, and what ended it. */
async function read(
  pages: AsyncIterable<Page>,
): Promise<{ readonly pages: readonly Page[]; readonly error?: unknown }> {
  const got: Page[] = [];
  try {
    for await (const page of pages) got.push(page);
  } catch (error) {
    return { pages: got, error };
  }
  return { pages: got };
}

describe('guardedPages', () => {
  it('gives pages as they are, to the end', async () => {
    const pages = [aPage(['a', 'b'], 1), aPage([], 2), aPage(['c'], 3, { done: true })];

    expect(
      await read(
        guardedPages(
          aSource((n) => pages[n]),
          guards(),
        ),
      ),
    ).toEqual({ pages });
  });

  it('ends after so many pages, and closes the source', async () => {
    let closed = 0;
    const endless = aSource(
      (n) => aPage([`${n}`], n),
      () => {
        closed += 1;
      },
    );

    const { pages, error } = await read(guardedPages(endless, guards({ maxPages: 7 })));

    expect(pages).toHaveLength(7);
    expect(error).toBeUndefined();
    expect(closed).toBe(1);
  });

  it('asks for no page after the deadline', async () => {
    let time = aTime.getTime();
    const slow = aSource((n) => {
      time += 10_000;
      return aPage([`${n}`], n);
    });

    const { pages } = await read(guardedPages(slow, guards({ deadlineMs: 35_000, clock: () => new Date(time) })));

    expect(pages).toHaveLength(4);
  });

  it('lets a stream go on without an end', async () => {
    const stream = aSource((n) => (n < 5000 ? aPage([`${n}`], n) : undefined));
    const late = guards({ maxPages: undefined, deadlineMs: undefined });

    expect((await read(guardedPages(stream, late))).pages).toHaveLength(5000);
  });

  it('passes on what the source throws', async () => {
    const error = new Error('broken');
    const failing = aSource((n) => {
      if (n === 2) throw error;
      return aPage([`${n}`], n);
    });

    const result = await read(guardedPages(failing, guards()));

    expect(result.error).toBe(error);
    expect(result.pages).toHaveLength(2);
  });

  it('closes the source when the reader stops', async () => {
    let closed = 0;
    const endless = aSource(
      (n) => aPage([`${n}`], n),
      () => {
        closed += 1;
      },
    );

    for await (const page of guardedPages(endless, guards())) if (page.cursor === 2) break;

    expect(closed).toBe(1);
  });
});

describe('pages that repeat', () => {
  it('are an error when the cursor stands still', async () => {
    const { pages, error } = await read(
      guardedPages(
        aSource(() => aPage(['a', 'b'], 'same')),
        guards(),
      ),
    );

    expect(error).toMatchObject({ name: 'SourceError', kind: 'garbage', message: 'pages repeat' });
    // The first one is new; two more may be an overlap.
    expect(pages).toHaveLength(3);
  });

  it('are an error when the cursor goes round', async () => {
    const round = [aPage(['a'], 1), aPage(['b'], 2), aPage(['c'], 3)];

    const { pages, error } = await read(
      guardedPages(
        aSource((n) => round[n % 3]),
        guards(),
      ),
    );

    expect(error).toMatchObject({ message: 'pages repeat' });
    expect(pages).toHaveLength(5);
  });

  it('are seen between pages without items', async () => {
    const source = aSource((n) => aPage(n % 2 === 0 ? ['a'] : [], 'same'));

    expect((await read(guardedPages(source, guards()))).error).toMatchObject({ message: 'pages repeat' });
  });

  it('are fine while the cursor moves, until the last page allowed', async () => {
    const { pages, error } = await read(
      guardedPages(
        aSource((n) => aPage(['a'], n)),
        guards({ maxPages: 20 }),
      ),
    );

    expect(error).toBeUndefined();
    expect(pages).toHaveLength(20);
  });

  it('are fine where something is new: a post, an edit, a count, a delete', async () => {
    const counts = (n: number) => [{ platform: 'x', key: 'tag', at: new Date(n * 60_000), seconds: 60, posts: 1 }];
    const kinds: ((n: number) => Page)[] = [
      (n) => aPage(['a', `${n}`], 'same'),
      (n) => aPage([], 'same', { posts: [aPost({ id: 'a', edit: n })] }),
      (n) => aPage([], 'same', { counts: counts(n) }),
      (n) => aPage(['a'], 'same', { deletes: [{ platform: 'x', id: `${n}` }] }),
    ];

    for (const kind of kinds) expect((await read(guardedPages(aSource(kind), guards()))).pages).toHaveLength(100);
  });

  it('are fine where they carry nothing: a slice of time may be empty', async () => {
    expect(
      (
        await read(
          guardedPages(
            aSource(() => aPage([], 'same')),
            guards(),
          ),
        )
      ).pages,
    ).toHaveLength(100);
  });

  it('are fine where the source is allowed to', async () => {
    const source = aSource((n) => (n < 10 ? aPage(['a'], 'same') : undefined));

    expect((await read(guardedPages(source, guards({ repeatsAllowed: true })))).pages).toHaveLength(10);
  });

  it('begin anew after a page with news', async () => {
    const ids = [['a'], ['a'], ['a'], ['b'], ['b'], ['b'], ['c']];

    const { pages } = await read(
      guardedPages(
        aSource((n) => (ids[n] ? aPage(ids[n], 'same') : undefined)),
        guards(),
      ),
    );

    expect(pages).toHaveLength(7);
  });

  it('never cost a page that has something new', async () => {
    const ids = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 40 });

    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 5 }), async (all, size) => {
        const sliceAt = (n: number): readonly string[] => all.slice(n * size, (n + 1) * size);
        const source = aSource((n) => (n * size < all.length ? aPage(sliceAt(n), 'same') : undefined));
        const { pages } = await read(guardedPages(source, guards()));
        expect(pages.flatMap((page) => page.posts.map((post) => post.id))).toEqual(all);
      }),
    );
  });
});

describe('abort', () => {
  const reason = new Error('stopped by a person');

  it('asks for nothing when it came before', async () => {
    let asked = 0;
    const source = aSource((n) => {
      asked += 1;
      return aPage([`${n}`], n);
    });

    const { error } = await read(guardedPages(source, guards({ signal: AbortSignal.abort(reason) })));

    expect(error).toBe(reason);
    expect(asked).toBe(0);
  });

  it('ends between two pages, and closes the source', async () => {
    const controller = new AbortController();
    let closed = 0;
    const source = aSource(
      (n) => {
        if (n === 2) controller.abort(reason);
        return aPage([`${n}`], n);
      },
      () => {
        closed += 1;
      },
    );

    const { pages, error } = await read(guardedPages(source, guards({ signal: controller.signal })));

    expect(error).toBe(reason);
    expect(pages.length).toBeLessThan(4);
    expect(closed).toBe(1);
  });

  it('does not wait for a source that hangs', async () => {
    const controller = new AbortController();
    async function* hanging(): AsyncGenerator<Page> {
      yield aPage(['a'], 1);
      setImmediate(() => controller.abort(reason));
      await new Promise<never>(() => undefined);
    }

    const { pages, error } = await read(guardedPages(hanging(), guards({ signal: controller.signal })));

    expect(error).toBe(reason);
    expect(pages).toHaveLength(1);
  });
});
