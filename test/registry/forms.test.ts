import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleForm, handleOn, lookOf } from '../../src/registry/handle-form.ts';
import { hostForm, registeredForm, tooBroad } from '../../src/registry/host-form.ts';
import { readProfile } from '../../src/registry/profile.ts';
import { slugOf } from '../../src/registry/slug.ts';
import { sniffRegistryFormat } from '../../src/registry/sniff-format.ts';
import { stateCode } from '../../src/registry/state-code.ts';

describe('handleForm and hostForm', () => {
  it('are the same when applied twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(handleForm(handleForm(text))).toBe(handleForm(text));
        const host = hostForm(text);
        expect(host === undefined ? undefined : hostForm(host)).toBe(host);
      }),
    );
  });

  it('keep apart what only looks alike', () => {
    expect(handleForm('Сhina')).not.toBe(handleForm('China'));
    expect(lookOf('Сhina')).toBe(lookOf('China'));
  });

  it('call a top-level domain, a public suffix and a platform too broad', () => {
    for (const host of ['cn', 'com.cn', 'gov.ir', 'co.uk', 'facebook.com', 't.me'])
      expect(tooBroad(host)).toContain(host);
    for (const host of ['gov.example', 'mfa.gov.cn', 'bbc.co.uk', 'rt.com']) expect(tooBroad(host)).toBeUndefined();
  });

  it.each(['github.io', 'blogspot.com', 'blogspot.co.uk', 'xn--p1ai', 'com.ua', 'mil.ru', 'anything.ck', 'web.app'])(
    'call the public suffix %s too broad, whoever runs it',
    (host) => {
      expect(tooBroad(host)).toMatch(/suffix|top-level|anybody's pages/);
      expect(tooBroad(`news.${host}`)).toBeUndefined();
    },
  );

  it.each(['m.facebook.com', 'www.youtube.com', 'www.substack.com', 'sites.google.com'])(
    'call %s too broad: a platform under another name',
    (host) => {
      expect(tooBroad(host)).toContain("anybody's pages");
    },
  );

  it('leave a name that a platform gives to one of its users', () => {
    for (const host of ['daily.substack.com', 'daily.t.me', 'daily.github.io']) expect(tooBroad(host)).toBeUndefined();
  });
});

