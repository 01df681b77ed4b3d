import { describe, expect, it } from 'vitest';
import type { History } from '../../src/measure/history.ts';
import { measureUnseenCopiers } from '../../src/measure/unseen-copiers.ts';
import { dayMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const start = new Date('2026-03-02T08:00:00Z');
const post = (account: string): Post => aPost({ id: `p-${account}`, accountId: account, createdAt: start });
const named = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);

function measure(
  { copiers, others, seen }: { copiers: readonly string[]; others: readonly string[]; seen: readonly string[] },
  accounts?: ReadonlySet<string>,
) {
  const history: History = {
    posts: seen.map((accountId) => aPost({ accountId, createdAt: new Date(start.getTime() - 9 * dayMs) })),
    span: { from: new Date(start.getTime() - 90 * dayMs), to: start },
    readAt: start,
    accounts,
  };
  return measureUnseenCopiers([...copiers, ...others].map(post), [copiers.map(post)], history);
}

describe('measureUnseenCopiers', () => {
  it('tells strangers who copy from regulars who do not', () => {
    const others = named('o', 30);
    const unseen = measure({ copiers: named('c', 20), others, seen: others.slice(0, 27) });

    expect(unseen?.copiers).toMatchObject({ n: 20, of: 20 });
    expect(unseen?.others).toMatchObject({ n: 3, of: 30 });
    // 1 of the ways to draw 23 of 50 that leave all 20 on one side: C(30, 3) / C(50, 23).
    expect(unseen?.lnTail).toBeCloseTo(Math.log(4060) - Math.log(108043253365600), 6);
  });

  it('finds nothing where both were seen, or neither', () => {
    const copiers = named('c', 20);
    const others = named('o', 30);

    expect(measure({ copiers, others, seen: [] })?.lnTail).toBe(0);
    expect(measure({ copiers, others, seen: [...copiers, ...others] })?.lnTail).toBe(0);
  });

  it('is the chance of the hypergeometric distribution: two of three unseen among the copiers', () => {
    const copiers = named('c', 8);
    const others = named('o', 10);
    const unseen = measure({ copiers, others, seen: [...copiers.slice(2), ...others.slice(1)] });

    // (C(8,2)·C(10,1) + C(8,3)) / C(18,3)
    expect(Math.exp(unseen?.lnTail ?? 0)).toBeCloseTo((28 * 10 + 56) / 816, 9);
  });

  it('leaves out accounts that were not looked up, and says nothing of a handful', () => {
    const copiers = named('c', 20);
    const others = named('o', 30);
    const asked = new Set([...copiers, ...others.slice(0, 12)].map((id) => `x:${id}`));

    expect(measure({ copiers, others, seen: [] }, asked)?.others.of).toBe(12);
    expect(measure({ copiers: named('c', 7), others, seen: [] })).toBeUndefined();
    expect(measure({ copiers, others: named('o', 9), seen: [] })).toBeUndefined();
  });
});
