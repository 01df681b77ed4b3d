import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsOf, binUnits, uncovered } from '../../../src/measure/study/bins.ts';
import { measureVolume } from '../../../src/measure/study/volume.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, idsBehind, manyPosts, someRows, tableIn } from './listed.ts';

const month = (number: number, day = 10): Date => new Date(Date.UTC(2020, number - 1, day));

function posts(count: number, accountId: string, createdAt: Date, given: Partial<Post> = {}): readonly Post[] {
  return manyPosts(count, () => ({ accountId, createdAt, ...given }));
}

describe('bins', () => {
  it('are months of their own length, over the turn of a year', () => {
    const bins = binsOf('month', Date.UTC(2019, 10, 30), Date.UTC(2020, 2, 1));

    expect(Array.from({ length: bins.size }, (_, bin) => bins.label(bin))).toEqual([
      '2019-11',
      '2019-12',
      '2020-01',
      '2020-02',
      '2020-03',
    ]);
    expect(bins.of(Date.UTC(2020, 1, 29, 23, 59, 59, 999))).toBe(3);
    expect(new Date(bins.start(4))).toEqual(new Date('2020-03-01T00:00:00Z'));
  });

  it('hold each moment in exactly one bin, before 1970 too', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...binUnits),
        fc.integer({ min: -(10 ** 12), max: 2 * 10 ** 12 }),
        fc.nat(10 ** 9),
        (unit, first, length) => {
          const bins = binsOf(unit, first, first + length);
          for (const at of [first, first + Math.floor(length / 2), first + length]) {
            const bin = bins.of(at);
            expect(bin >= 0 && bin < bins.size && bins.start(bin) <= at && at < bins.start(bin + 1)).toBe(true);
          }
        },
      ),
    );
  });

  it('become longer where they would be too many to read', () => {
    const far = Date.UTC(9999, 11, 31);

    expect(binsOf('hour', 0, Date.UTC(2026, 0, 1)).unit).toBe('month');
    expect(binsOf('hour', 0, Date.UTC(1990, 0, 1)).unit).toBe('day');
    expect(binsOf('month', 0, far)).toMatchObject({ unit: 'year', size: 8030 });
    expect(binsOf('year', 0, far).label(1)).toBe('1971');
    expect(binsOf('day', 0, 8.64e15).label(300)).toBe('2270');
    expect(binsOf('month', new Date('0042-03-02').getTime(), new Date('0042-04-02').getTime())).toMatchObject({
      size: 2,
    });
    expect(binsOf('month', new Date('0042-03-02').getTime(), new Date('0042-04-02').getTime()).label(0)).toBe(
      '0042-03',
    );
    expect(binsOf('hour', far - 86_400_000, far).unit).toBe('hour');
  });

  it('know how much of a span is left uncovered by spans that overlap', () => {
    const spans = [
      { from: new Date(10), to: new Date(20) },
      { from: new Date(12), to: new Date(16) },
      { from: new Date(15), to: new Date(30) },
      { from: new Date(50), to: new Date(60) },
    ];

    expect(uncovered(spans, 0, 100)).toBe(70);
    expect(uncovered(spans, 12, 28)).toBe(0);
  });
});