describe('handleForm', () => {
  it.each([
    ['@Example', 'example'],
    [' \t@Example\n', 'example'],
    ['@@Example', '@@example'],
    ['@ Example', '@ example'],
    ['ＥＸ', 'ｅｘ'],
    ['İstanbul', 'İstanbul'],
    ['ıstanbul', 'ıstanbul'],
    ['\u212aremlin', '\u212aremlin'],
    ['a\u037e', 'a\u037e'],
  ])('makes %j %j', (handle, form) => {
    expect(handleForm(handle)).toBe(form);
  });

  it('takes an accent written with its letter or after it for the same, as the platforms do', () => {
    expect(handleForm('Cafe\u0301')).toBe(handleForm('CAFÉ'));
    expect(handleForm('Cafe\u0301')).not.toBe(handleForm('Cafe'));
  });

  it('never makes an ASCII name of one that is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const bare = text.replace(/^[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+$/g, '');
        fc.pre(/[^ -~]/.test(bare));
        expect(handleForm(text)).toMatch(/[^ -~]/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('handleOn', () => {
  it('takes no notice of full stops on Facebook, and on no other platform', () => {
    expect(handleOn('facebook', 'Example.News')).toBe(handleOn('Facebook', 'examplenews'));
    expect(handleOn('instagram', 'example.news')).not.toBe(handleOn('instagram', 'examplenews'));
    expect(handleOn('facebook', '...')).toBe('...');
  });
});

describe('hostForm', () => {
  it.each([
    ['CGTN.com.', 'cgtn.com'],
    ['cgtn.com:8080', 'cgtn.com'],
    ['ｃｇｔｎ.com', 'cgtn.com'], // a browser goes to cgtn.com
    ['cgtn。com', 'cgtn.com'],
    ['cg\u00adtn.com', 'cgtn.com'],
    ['сgtn.com', 'xn--gtn-3ed.com'],
    ['xn--gtn-3ed.com', 'xn--gtn-3ed.com'],
    ['_a.cgtn.com', '_a.cgtn.com'],
    ['1.2.3.4', undefined],
    ['5.1.2.3.4', undefined],
    ['0x7f000001', undefined],
    ['cgtn.com.0x7f', undefined],
    ['2130706433', undefined],
    ['[::1]', undefined],
    ['user@cgtn.com', undefined],
    ['cgtn.com/path', undefined],
    ['cgtn.com\u202e', undefined],
    [`${'a.'.repeat(127)}com`, undefined],
  ])('makes %j %j', (host, form) => {
    expect(hostForm(host)).toBe(form);
  });
});

describe('registeredForm', () => {
  it('takes the site without www, but never a public suffix', () => {
    expect(registeredForm('www.CGTN.com')).toBe('cgtn.com');
    expect(registeredForm('www.gov.cn')).toBe('www.gov.cn');
    expect(registeredForm('www.com')).toBe('www.com');
    expect(registeredForm('www.')).toBe('www');
    expect(registeredForm('a b')).toBeUndefined();
  });
});

describe('readProfile', () => {
  it.each([
    ['x', 'https://www.twitter.com/example_news', { handle: 'example_news' }],
    ['facebook', 'profile.php?id=100078441630290&locale=ms_MY&paipv=0', { nativeId: '100078441630290' }],
    ['facebook', 'Example-News-103733191524431/', { nativeId: '103733191524431' }],
    ['facebook', 'WorldExample\\', { handle: 'WorldExample' }],
    ['youtube', 'https://www.youtube.com/channel/UCexampleexampleexampleA', { nativeId: 'UCexampleexampleexampleA' }],
    ['youtube', '@ExampleNews', { handle: 'ExampleNews' }],
    ['telegram', 's/ExampleInExample', { handle: 'ExampleInExample' }],
    ['ok', 'https://ok.ru/group/52226357788884', { nativeId: '52226357788884' }],
    ['rutube', 'https://rutube.ru/channel/23460655', { nativeId: '23460655' }],
    ['linkedin', 'https://www.linkedin.com/company/example-news', { handle: 'example-news' }],
    ['tiktok', 'https://www.tiktok.com/@example.news', { handle: 'example.news' }],
  ])('takes %s %s', (platform, written, account) => {
    expect(readProfile(platform, written)).toEqual({ account: { platform, ...account } });
  });

  it.each([
    ['x', 'example.news'],
    ['x', 'a_name_of_sixteen'],
    ['x', 'two words'],
    ['instagram', 'Parody account'],
    ['telegram', 'example.ru'],
    ['facebook', '1.00076E+14'],
    ['facebook', 'https://www.facebook.com/100065000000000'],
    ['facebook', "Ambassade%20d'Exemple"],
    ['rutube', 'https://rutube.ru/'],
  ])('refuses %s %s', (platform, written) => {
    expect(readProfile(platform, written)).toEqual({ refused: expect.stringContaining(platform) });
  });
});

describe('stateCode', () => {
  it.each([
    ['China', 'CN'],
    ['Hong Kong', 'HK'],
    ['Macao', 'MO'],
    ['Myanmar', 'MM'],
    ['UAE', 'AE'],
    ['United States of America', 'US'],
    ['Turkey', 'TR'],
    ["Côte d'Ivoire", 'CI'],
    ['The Gambia', 'GM'],
    ['DR Congo', 'CD'],
    ['Congo', 'CG'],
    ['Palestine territories', 'PS'],
    ['Bosnia and Herzegovina', 'BA'],
    ['Europen Union', 'EU'],
    ['Russia', 'RU'],
    ['Germany', 'DE'],
    ['Serbia', 'RS'],
    ['United Kingdom', 'GB'],
    ['Vietnam', 'VN'],
    ['Yemen', 'YE'],
  ])('%s is %s', (country, code) => {
    expect(stateCode(country)).toBe(code);
  });

  it('knows no country that is none', () => {
    for (const name of ['', 'Atlantis', 'XX']) expect(stateCode(name)).toBeUndefined();
  });
});

describe('sniffRegistryFormat', () => {
  it.each([
    ['Region,Country,Media company,Main assets,URL,Typology,Status\n', 'a.csv', 'asd-matrix'],
    ['\ufeffCategory,Account Type,Name,"Position, Notes, or Reason for Inclusion",Twitter ID\n', 'a.csv', 'hamilton'],
    ['\ufeffBallotpedia Person ID,Name,Twitter ID,ASD Override,Category,Account Type\n', 'a.csv', 'hamilton'],
    ['id,name,kind,evidence.type\n', 'a.csv', 'csv'],
    ['# pack\nentries:\n  - id: a\n', 'a.txt', 'yaml'],
    ['anything', 'pack.YML', 'yaml'],
    ['id,colour\n', 'a.csv', undefined],
    ['', 'a.csv', undefined],
  ])('takes %j in %s for %s', (text, file, format) => {
    expect(sniffRegistryFormat(text, file)).toBe(format);
  });
});

it('makes an id part of letters and digits only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(slugOf(name)).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
    }),
  );
});
