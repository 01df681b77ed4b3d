import { describe, expect, it } from 'vitest';
import { bareTags } from '../../src/source/bare-tags.ts';

describe('tags', () => {
  it.each([
    ['#新疆 is', ['新疆']],
    ['支持#新疆棉花！', ['新疆棉花']],
    ['＃全角', ['全角']],
    ['#العربية_نص', ['العربية_نص']],
    ['#हिन्दी', ['हिन्दी']],
    ['a#b', []],
    ['#1', []],
    ['#2026news', ['2026news']],
    ['https://example.org/#top', []],
    ['example.org/page#top', []],
    ['&#39;', []],
    ['##double', ['double']],
    ['#one#two', ['one']],
    ['(#paren)', ['paren']],
    ['#end.', ['end']],
  ])('stand in bare text: %s', (text, tags) => {
    const found = bareTags(text);

    expect(found).toEqual(tags);
  });
});
