import { describe, expect, it } from 'vitest';
import { measureAlikeAccounts } from '../../../src/measure/cosine/alike-accounts.ts';
import { measureSimilarity } from '../../../src/measure/cosine/similarity.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';

/** Each reposts seven of the same nine posts. */
const crew: readonly Post[] = Array.from({ length: 12 }, (_, account) =>
  Array.from({ length: 7 }, (_unused, at) =>
    aPost({
      id: `crew-${account}-${at}`,
      accountId: `crew-${account}`,
      kind: 'repost',
      parentId: `parent-${(account + at) % 9}`,
    }),
  ),
).flat();
const passersBy: readonly Post[] = Array.from({ length: 88 }, (_, n) =>
  aPost({ id: `one-${n}`, accountId: `one-${n}` }),
);

describe('alike accounts of a burst', () => {
  it('are a share of all its accounts, also of those that cannot be compared', () => {
    const measured = measureAlikeAccounts([...crew, ...passersBy]);

    expect(measured).toMatchObject({ known: true, accounts: { n: 12, of: 100 }, active: 12, largestGroup: 12 });
    expect(measured.known && measured.cut).toContain('cut at similarity percentile');
  });

  it('are as many as the whole measure links, which keeps more partners', () => {
    const posts = [...crew, ...passersBy];
    const [lean, whole] = [measureAlikeAccounts(posts), measureSimilarity(posts)];

    expect(lean.known && lean.accounts.n).toBe(whole?.linked.n);
    expect(measureSimilarity(posts, { withGroups: false })).toEqual({ ...whole, groups: [] });
    expect(measureSimilarity(posts, { cutFrom: 12 })?.threshold).toBeDefined();
    expect(measureSimilarity(posts, { cutFrom: 13 })).toMatchObject({ threshold: undefined, linked: { n: 12 } });
  });

  it('are unknown, with the reason, where hardly anybody acts often enough', () => {
    expect(measureAlikeAccounts(passersBy)).toEqual({ known: false, reason: 'too few accounts act often enough' });
    expect(measureAlikeAccounts([])).toMatchObject({ known: false });
  });

  it('are looked for up to the bound and not beyond it', () => {
    const posts = [...crew, ...passersBy];
    const at = (accounts: number, most: number) => measureAlikeAccounts(posts, { largest: { accounts, posts: most } });

    expect(at(100, 172)).toMatchObject({ known: true });
    expect(at(99, 172)).toEqual({ known: false, reason: 'not looked for among 100 accounts, more than 99 accounts' });
    expect(at(100, 171)).toEqual({ known: false, reason: 'not looked for among 172 posts, more than 171 posts' });
  });
});
