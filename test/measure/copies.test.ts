import { describe, expect, it } from 'vitest';
import { measureCopies } from '../../src/measure/copies.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const slogan = 'The harvest of the valley is better than ever';

function copies(count: number, hour: number, given: (index: number) => Partial<Post> = () => ({})): readonly Post[] {
  return [...Array(count).keys()].map((index) =>
    aPost({ text: slogan, createdAt: new Date(Date.UTC(2026, 2, 2, hour, index)), ...given(index) }),
  );
}

function originals(count: number, hour: number): readonly Post[] {
  return copies(count, hour, (index) => ({
    text: `${'Quite '.repeat(index + 2)} different thoughts at hour ${'i'.repeat(hour + 1)}`,
  }));
}

describe('the copy share', () => {
  it('counts posts whose text at least three accounts share, whatever their links, mentions and tails', () => {
    const posts = copies(3, 8, (index) => ({
      text:
        [`@someone ${slogan} ABCD`, `${slogan} https://example.com/x`, `${slogan.toLowerCase()} #vote`][index] ?? '',
    }));

    expect(measureCopies([...posts, ...originals(2, 9)])).toMatchObject({
      all: { n: 3, of: 5 },
      clusters: 1,
      biggest: { accounts: 3, posts: 3, texts: 3 },
    });
  });

  it('counts accounts, not posts: one account may repeat itself', () => {
    expect(measureCopies(copies(5, 8, (index) => ({ accountId: `a${index % 2}` }))).all).toMatchObject({ n: 0, of: 5 });
  });

  it('looks at what was written, not at reposts and replies', () => {
    const posts = copies(6, 8, (index) => ({ kind: index < 2 ? 'repost' : index < 4 ? 'reply' : 'quote' }));

    expect(measureCopies(posts).all).toMatchObject({ n: 0, of: 2 });
  });

  it('shows in the first hours what a crowd hides later', () => {
    const posts = [...copies(4, 8), ...originals(16, 14)];

    expect(measureCopies(posts)).toMatchObject({ all: { n: 4, of: 20 }, early: { n: 4, of: 4 } });
    expect(measureCopies(posts, { hours: 8 }).early).toMatchObject({ n: 4, of: 20 });
  });

  it('counts the last 24 hours by themselves', () => {
    const posts = [...copies(4, 8), ...copies(2, 8 + 40), ...originals(3, 8 + 41)];

    expect(measureCopies(posts).recent).toMatchObject({ n: 0, of: 5 });
  });

  it('counts tails only where one text comes with ten of them', () => {
    const tailed = (count: number) =>
      copies(count, 8, (index) => ({ text: `${slogan} ${'ABCDEFGHIJKLM'.slice(index, index + 1)}XYZ` }));

    expect(measureCopies([...tailed(10), ...originals(2, 9)]).tails).toMatchObject({ n: 10, of: 12 });
    expect(measureCopies(tailed(9)).tails).toMatchObject({ n: 0, of: 9 });
  });

  it('says how many texts are too short to be compared', () => {
    expect(measureCopies([aPost({ text: 'hello' }), ...copies(1, 8)])).toMatchObject({ all: { of: 1 }, unusable: 1 });
  });
});
