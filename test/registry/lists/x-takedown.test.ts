import { describe, expect, it } from 'vitest';
import { readXTakedown } from '../../../src/registry/lists/x-takedown.ts';
import { takedownSetOf } from '../../../src/registry/lists/x-takedown-set.ts';

const snake =
  'userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,user_profile_url,' +
  'follower_count,following_count,account_creation_date,account_language';
const camel =
  'userid,userDisplayName,userScreenName,userReportedLocation,userProfileDescription,userProfileUrl,' +
  'followerCount,followingCount,accountCreationDate,accountLanguage';
const hash = 'Ab3+deFGhijKLmnopQRstuvWXyz0123456789abcdeF=';
const file = 'CNXX_0621_users_csv_hashed.csv';

const row = (id: string, name: string, bio = '') => `${id},Name,${name},,"${bio}",,1,90,2021-01-08,en`;
const read = (rows: readonly string[], header = snake, name = file) =>
  readXTakedown([header, ...rows].join('\n'), { file: name });

describe('readXTakedown', () => {
  it.each([snake, camel])('makes one entry of a set, by native id, and keeps no hash as a handle', (header) => {
    const { entries, refused, counts } = read(
      [row(hash, hash), row('7700000001', 'synthetic_one', 'Bio with\na line break')],
      header,
    );

    expect(refused).toEqual([]);
    expect(counts).toMatchObject({ rows: 2, 'hashed ids': 1, 'plain ids': 1, entries: 1 });
    expect(entries).toEqual([
      {
        id: 'x-takedown-cnxx-0621',
        name: "CNXX 2021-12, set of Twitter/X's archive",
        kind: 'proxy-reported',
        state: 'CN',
        publicRole: false,
        accounts: [
          { platform: 'x', nativeId: hash },
          { platform: 'x', handle: 'synthetic_one', nativeId: '7700000001' },
        ],
        hosts: [],
        evidence: [
          {
            type: 'platform-takedown',
            source: `Twitter/X information operations archive, CNXX 2021-12: 2 accounts in ${file}`,
          },
        ],
        confidence: 'moderate',
        status: 'active',
        notes: expect.stringContaining('differs by source'),
      },
    ]);
  });

  it('keeps an id of 19 digits whole, counts repeated ids, and refuses what is none with its line', () => {
    const { entries, refused, counts } = read([
      row('1234567890123456789', 'one', 'two\nlines'),
      row('1234567890123456789', 'one'),
      row('1.23457E+18', 'two'),
      row('', 'three'),
      row('42', 'not a handle'),
    ]);

    expect(entries[0]?.accounts).toEqual([
      { platform: 'x', handle: 'one', nativeId: '1234567890123456789' },
      { platform: 'x', nativeId: '42' },
    ]);
    expect(counts).toMatchObject({ rows: 5, 'repeated ids': 1 });
    expect(refused.map(({ line }) => line)).toEqual([5, 6, 7]);
    expect(refused[2]?.reason).toContain('the id is kept');
  });

  it('reads a set of many accounts', () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => row(String(1_000_000 + i), `name_${i}`));

    expect(read(rows).entries[0]?.accounts).toHaveLength(5_000);
  });

  it('refuses a file whose name is not the archive’s', () => {
    expect(read([row('42', 'one')], snake, 'users.csv')).toMatchObject({
      entries: [],
      refused: [{ line: 1, reason: expect.stringContaining('keep the archive') }],
    });
  });
});

describe('takedownSetOf', () => {
  it.each([
    ['2021_12_CNXX_9999_CNXX_9999_users.csv', 'CNXX_9999', 'CNXX 2021-12', 'CN'],
    ['hashed_2021_12_CNHU_0621_CNHU_0621_users.csv', 'CNHU_0621', 'CNHU 2021-12', 'CN'],
    ['CNHU_0621_users_csv_hashed.csv', 'CNHU_0621', 'CNHU 2021-12', 'CN'],
    ['CNXX_9999_users_csv_hashed.csv', 'CNXX_9999', 'CNXX 9999', 'CN'],
    ['russia_052020_users_csv_hashed.csv', 'russia_052020', 'russia 2020-05', 'RU'],
    ['hashed_2020_12_IRA_202012_IRA_202012_users_csv_hashed.csv', 'IRA_202012', 'IRA 2020-12', 'RU'],
    ['uganda_0621_users_csv_hashed.csv', 'uganda_0621', 'uganda 2021-12', 'UG'],
    ['saudi_arabia_112019_users_csv_hashed.csv', 'saudi_arabia_112019', 'saudi_arabia 2019-11', 'SA'],
  ])('%s', (name, key, shown, state) => {
    expect(takedownSetOf(name)).toEqual({ key, name: shown, state });
  });

  it.each(['users.csv', 'qatar_082020_users_csv_hashed.csv', 'nowhere_052020_users.csv', ''])(
    '%s tells nothing',
    (name) => {
      expect(takedownSetOf(name)).toHaveProperty('refused');
    },
  );
});
