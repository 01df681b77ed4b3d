import { describe, expect, it } from 'vitest';
import { measureNearDuplicates } from '../../../src/measure/study/near-duplicates.ts';
import { measureNoiseTails } from '../../../src/measure/study/noise-tails.ts';
import { tableOf } from '../../../src/measure/table/build-table.ts';
import type { PostTable } from '../../../src/measure/table/post-table.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { aRegistry } from '../a-registry.ts';

const slogan = 'The harvest of the valley is better than ever before, say the people who live there';

function table(posts: readonly Post[]): PostTable {
  return tableOf(posts, { registry: aRegistry({}) });
}

const measure = (posts: readonly Post[]) => measureNoiseTails(table(posts), { minN: 1 });
const letters = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, i) => `${String.fromCharCode(65 + Math.floor(i / 26))}${String.fromCharCode(65 + (i % 26))}QK`,
  );
const tailed = (tails: readonly string[], text = slogan): readonly Post[] =>
  tails.map((tail) => aPost({ text: `${text} ${tail}` }));

describe('the share of noise tails', () => {
  it('counts tails of letters and symbols on a text that comes with ten of them', () => {
    const posts = [...tailed([...letters(7), '+￥$', '_—^', '%%~']), aPost({ text: `${slogan} no tail` })];

    expect(measure(posts)).toMatchObject({
      share: { n: 10, of: 11 },
      anyTail: { n: 10, of: 11 },
      texts: 1,
      letters: 7,
      symbols: 3,
      mostPerTail: 3,
      examples: ['AAQK', 'ABQK', 'ACQK', 'ADQK', 'AEQK'],
    });
  });

  it('does not count nine tails, or ten posts with the same', () => {
    expect(measure(tailed(letters(9)))).toMatchObject({
      share: { n: 0, of: 9 },
      anyTail: { n: 9, of: 9 },
      examples: [],
    });
    expect(measure(tailed(Array(10).fill('NATO')))).toMatchObject({ share: { n: 0, of: 10 } });
  });

  it('does not count a tail that is a word of the conversation, even on a text with noise', () => {
    const posts = [...tailed(letters(10)), ...tailed(Array(4).fill('NATO'))];

    expect(measure(posts)).toMatchObject({ share: { n: 10, of: 14 }, letters: 10 });
  });

  it('counts the tails of a text, not of the set', () => {
    const texts = letters(10).map((tail) =>
      aPost({ text: `Something about ${tail.repeat(8)} and more of it ${tail}` }),
    );

    expect(measure(texts)).toMatchObject({ share: { n: 0, of: 10 }, anyTail: { n: 10, of: 10 } });
  });

  it('does not take emoji for noise', () => {
    const emoji = Array.from({ length: 12 }, (_, i) => String.fromCodePoint(0x1f600 + i).repeat(2));

    expect(measure(tailed(emoji))).toMatchObject({ share: { n: 0, of: 12 }, anyTail: { n: 0, of: 12 } });
  });

  it('joins near-identical texts when it is given their groups', () => {
    const posts = [
      ...tailed(letters(10).slice(0, 5)),
      ...tailed(letters(10).slice(5), slogan.replace('the people', 'all people')),
    ];
    const built = table(posts);
    const { groups } = measureNearDuplicates(built);

    expect(measureNoiseTails(built, { minN: 1 }).share).toMatchObject({ n: 0, of: 10 });
    expect(measureNoiseTails(built, { minN: 1, groups }).share).toMatchObject({ n: 10, of: 10 });
  });

  it('looks at originals and quotes of the rows that are asked for', () => {
    const posts = [...tailed(letters(10)), aPost({ kind: 'repost', text: `${slogan} ZZQK` })];

    expect(measure(posts).share).toMatchObject({ n: 10, of: 10 });
    expect(measureNoiseTails(table(posts), { rows: Uint32Array.of(0, 1, 2), minN: 1 }).share).toMatchObject({
      n: 0,
      of: 3,
    });
    expect(measure(posts).behind()).toEqual({ of: 'posts', rows: Uint32Array.from({ length: 10 }, (_, i) => i) });
  });

  it('is withheld for few posts', () => {
    expect(measureNoiseTails(table(tailed(letters(10)))).share).toEqual({ withheld: true, n: 10, of: 10, minN: 50 });
  });
});
