import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalTag } from '../../../src/post/normal-form.ts';
import { PostRecord } from '../../../src/source/bluesky/record.ts';
import { linksOf, tagsOf } from '../../../src/source/bluesky/tags.ts';

const tagFeature = (tag: string) => ({ $type: 'app.bsky.richtext.facet#tag', tag });

/** A text with facets whose offsets count bytes, as clients write them. */
function aTagged(parts: readonly { readonly before: string; readonly tag: string }[]) {
  let text = '';
  const facets = parts.map(({ before, tag }) => {
    text += before;
    const byteStart = Buffer.byteLength(text);
    text += `#${tag}`;
    return { index: { byteStart, byteEnd: Buffer.byteLength(text) }, features: [tagFeature(tag)] };
  });
  return PostRecord.parse({ text, facets });
}

describe('tags of a post', () => {
  it('are read from facets, the own list and bare text, each once', () => {
    const record = PostRecord.parse({
      text: '新疆 truth #LanternDay and #river',
      tags: ['Harbour', 'lanternday'],
      facets: [{ index: { byteStart: 13, byteEnd: 24 }, features: [tagFeature('LanternDay')] }],
    });

    expect(tagsOf(record)).toEqual(['lanternday', 'harbour', 'river']);
  });

  it('are not also counted as the part before a sign that only the facet has', () => {
    const record = aTagged([{ before: '维吾尔 ', tag: 'covid-19' }]);

    expect(tagsOf(record)).toEqual(['covid-19']);
  });

  it('are not hidden by a facet whose offsets lie', () => {
    const text = 'all of it #river #harbour';
    const facets = [{ index: { byteStart: 0, byteEnd: 999_999 }, features: [tagFeature('x')] }];

    expect(tagsOf(PostRecord.parse({ text, facets }))).toEqual(['x', 'river', 'harbour']);
  });

  it('are exactly the facets’ tags, whatever stands between them', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'Ǆ', '新', 'ع', 'é', '𝒜', 'ß', 'ｶ'),
      minLength: 1,
      maxLength: 12,
    });
    const blank = fc.constantFrom(' ', ' 新疆 ', ' 🏮 ', '\n', ' é ', ' العربية ', ' 𝒜 ');
    const parts = fc.array(fc.record({ before: blank, tag: word }), { maxLength: 6 });

    fc.assert(
      fc.property(parts, (given) => {
        const tags = tagsOf(aTagged(given));
        expect([...tags].sort()).toEqual([...new Set(given.map(({ tag }) => normalTag(tag)))].sort());
      }),
    );
  });

  const anything = fc.anything({ maxDepth: 1, maxKeys: 3 });

  it('are in normal form and without doubles whatever a record holds', () => {
    const offset = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.integer());
    const facet = fc.record({
      index: fc.record({ byteStart: offset, byteEnd: offset }),
      features: fc.array(fc.oneof(fc.record({ tag: fc.constantFrom('', 'a', '新', '#a') }), anything), {
        maxLength: 3,
      }),
    });
    const record = fc.record({
      text: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('#', '＃', ' ', 'a', '新', '0', '\u0301'), maxLength: 20 }),
      ),
      tags: fc.oneof(fc.array(fc.oneof(fc.string(), anything)), anything),
      facets: fc.oneof(fc.array(fc.oneof(facet, anything), { maxLength: 4 }), anything),
    });

    fc.assert(
      fc.property(record, (given) => {
        const tags = tagsOf(PostRecord.parse(given));
        expect(new Set(tags).size).toBe(tags.length);
        for (const tag of tags) expect(tag).toBe(normalTag(tag));
      }),
    );
  });
});

describe('links of a post', () => {
  it('come from facets and cards, in normal form, each once', () => {
    const link = (uri: string) => ({ features: [{ $type: 'app.bsky.richtext.facet#link', uri }] });
    const record = PostRecord.parse({
      text: 'see',
      facets: [link('https://www.example.org/a/?utm_source=x'), link('http://example.org/a'), link('javascript:1')],
      embed: { $type: 'app.bsky.embed.external', external: { uri: 'https://example.net/card', title: 't' } },
    });

    expect(linksOf(record)).toEqual(['example.org/a', 'example.net/card']);
  });
});

it('a facet that ends far behind the text is read like any other', () => {
  const facets = [{ index: { byteStart: 0, byteEnd: 999_999 }, features: [tagFeature('river')] }];

  expect(tagsOf(PostRecord.parse({ text: '#river', facets }))).toEqual(['river']);
  expect(
    tagsOf(
      PostRecord.parse({ text: '', facets: [{ index: { byteStart: 0, byteEnd: 1 }, features: [tagFeature('')] }] }),
    ),
  ).toEqual([]);
});
