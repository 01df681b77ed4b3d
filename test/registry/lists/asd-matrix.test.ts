import { describe, expect, it } from 'vitest';
import { readAsdMatrix } from '../../../src/registry/lists/asd-matrix.ts';

const columns = [
  'Region',
  'Country',
  'Media company',
  'Main assets',
  'URL',
  'Typology',
  'Status',
  'Notes',
  'Instagram Link',
  'Twitter Link',
  'Facebook Link',
  'Youtube Link',
  'Telegram Link',
  'VK Link',
  'Linkedin link',
  'Ok.ru link',
  'Tiktok Link',
  'Rutube Link',
  'streaming media URL',
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

function aRow(parts: Row): Row {
  return {
    Region: 'Asia',
    Country: 'China',
    'Media company': 'Example Group',
    'Main assets': 'Example Daily',
    Typology: 'SC',
    ...parts,
  };
}

function read(rows: readonly Row[], profiles?: boolean) {
  const lines = rows.map((row) => columns.map((column) => `"${row[column] ?? ''}"`).join(','));
  return readAsdMatrix([columns.join(','), ...lines].join('\n'), { file: 'm.csv', profiles });
}

const twitter = (name: string) => `https://www.twitter.com/${name}`;
const facebook = (name: string) => `https://www.facebook.com/${name}`;

describe('readAsdMatrix', () => {
  it('makes an entry with host, accounts, typology, company and source', () => {
    const { entries, refused } = read([
      aRow({
        URL: 'http://www.Example.cn/news/',
        'Twitter Link': twitter('exampledaily'),
        'Youtube Link': 'https://www.youtube.com/channel/UCexampleexampleexampleA',
      }),
    ]);

    expect(refused).toEqual([]);
    expect(entries).toEqual([
      {
        id: 'cn-example-daily',
        name: 'Example Daily',
        kind: 'state-media',
        state: 'CN',
        typology: 'SC',
        role: 'outlet of Example Group',
        publicRole: true,
        accounts: [
          { platform: 'x', handle: 'exampledaily' },
          { platform: 'youtube', nativeId: 'UCexampleexampleexampleA' },
        ],
        hosts: ['example.cn'],
        evidence: [
          {
            type: 'registry',
            source: 'ASD State Media Matrix 2024-02',
            url: 'https://github.com/ASD-at-GMF/state-media-profiles',
            date: new Date('2024-02-07T00:00:00Z'),
          },
        ],
        confidence: 'high',
        status: 'active',
        notes: undefined,
      },
    ]);
  });

  it.each([
    ['SC', 'state-media', 'high'],
    ['CaPu', 'state-media', 'high'],
    ['CaPr', 'state-media', 'high'],
    ['ISFM', 'public-service-media', 'high'],
    ['ISF', 'public-service-media', 'high'],
    ['ISM', 'public-service-media', 'high'],
    ['IP', 'public-service-media', 'high'],
    ['ISFM?', 'public-service-media', 'moderate'],
  ])('types %s as %s with confidence %s', (typology, kind, confidence) => {
    const { entries } = read([aRow({ Typology: typology, URL: 'https://example.cn/' })]);

    expect(entries[0]).toMatchObject({ typology, kind, confidence });
  });

  it('reads a site without scheme, and takes remarks from either column but not where a row was merged from', () => {
    const { entries } = read([
      aRow({ URL: 'www.example.cn', Status: 'Currently Not Functional', Notes: 'Merged from Hamilton' }),
      aRow({ 'Main assets': 'B', URL: 'b.example.cn', Status: 'Merged from project' }),
    ]);

    expect(entries.map(({ hosts, notes }) => ({ hosts, notes }))).toEqual([
      { hosts: ['example.cn'], notes: 'Currently Not Functional' },
      { hosts: ['b.example.cn'], notes: undefined },
    ]);
  });

  it('gives a profile copied onto every language edition to the outlet whose name begins the others’', () => {
    const copied = { 'Facebook Link': facebook('ExampleTV') };
    const { entries } = read([
      aRow({ 'Main assets': 'EXTV Europe', URL: 'http://europe.example.cn', ...copied }),
      aRow({ 'Main assets': 'Example Television (EXTV)', URL: 'http://example.cn', ...copied }),
    ]);

    expect(entries.map(({ name, accounts, hosts }) => ({ name, hosts, n: accounts.length }))).toEqual([
      { name: 'EXTV Europe', hosts: ['europe.example.cn'], n: 0 },
      { name: 'Example Television (EXTV)', hosts: ['example.cn'], n: 1 },
    ]);
  });

  it('makes the company an entry for a profile or site that no one of its outlets is first for', () => {
    const { entries } = read([
      aRow({
        'Main assets': 'Television: Channel A',
        URL: 'http://example.cn',
        'Facebook Link': facebook('ExampleGroup'),
      }),
      aRow({
        'Main assets': 'Radio: Radio B',
        URL: 'http://example.cn/radio',
        'Facebook Link': facebook('examplegroup'),
      }),
    ]);

    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ id: 'cn-example-group', name: 'Example Group', hosts: ['example.cn'] });
    expect(entries[0]?.accounts).toEqual([{ platform: 'facebook', handle: 'ExampleGroup' }]);
  });

  it('leaves a site with the first of two companies and says so', () => {
    const { entries, refused } = read([
      aRow({ URL: 'http://example.cn' }),
      aRow({ 'Media company': 'Other', 'Main assets': 'Other Daily', URL: 'http://www.example.cn/b' }),
    ]);

    expect(entries.map(({ name }) => name)).toEqual(['Example Daily']);
    expect(refused).toEqual([
      { file: 'm.csv', line: 3, reason: 'Other Daily: example.cn is held by Example Daily (line 2)' },
    ]);
  });

  it('takes a short name on X only when another profile of the row bears it', () => {
    const { entries, refused } = read([
      aRow({ URL: 'http://a.cn.example', 'Twitter Link': twitter('exd') }),
      aRow({ 'Main assets': 'B', 'Twitter Link': twitter('npx'), 'Facebook Link': facebook('NPX') }),
    ]);

    expect(entries.map(({ accounts }) => accounts.length)).toEqual([0, 2]);
    expect(refused[0]?.reason).toMatch(/x @exd is short/);
  });

  it.each([
    [aRow({ Country: 'Atlantis', URL: 'http://a.example' }), /unknown country "Atlantis"/],
    [aRow({ Typology: 'ZZ', URL: 'http://a.example' }), /unknown typology "ZZ"/],
    [aRow({ URL: '' }), /no site and no profile/],
    [aRow({ URL: 'https://rutube.ru/' }), /carries anybody's pages/],
    [aRow({ URL: 'http://a.example', 'Twitter Link': twitter('example.news') }), /x cannot have an account/],
    [{}, /the row is empty/],
  ])('names the line of what it does not take', (row, reason) => {
    const { refused } = read([aRow({ 'Main assets': 'Good', URL: 'http://good.example' }), row]);

    expect(refused[0]).toEqual({ file: 'm.csv', line: 3, reason: expect.stringMatching(reason) });
  });

  it('takes no profiles when asked for sites only', () => {
    const { entries } = read([aRow({ URL: 'http://a.example', 'Facebook Link': facebook('example') })], false);

    expect(entries[0]?.accounts).toEqual([]);
  });

  it('tells outlets of one name apart by company, then by site', () => {
    const { entries } = read([
      aRow({ 'Main assets': 'Radio', URL: 'http://a.example' }),
      aRow({ 'Main assets': 'Radio', 'Media company': 'Other', URL: 'http://b.example' }),
      aRow({ 'Main assets': 'EX Русский', URL: 'http://ru.example' }),
      aRow({ 'Main assets': 'EX العربية', URL: 'http://ar.example' }),
    ]);

    expect(entries.map(({ id }) => id)).toEqual([
      'cn-radio-example-group',
      'cn-radio-other',
      'cn-ex-ru-example',
      'cn-ex-ar-example',
    ]);
  });
});