describe('volume', () => {
  it('counts written posts by month and class, and empty months too', () => {
    const table = tableIn([
      ...posts(3, 'a', month(1)),
      ...posts(2, 'g', month(1)),
      ...posts(4, 'a', month(3)),
      ...posts(5, 'a', month(3), { kind: 'repost' }),
    ]);

    const found = measureVolume(table);

    expect(found.classes).toEqual(['state-media', 'unattributed']);
    expect(found.bins.map(({ label, written, reposts }) => [label, ...written.map(({ n }) => n), reposts.n])).toEqual([
      ['2020-01', 3, 2, 0],
      ['2020-02', 0, 0, 0],
      ['2020-03', 4, 0, 5],
    ]);
    expect(found.bins[2]?.written[0]?.behind().rows).toEqual(Uint32Array.of(5, 6, 7, 8));
  });

  it('compares accounts of both spans only: a registry that grew is no growth', () => {
    const table = tableIn([
      ...posts(280, 'a', month(1)),
      ...posts(10, 'gone', month(1)),
      ...posts(500, 'a', month(2)),
      // In the registry, but not there in January.
      ...posts(700, 'b', month(2)),
    ]);

    const { bins } = measureVolume(table);

    expect(bins[0]?.change).toEqual({ compared: false, why: 'first span' });
    expect(bins[1]?.change).toEqual({
      compared: true,
      accounts: 1,
      before: 280,
      after: 500,
      ratio: 500 / 280,
      accountsLeftOut: 1,
      postsLeftOut: 700,
    });
    // The one unattributed account of January is not there in February.
    expect(bins[1]?.changes.at(-1)).toMatchObject({ accounts: 0, ratio: undefined, accountsLeftOut: 1 });
  });

  it('does not take the last bin of one account and the first of the next for neighbours', () => {
    const table = tableIn([...posts(2, 'a', month(2)), ...posts(3, 'b', month(1))]);

    expect(measureVolume(table).bins[1]?.change).toMatchObject({ accounts: 0, accountsLeftOut: 2, postsLeftOut: 5 });
  });

  it('shows gaps as gaps, and compares nothing across them', () => {
    const table = tableIn([...posts(3, 'a', month(1)), ...posts(2, 'a', month(3)), ...posts(2, 'a', month(4))]);
    const gaps = [
      { from: month(2, 1), to: month(2, 20) },
      { from: month(2, 15), to: month(3, 1) },
      { from: month(4, 3), to: month(4, 4) },
    ];

    const { bins } = measureVolume(table, { gaps });

    expect(bins.map(({ gap }) => gap)).toEqual(['none', 'whole', 'none', 'part']);
    expect(bins.map(({ change }) => change.compared)).toEqual([false, false, false, false]);
  });

  it('marks what one platform of several hides, by its name', () => {
    const table = tableIn([
      ...posts(3, 'a', month(1)),
      ...posts(2, 'a', month(2)),
      ...posts(1, 'f', month(2), { platform: 'facebook' }),
      ...posts(1, 'f', month(4), { platform: 'facebook' }),
    ]);
    const gaps = [
      { from: month(1, 5), to: month(1, 6), platform: 'telegram' },
      { from: month(2, 5), to: month(4, 1), platform: 'x' },
      { from: month(3, 1), to: month(4, 1), platform: 'facebook' },
    ];

    const { bins } = measureVolume(table, { gaps });

    expect(bins.map(({ gap, unread }) => [gap, unread])).toEqual([
      ['part', ['telegram']],
      ['part', ['x']],
      ['whole', ['facebook', 'x']],
      ['none', []],
    ]);
    expect(bins.map(({ change }) => change.compared)).toEqual([false, false, false, false]);
  });

  it('does not hide what was read in spite of a gap', () => {
    const table = tableIn(posts(3, 'a', month(2)));

    const { bins } = measureVolume(table, { gaps: [{ from: month(1, 1), to: month(4, 1) }] });

    expect(bins[0]).toMatchObject({ gap: 'part', written: [{ n: 3 }] });
  });

  it('does not compare months that the question cuts, and counts what lies outside', () => {
    const table = tableIn([
      ...posts(1, 'a', month(1)),
      ...posts(2, 'a', month(2)),
      ...posts(4, 'a', month(3)),
      ...posts(8, 'a', month(4, 1)),
    ]);

    const found = measureVolume(table, { span: { from: month(1, 15), to: month(4, 1) } });

    expect(found.outside).toBe(9);
    expect(found.bins.map(({ label, isCut }) => [label, isCut])).toEqual([
      ['2020-01', true],
      ['2020-02', false],
      ['2020-03', false],
    ]);
    expect(found.bins.map(({ change }) => change.compared)).toEqual([false, false, true]);
    expect(found.bins[0]?.written[0]?.behind().rows).toHaveLength(0);
  });

  it('survives a post with a wrong year', () => {
    const table = tableIn([...posts(1, 'a', month(1)), aPost({ createdAt: new Date('9999-12-31T23:59:59Z') })]);

    expect(measureVolume(table, { unit: 'hour' })).toMatchObject({ unit: 'year' });
  });

  it('has no bins without posts', () => {
    expect(measureVolume(tableIn([]))).toMatchObject({ classes: [], bins: [], outside: 0 });
  });

  it('says what a reference over posts says, whichever rows are looked at', () => {
    fc.assert(
      fc.property(somePosts, draws, fc.constantFrom<'day' | 'hour'>('day', 'hour'), (some, draw, unit) => {
        const table = tableIn(some);
        const rows = someRows(draw, table);
        const mine = chosen(some, rows);
        const bin = (post: Post): string =>
          unit === 'day'
            ? post.createdAt.toISOString().slice(0, 10)
            : `${post.createdAt.toISOString().slice(0, 10)} ${post.createdAt.toISOString().slice(11, 13)}:00`;
        const written = (label: string) => mine.filter((post) => post.kind !== 'repost' && bin(post) === label);
        const byState = (label: string) => written(label).filter(({ accountId }) => 'ab'.includes(accountId));

        const { bins } = measureVolume(table, { rows, unit });

        for (const [index, { label, written: cells, change }] of bins.entries()) {
          expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(written(label).length);
          expect(cells.flatMap(({ behind }) => idsBehind(table, behind().rows)).sort()).toEqual(
            written(label)
              .map(({ id }) => `x:${id}`)
              .sort(),
          );
          if (!change.compared) continue;
          const last = byState(bins[index - 1]?.label ?? '');
          const now = byState(label);
          const isInBoth = ({ accountId }: Post): boolean =>
            last.some((post) => post.accountId === accountId) && now.some((post) => post.accountId === accountId);
          expect(change).toMatchObject({
            accounts: new Set(now.filter(isInBoth).map(({ accountId }) => accountId)).size,
            before: last.filter(isInBoth).length,
            after: now.filter(isInBoth).length,
            postsLeftOut: [...last, ...now].filter((post) => !isInBoth(post)).length,
          });
        }
        expect(
          bins.reduce((sum, { written: cells, reposts }) => sum + cells.reduce((all, { n }) => all + n, reposts.n), 0),
        ).toBe(mine.length);
      }),
      { numRuns: 60 },
    );
  });
});
