import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hostOf,
  noiseTail,
  normalLink,
  normalTag,
  normalText,
  pseudonym,
  textKey,
} from '../../src/post/normal-form.ts';

describe('normalTag', () => {
  it('folds case, width and repeated signs', () => {
    expect(normalTag('##Xinjiang')).toBe('xinjiang');
    expect(normalTag('＃Ｅｘａｍｐｌｅ')).toBe('example');
    expect(normalTag(' #新疆 ')).toBe('新疆');
  });

  it('says nothing is left of a bare sign', () => {
    expect(normalTag('# ')).toBe('');
  });

  it('is stable: the normal form of a normal form is itself', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (tag) => normalTag(normalTag(tag)) === normalTag(tag)));
  });
});

describe('normalLink', () => {
  it('drops scheme, www, fragment, trackers and the trailing slash', () => {
    expect(normalLink('https://www.News.example/a/b/?utm_source=x&id=7#top')).toBe('news.example/a/b?id=7');
    expect(normalLink('http://news.example')).toBe('news.example');
  });

  it('sorts what is asked, so that one page is one link', () => {
    expect(normalLink('https://a.example/?b=2&a=1')).toBe(normalLink('http://a.example/?a=1&b=2'));
  });

  it('knows one video by all its addresses', () => {
    const forms = [
      'https://www.youtube.com/watch?v=abcdefghijk&t=12',
      'https://youtu.be/abcdefghijk?si=xyz',
      'https://m.youtube.com/shorts/abcdefghijk',
      'https://www.youtube-nocookie.com/embed/abcdefghijk',
    ];
    expect(new Set(forms.map(normalLink))).toEqual(new Set(['youtube.com/watch?v=abcdefghijk']));
  });

  it('refuses what is no web address', () => {
    expect(normalLink('javascript:alert(1)')).toBeUndefined();
    expect(normalLink('not a link')).toBeUndefined();
  });

  it('never throws and is stable', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })), (text) => {
        const once = normalLink(text);
        return once === undefined || normalLink(`https://${once}`) === once;
      }),
    );
  });

  it('gives the host back', () => {
    expect(hostOf('news.example/a/b?id=7')).toBe('news.example');
  });
});

describe('normalText', () => {
  it('sees through tails, links, names and trailing tags', () => {
    const forms = [
      'Statement on a regional topic for everyone https://t.example/abc VQKD',
      'statement on a  regional topic for everyone HTRW',
      'Statement on a regional topic for everyone @someone #Example #Other',
      'Statement on a regional topic for everyone _—^',
      'Statement on a regional topic for everyone 🎉🎉',
    ];
    expect(new Set(forms.map(normalText))).toEqual(new Set(['statement on a regional topic for everyone']));
  });

  it('leaves out signs that nobody sees, wherever they stand in a copy', () => {
    const text = 'the same words as everybody else has them';
    const hidden = text.replace(/ /g, '\u200b \u2060').replace('words', 'wo\u00adrd\ufeffs');

    expect(normalText(hidden)).toBe(normalText(text));
    expect(textKey(hidden)).toBe(textKey(text));
  });

  it('keeps a tag inside the sentence', () => {
    expect(normalText('the #example inside this long sentence')).toContain('#example');
  });

  it('does not compare texts that are too short to say anything', () => {
    expect(normalText('Good morning all')).toBeUndefined();
  });

  it('joins forms of one letter, white space and digits, and keeps no more than it compares', () => {
    expect(normalText('Ｒｅｐｏｒｔ of\u00a0the  year\n2021 on the ﬁelds')).toBe(
      'report of the year 0000 on the fields',
    );
    expect(normalText('\ufdfa'.repeat(5_000))?.length).toBeLessThanOrEqual(5_000);
  });

  it('takes tags, tails, names and links off in any order, but not the whole text', () => {
    const text = 'Statement on a regional topic for everyone';

    expect(normalText(`${text} VUBQ #Example HTRW #Other ... @someone https://t.example/a`)).toBe(text.toLowerCase());
    expect(normalText(`${text} VUBQX`)).toBe(`${text.toLowerCase()} vubqx`);
    expect(normalText('#One #Two #Three #Four #Five')).toBeUndefined();
  });

  it('counts characters of any script', () => {
    expect(normalText('这是一个虚构的示例句子用于测试文本的规范形式是否正确')).toBeDefined();
  });

  it('never throws and does not take long on hostile text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => normalText(text) !== ''));
    expect(normalText(`${'a '.repeat(50_000)}${'#'.repeat(50_000)}`)).toBeDefined();
  });
});

describe('noiseTail', () => {
  it('finds four capitals or a run of symbols', () => {
    expect(noiseTail('some text VUBQ')).toBe('VUBQ');
    expect(noiseTail('some text +￥$')).toBe('+￥$');
    expect(noiseTail('some text https://a.example/x ABCD')).toBe('ABCD');
  });

  it('passes over links and emoji: readers end one headline in different ones', () => {
    expect(noiseTail('some text 🎉🎉')).toBeUndefined();
    expect(noiseTail('some text ABCD 👩‍👧 https://a.example/x')).toBe('ABCD');
    expect(noiseTail('some text ABCD🎉')).toBe('ABCD');
    expect(noiseTail('https://a.example/x')).toBeUndefined();
  });

  it('goes no further back than the last word, whatever the text is like', () => {
    expect(noiseTail(`${'a'.repeat(300_000)} b`)).toBeUndefined();
    expect(noiseTail(`${' '.repeat(300_000)}b${' '.repeat(300_000)}`)).toBeUndefined();
  });

  it('leaves words and tags alone', () => {
    expect(noiseTail('some text here')).toBeUndefined();
    expect(noiseTail('some #TAG')).toBeUndefined();
  });
});

describe('pseudonym', () => {
  it('is the same for one account and another for another secret', () => {
    expect(pseudonym('x', '1', 's')).toBe(pseudonym('x', '1', 's'));
    expect(pseudonym('x', '1', 's')).not.toBe(pseudonym('x', '1', 't'));
    expect(pseudonym('x', '1', 's')).toMatch(/^acct-[0-9a-f]{10}$/);
  });

  it('is another for each of many accounts, so that no list joins two', () => {
    const names = Array.from({ length: 20_000 }, (_, n) => pseudonym('x', String(n), 's'));

    expect(new Set(names).size).toBe(names.length);
  });
});
