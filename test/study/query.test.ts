import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { compileQuery } from '../../src/study/query/query.ts';
import { QueryError } from '../../src/study/query/query-error.ts';
import { anEntry, aPost } from '../builders.ts';

const registry = createRegistry({
  version: '2026-01-01',
  entries: [
    anEntry({
      id: 'cn-daily',
      state: 'CN',
      kind: 'state-media',
      accounts: [{ platform: 'x', handle: 'ExampleDaily', nativeId: '77' }],
      hosts: [],
    }),
    anEntry({
      id: 'xx-person',
      state: 'XX',
      kind: 'diplomat',
      publicRole: false,
      accounts: [{ platform: 'x', handle: 'private_person' }],
      hosts: [],
    }),
  ],
});

function asks(query: string, post: Partial<Post>): boolean {
  return compileQuery(query, registry).matches(aPost(post));
}

function errorOf(query: string): QueryError {
  try {
    compileQuery(query, registry);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${query} was read`);
}

describe('words of a query', () => {
  it.each([
    ['cotton', 'Cotton is good', true],
    ['cotton', 'Cottonwood', false],
    ['cotton', 'uncotton', false],
    ['cotton', '#cotton!', true],
    ['cotton', 'ＣＯＴＴＯＮ fields', true],
    ['cotton', 'cot\u{200b}ton', true],
    ['cotton', 'new_cotton', false],
    ['cotton*', 'Cottonwood', true],
    ['xinjiang', '新疆Xinjiang棉花', true],
    ['新疆', '我爱新疆棉花', true],
    ['棉花', '我爱新疆', false],
    ['เขต', 'ในเขตปกครอง', true],
    ['ウイグル', 'ウイグル族の', true],
    ['신장', '신장은 좋은 곳', true],
    ['strasse', 'Große Straße', true],
    ['ΟΔΟΣ', 'η οδός', false],
    ['ΟΔΌΣ', 'η οδός', true],
    ['istanbul', 'İSTANBUL', true],
    ['شىنجاڭ', 'گۈزەل شىنجاڭ.', true],
    ['شىنجاڭ', 'شىنجاڭلىق', false],
    ['c++', 'we write c++ here', true],
    ['🙂', 'so 🙂!', true],
  ])('%s in "%s": %s', (query, text, found) => {
    expect(asks(query, { text })).toBe(found);
  });

  it('takes a phrase as it stands, whatever blanks are between its words', () => {
    expect(asks('"forced labour"', { text: 'no Forced\n  Labour here' })).toBe(true);
    expect(asks('"forced labour"', { text: 'labour was forced' })).toBe(false);
    expect(asks('“forced labour”', { text: 'forced labourers' })).toBe(false);
  });

  it('treats signs of regular expressions as signs', () => {
    expect(asks('".*"', { text: 'anything' })).toBe(false);
    expect(asks('a.c', { text: 'abc' })).toBe(false);
    expect(asks('[x]', { text: 'see [x] there' })).toBe(true);
  });
});

describe('fields of a query', () => {
  it.each([
    ['#StopRumors', { tags: ['stoprumors'] }, true],
    ['##ＳtopRumors', { tags: ['stoprumors'] }, true],
    ['#Stop', { tags: ['stoprumors'] }, false],
    ['host:news.example', { links: ['en.news.example/a'] }, true],
    ['host:news.example', { links: ['fakenews.example/a'] }, false],
    ['host:https://news.example/', { links: ['news.example'] }, true],
    ['lang:zh', { lang: 'zh', text: '新疆是个好地方' }, true],
    ['lang:en', { lang: 'zh', text: '新疆是个好地方' }, false],
    ['platform:X', { platform: 'x' }, true],
    ['kind:repost', { kind: 'repost' }, true],
    ['kind:repost', { kind: 'quote' }, false],
    ['class:state-media', { accountId: '77' }, true],
    ['class:state', { accountId: '77' }, true],
    ['class:unattributed', { accountId: '77' }, false],
    ['class:unattributed', { accountId: '78' }, true],
    ['class:attributed', { accountId: '77' }, true],
    ['state:cn', { accountId: '77' }, true],
    ['state:RU', { accountId: '77' }, false],
    ['from:@exampledaily', { accountId: '77', handle: 'renamed' }, true],
    ['from:ExampleDaily', { accountId: '78', handle: 'ExampleDaily' }, false],
  ] as const)('%s of %o: %s', (query, post, found) => {
    expect(asks(query, post)).toBe(found);
  });

  it('names no account that is in no registry, nor a listed one without a public role', () => {
    expect(errorOf('cotton from:@somebody').message).toContain('only listed accounts can be asked for by name');
    expect(errorOf('from:@private_person').at).toBe(1);
  });
});

describe('how conditions are joined', () => {
  it.each([
    ['a b', 'b a', true],
    ['a b', 'a', false],
    ['a AND b', 'a b', true],
    ['a OR b', 'b', true],
    ['a b OR c', 'c', true],
    ['a (b OR c)', 'c', false],
    ['a (b OR c)', 'a c', true],
    ['a -b', 'a', true],
    ['a -b', 'a b', false],
    ['a NOT b', 'a b', false],
    ['a -"b c"', 'a b', true],
    ['a -(b OR c)', 'a c', false],
    ['--a', 'a', true],
    ['-a', 'b', true],
    ['(a)(b)', 'a b', true],
  ])('%s on "%s": %s', (query, text, found) => {
    expect(asks(query, { text })).toBe(found);
  });

  it.each(['', '  ', '\u{3000}'])('asks for everything without a condition', (query) => {
    expect(compileQuery(query, registry)).toMatchObject({ text: '' });
    expect(asks(query, { text: 'anything' })).toBe(true);
  });
});

describe('a query that cannot be read', () => {
  it.each([
    ['a (b OR c', 3, 'this parenthesis is never closed'],
    ['a b)', 4, 'this parenthesis closes nothing'],
    [')', 1, 'this parenthesis closes nothing'],
    ['a OR', 5, 'nothing stands behind OR'],
    ['OR a', 1, 'something is missing here'],
    ['a ()', 3, 'there is nothing between these parentheses'],
    ['say "no', 5, 'this quotation mark is never closed'],
    ['a -', 3, 'a minus must stand directly before what is to be left out'],
    ['lang:', 1, 'there must be something behind lang:'],
    ['a colour:red', 3, 'colour: is not known'],
    ['kind:tweet', 1, 'behind kind: stands one of original, reply, repost, quote'],
    ['class:bots', 1, 'behind class: stands one of'],
    ['新疆 (', 4, 'this parenthesis is never closed'],
    ['😀 #', 3, 'a tag must stand behind #'],
    ['a ...', 3, 'there is no letter'],
  ])('%s points at character %i', (query, at, why) => {
    const error = errorOf(query);

    expect(error.at).toBe(at);
    expect(error.message).toContain(why);
  });

  it('shows the place under the query', () => {
    expect(errorOf('cotton kind:tweet').message).toBe(
      'The query cannot be read at character 8: behind kind: stands one of original, reply, repost, quote.\n  cotton kind:tweet\n         ^',
    );
  });

  it('refuses what is far too deep or long instead of failing', () => {
    expect(errorOf('('.repeat(500)).message).toContain('nested more than 50 times');
    expect(errorOf('-'.repeat(500).concat('a')).message).toContain('nested more than 50 times');
    expect(errorOf('a '.repeat(2000)).message).toContain('may have 2000 characters');
  });

  it('fails with a QueryError or not at all, whatever is typed', () => {
    const outcome = (query: string, text: string): unknown => {
      try {
        return compileQuery(query, registry).matches(aPost({ text }));
      } catch (error) {
        return error instanceof QueryError ? 'refused' : error;
      }
    };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'grapheme' }), (query, text) => {
        expect([true, false, 'refused']).toContain(outcome(query, text));
      }),
    );
  });

  it('finds each word of a text that stands between blanks', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/).filter((text) => !['and', 'or', 'not'].includes(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.nat(7), (words, n) => {
        const wanted = words[n % words.length] ?? '';
        expect(asks(wanted, { text: words.join(' ') })).toBe(true);
        expect(asks(`-${wanted}`, { text: words.join(' ') })).toBe(false);
      }),
    );
  });
});
