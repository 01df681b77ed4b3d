import { describe, expect, it } from 'vitest';
import { readHamilton } from '../../../src/registry/lists/hamilton.ts';
import { holderOfName } from '../../../src/registry/lists/hamilton-name.ts';

const head =
  '\ufeffCategory,Account Type,Name,"Position, Notes, or Reason for Inclusion",Twitter ID,Facebook ID,YouTube ID,' +
  'Instagram ID,\u00a0TikTok,Telegram ID,\u00a0Threads,\u00a0Rumble,,,';
const oldHead =
  '\ufeffBallotpedia Person ID,Name,Twitter ID,ASD Override,Category,Account Type,Product,Validated,Facebook ID,Youtube';

function read(rows: readonly string[], includeOfficials?: boolean, header = head) {
  return readHamilton([header, ...rows].join('\r\n'), { file: 'h.csv', includeOfficials });
}

describe('readHamilton', () => {
  it('makes one entry of the rows of an institution, whatever the case of the handle', () => {
    const { entries, refused } = read([
      'Russia,Diplomatic/Government,Example embassy in Ruritania,,ExampleEmb,example.emb,,,exampletok,,,,,,',
      'Russia,Diplomatic/Government,Embassy of Example in Ruritania,Ministry of Foreign Affairs,exampleemb,,,,,examplechan,,,,,',
    ]);

    expect(refused).toEqual([]);
    expect(entries).toEqual([
      {
        id: 'ru-embassy-of-example-in-ruritania',
        name: 'Embassy of Example in Ruritania',
        kind: 'government',
        state: 'RU',
        publicRole: true,
        accounts: [
          { platform: 'x', handle: 'ExampleEmb' },
          { platform: 'facebook', handle: 'example.emb' },
          { platform: 'tiktok', handle: 'exampletok' },
          { platform: 'telegram', handle: 'examplechan' },
        ],
        hosts: [],
        evidence: [
          {
            type: 'registry',
            source: 'ASD Hamilton 2.0 account list 2024-12',
            url: 'https://github.com/ASD-at-GMF/social_profile_utils',
            quote: 'Ministry of Foreign Affairs',
            date: new Date('2024-12-02T00:00:00Z'),
          },
        ],
        confidence: 'high',
        status: 'active',
        notes: undefined,
      },
    ]);
  });

  it('leaves persons out and counts them; officials come on request, staff of media never', () => {
    const rows = [
      'China,Diplomatic/Government,Doe Jane,Ministry of Foreign Affairs,amb_doe,,,,,,,,,,',
      'China,Media,Roe Richard,State Council,roe_reports,,,,,,,,,,',
      'China,Diplomatic/Government,,,chinaembexample,,,,,,,,,,',
      'China,Media,Xinhua Example,State Council,xhexample,,,,,,,,,,',
    ];

    const without = read(rows);
    const withOfficials = read(rows, true);

    expect(without.entries.map(({ name }) => name)).toEqual(['Xinhua Example']);
    expect(without.counts).toMatchObject({
      'official rows left out': 1,
      'staff rows left out': 1,
      'unclear rows left out': 1,
    });
    expect(withOfficials.entries.map(({ name, kind, publicRole }) => ({ name, kind, publicRole }))).toEqual([
      { name: 'Xinhua Example', kind: 'state-media', publicRole: true },
      { name: 'Doe Jane', kind: 'diplomat', publicRole: true },
    ]);
  });

  it('takes an outlet whose name is its handle, and no other name that is one', () => {
    const { entries } = read([
      'Russia,Media,Ruptly,,ruptly,,,,,,,,,,',
      'Russia,Media,examplehandle,,examplehandle,,,,,,,,,,',
    ]);

    expect(entries.map(({ name }) => name)).toEqual(['Ruptly']);
  });

  it('holds an account as a person’s as soon as one row gives a personal name', () => {
    const { entries } = read([
      'China,Diplomatic/Government,Chinese embassy in Example,,chinaexample,,,,,,,,,,',
      'China,Diplomatic/Government,Doe Jane,,ChinaExample,,,,,,,,,,',
    ]);

    expect(entries).toEqual([]);
  });

  it('gives a page in the rows of an embassy and its ambassador to the embassy', () => {
    const { entries, refused } = read(
      [
        'China,Diplomatic/Government,Doe Jane,,amb_doe,chinaexample,,,,,,,,,',
        'China,Diplomatic/Government,Chinese embassy in Example,,chinaexample,chinaexample,,,,,,,,,',
      ],
      true,
    );

    const page = entries.filter(({ accounts }) => accounts.some(({ platform }) => platform === 'facebook'));
    expect(page.map(({ name }) => name)).toEqual(['Chinese embassy in Example']);
    expect(refused).toEqual([
      { file: 'h.csv', line: 2, reason: 'Doe Jane: facebook @chinaexample is held by Chinese embassy in Example' },
    ]);
  });

  it('takes the quirks of cells: two ids in one, a page by number, remarks in place of an id', () => {
    const { entries, refused } = read([
      'China,Media,Global Times Example,,gtexample,profile.php?id=100078441630290&locale=ms,,"gtone\ngttwo",,,,,,,',
      'Iran,Diplomatic/Government,Iranian embassy in Example - OLD,,iraninexample,1.00076E+14,,Parody account,,,,,,,',
      'Iran,Media,Irna Example,,Irna News and Views,,,,,,,,,,',
    ]);

    expect(entries[0]?.accounts).toEqual([
      { platform: 'x', handle: 'gtexample' },
      { platform: 'facebook', nativeId: '100078441630290' },
      { platform: 'instagram', handle: 'gtone' },
      { platform: 'instagram', handle: 'gttwo' },
    ]);
    expect(entries[1]).toMatchObject({ name: 'Iranian embassy in Example', notes: 'marked OLD in the list' });
    expect(refused).toEqual([
      { file: 'h.csv', line: 4, reason: 'facebook id "1.00076E+14" was cut by a spreadsheet' },
      { file: 'h.csv', line: 4, reason: 'instagram cannot have an account "Parody account"' },
      { file: 'h.csv', line: 5, reason: 'x cannot have an account "Irna News and Views"' },
    ]);
  });

  it('takes a handle that stands under both types for a government body’s', () => {
    const { entries } = read([
      'China,Media,State Council Information Office (SCIO),State Council,scioexample,,,,,,,,,,',
      'China,Diplomatic/Government,Chinese State Council Information Office,,scioexample,,,,,,,,,,',
    ]);

    expect(entries.map(({ kind }) => kind)).toEqual(['government']);
  });

  it('gives a ministry neither the name nor the accounts of a medium that stands with its handle by a slip', () => {
    const { entries, refused } = read([
      'Iran,Diplomatic/Government,Ministry of Example,,mfaexample,,,mfa_pictures,,,,,,,',
      'Iran,Media,wire_arabic,,mfaexample,,,wire_pictures,,,,,,,',
    ]);

    expect(entries.map(({ name, kind }) => ({ name, kind }))).toEqual([
      { name: 'Ministry of Example', kind: 'government' },
    ]);
    expect(entries[0]?.accounts.map(({ handle }) => handle)).toEqual(['mfaexample', 'mfa_pictures']);
    expect(refused).toEqual([
      {
        file: 'h.csv',
        line: 3,
        reason: 'wire_arabic: its x account stands in the list as that of Ministry of Example, a government body',
      },
    ]);
  });

  it.each([
    ['State Council', 'high'],
    ['', 'moderate'],
    ['unknown', 'low'],
  ])('reads the stated reason %j as confidence %s', (reason, confidence) => {
    expect(read([`China,Media,CGTN Example,${reason},cgtnexample,,,,,,,,,,`]).entries[0]?.confidence).toBe(confidence);
  });

  it('joins institutions of one name and tells entries of one slug apart by their handle', () => {
    const { entries } = read([
      'Iran,Diplomatic/Government,Iranian embassy in Example,,iraninex,,,,,,,,,,',
      'Iran,Diplomatic/Government,iranian embassy in example - OLD,,iraninex_old,,,,,,,,,,',
      'Russia,Diplomatic/Government,Посольство России в Примере,,rusembex,,,,,,,,,,',
      'Russia,Media,RT,,rt_example,,,,,,,,,,',
      'Russia,Diplomatic/Government,RT,,rt_gov_example,,,,,,,,,,',
    ]);

    expect(entries.map(({ id, accounts }) => ({ id, n: accounts.length }))).toEqual([
      { id: 'ir-iranian-embassy-in-example', n: 2 },
      { id: 'ru-rusembex', n: 1 },
      { id: 'ru-rt-rt-example', n: 1 },
      { id: 'ru-rt-rt-gov-example', n: 1 },
    ]);
  });

  it('reads the earlier edition with its validation, corrections and remarks', () => {
    const { entries } = read(
      [
        'RENAMED to @other,Example embassy,exampleemb,Facebook,Iran,Diplomatic/Government,Hamilton,TRUE,page.example,',
        ',NTV Example,ntvexample,,Russia,Media,Hamilton,,,',
      ],
      false,
      oldHead,
    );

    expect(entries[0]).toMatchObject({
      confidence: 'moderate',
      notes: 'RENAMED to @other; Facebook id corrected by ASD',
      evidence: [{ source: 'ASD Hamilton 2.0 account list, earlier edition' }],
    });
    expect(entries[1]?.confidence).toBe('low');
  });

  it('counts distinct handles per part of the list and how often one comes again', () => {
    const { counts } = read([
      'China,Media,CGTN Example,,cgtnexample,,,,,,,,,,',
      'China,Media,CGTN Example,,CGTNExample,,,,,,,,,,',
      'Iran,Media,Irna Example,,irnaexample,,,,,,,,,,',
    ]);

    expect(counts).toMatchObject({
      rows: 3,
      'x handles': 2,
      'x CN media': 1,
      'x IR media': 1,
      'x handles repeated': 1,
    });
  });

  it('refuses rows of another list', () => {
    const { entries, refused } = read([
      'Atlantis,Media,A,,a,,,,,,,,,,',
      'China,Sports,A,,a,,,,,,,,,,',
      'China,Media,A,,,,,,,,,,,,',
    ]);

    expect(entries).toEqual([]);
    expect(refused.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '2 unknown country "Atlantis"',
      '3 unknown account type "Sports"',
      '4 the row has no account',
    ]);
  });
});

describe('holderOfName', () => {
  it.each([
    ['Chinese Consulate General in Example', 'institution'],
    ['Генеральное консульство России в Примере', 'institution'],
    ['Ambassade de Russie', 'institution'],
    ['CGTN The Point with Jane Doe', 'institution'],
    ["People's Daily Life", 'institution'],
    ['Doe Jane', 'person'],
    ['DOE Jane, Consul General in Example', 'person'],
    ['Doe Jane, Global Times', 'person'],
    ['Doe Jane (Daily Studio News)', 'person'],
    ['A.B. Doe-Roe', 'person'],
    ['Ali Khamenei TV', 'person'],
    ['Jane Doe Eating Daily', 'person'],
    ['somehandle', 'unclear'],
    ['', 'unclear'],
    [' - Staffer', 'unclear'],
  ])('takes %j for %s', (name, holder) => {
    expect(holderOfName(name)).toBe(holder);
  });
});
