import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFeed } from '../../../src/source/feed/charset.ts';
import { charactersOf, encode, utf16 } from './bytes.ts';

const samples: Readonly<Record<string, string>> = {
  gb2312: '新疆是个好地方，我们的家乡在希望的田野上。',
  gb18030: '新疆是个好地方，我们的家乡在希望的田野上。',
  big5: '臺灣的新聞報導與評論，今天天氣很好。',
  'euc-kr': '오늘의 뉴스와 날씨를 전해 드립니다 여러분',
  'windows-1251': 'Новости дня: сегодня хорошая погода в Москве.',
};

function documentOf(charset: string | undefined, text: string): string {
  const declared = charset === undefined ? '' : ` encoding="${charset}"`;
  return `<?xml version="1.0"${declared}?><rss version="2.0"><channel><title>${text}</title></channel></rss>`;
}

describe('decoding a feed', () => {
  it.each(Object.entries(samples))('reads %s by its XML declaration', (charset, text) => {
    const xml = documentOf(charset, text);

    expect(decodeFeed(encode(xml, charset), undefined)).toBe(xml);
  });

  it.each(Object.entries(samples))('reads %s by the HTTP header', (charset, text) => {
    const xml = documentOf(undefined, text);

    expect(decodeFeed(encode(xml, charset), `text/xml; charset="${charset.toUpperCase()}"`)).toBe(xml);
  });

  it('believes the XML declaration more than the HTTP header', () => {
    const xml = documentOf('windows-1251', 'Новости дня в нашем городе');

    expect(decodeFeed(encode(xml, 'windows-1251'), 'text/xml; charset=koi8-r')).toBe(xml);
  });

  it.each(['le', 'be'] as const)('reads UTF-16%s with and without a mark, whatever is declared', (order) => {
    const xml = documentOf('utf-16', 'Новости 新闻');

    expect(decodeFeed(utf16(`\u{feff}${xml}`, order), 'text/xml; charset=utf-8')).toBe(xml);
    expect(decodeFeed(utf16(xml, order), undefined)).toBe(xml);
  });

  it('reads UTF-8 that is declared as something else', () => {
    for (const declared of ['gb2312', 'windows-1251', 'utf-16', 'no-such-charset']) {
      const xml = documentOf(declared, '新疆是个好地方，我们的家乡');

      expect(decodeFeed(Buffer.from(xml), undefined)).toBe(xml);
    }
  });

  it('reads another charset that is declared as UTF-8, where the header knows better', () => {
    const xml = documentOf('utf-8', 'Новости дня: сегодня хорошая погода');

    expect(decodeFeed(encode(xml, 'windows-1251'), 'text/xml; charset=windows-1251')).toBe(xml);
  });

  it('replaces a broken character and keeps the rest', () => {
    const xml = documentOf('utf-8', '新疆是个好地方'.repeat(20));
    const bytes = Buffer.concat([Buffer.from(xml).subarray(0, -12), Buffer.from([0xe6, 0x96]), Buffer.from('</rss>')]);

    const text = decodeFeed(bytes, 'text/xml; charset=windows-1251');

    expect(text).toContain('新疆是个好地方');
    expect(text).toContain('\u{fffd}</rss>');
  });

  it('never throws, whatever the bytes and the header are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.option(fc.string(), { nil: undefined }), (bytes, type) => {
        expect(typeof decodeFeed(bytes, type)).toBe('string');
      }),
    );
  });

  it.each(Object.entries(samples))('reads back whatever was written in %s', (charset, text) => {
    const known = [...charactersOf(charset).keys()].filter((character) => /[\p{L}\p{N} ]/u.test(character));
    const words = fc.array(fc.constantFrom(...known), { maxLength: 60 }).map((characters) => characters.join(''));

    fc.assert(
      fc.property(words, (word) => {
        const xml = documentOf(charset, `${text} ${word}`);
        expect(decodeFeed(encode(xml, charset), undefined)).toBe(xml);
      }),
    );
  });

  it('reads back whatever was written in UTF-8, declared or not', () => {
    const anyText = fc
      .array(fc.integer({ min: 1, max: 0x10ffff }), { maxLength: 60 })
      .map((points) => String.fromCodePoint(...points));

    fc.assert(
      fc.property(anyText, fc.constantFrom('utf-8', undefined), (word, declared) => {
        const xml = documentOf(declared, word.replace(/[\p{Cs}\u{feff}]/gu, ''));
        expect(decodeFeed(Buffer.from(xml), 'text/xml')).toBe(xml);
      }),
    );
  });
});
