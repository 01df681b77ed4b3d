import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleForm, lookOf } from '../../src/registry/handle-form.ts';
import { hostForm, tooBroad } from '../../src/registry/host-form.ts';
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
