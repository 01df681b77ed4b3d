import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readEntries } from '../../src/registry/entry-file.ts';

const good = `
  - id: xx-example-daily
    name: Example Daily
    kind: state-media
    state: NO
    typology: SC
    publicRole: true
    accounts:
      - { platform: x, handle: "@ExampleDaily", nativeId: 1234567890123456789, validFrom: 2009-11-05 }
    hosts: [News.Example.]
    evidence:
      - { type: registry, source: Example List 2024-02, url: "https://list.example/a", date: 2024-02-29 }
    confidence: high
`;

const published = `
  - id: xx-example-daily
    name: Example Daily
    kind: state-media
    state: NO
    public_role: true
    accounts:
      - { platform: x, handle: ExampleDaily, numeric_id: 42, valid_from: 2009-11-05, valid_to: 2020-01-01 }
    hosts: [news.example]
    evidence: [{ type: registry, source: Example List 2024-02, archive_url: "https://archive.example/a" }]
    confidence: high
    status: active
`;

const read = (text: string) => readEntries(text, { file: 'pack.yaml', format: 'yaml' });

/** The good entry with one line replaced or taken out. */
function withLine(line: string, by: string): string {
  const start = good.indexOf(line);
  if (start < 0) throw new Error(`no line ${line}`);
  return `entries:${good.slice(0, start)}${by}${good.slice(start + line.length)}`;
}

describe('readEntries, YAML', () => {
  it('takes the names of the published record beside ours, and not both at once', () => {
    const both = published.replace('public_role: true', 'public_role: true\n    publicRole: true');

    expect(read(published)).toMatchObject({
      entries: [
        {
          publicRole: true,
          accounts: [{ nativeId: '42', validFrom: new Date('2009-11-05'), validTo: new Date('2020-01-01') }],
          evidence: [{ archiveUrl: 'https://archive.example/a' }],
        },
      ],
      refused: [],
    });
    expect(read(both)).toMatchObject({ entries: [], refused: [{ reason: expect.stringContaining('public_role') }] });
  });

  it('reads an entry, keeping every digit of an id and NO as a state', () => {
    const { entries, refused } = read(`entries:${good}`);

    expect(refused).toEqual([]);
    expect(entries).toEqual([
      {
        id: 'xx-example-daily',
        name: 'Example Daily',
        kind: 'state-media',
        state: 'NO',
        typology: 'SC',
        publicRole: true,
        accounts: [
          {
            platform: 'x',
            handle: 'ExampleDaily',
            nativeId: '1234567890123456789',
            validFrom: new Date('2009-11-05T00:00:00Z'),
          },
        ],
        hosts: ['news.example'],
        evidence: [
          {
            type: 'registry',
            source: 'Example List 2024-02',
            url: 'https://list.example/a',
            date: new Date('2024-02-29T00:00:00Z'),
          },
        ],
        confidence: 'high',
        status: 'active',
      },
    ]);
  });

  it('reads how a channel stands to its state, and the copy of what was retrieved', () => {
    const hash = 'AB'.repeat(32);
    const copy = `archiveUrl: "https://archive.example/1", retrievedAt: 2024-02-29T08:00:00Z, contentHash: ${hash}`;
    const text = withLine('url: "https://list.example/a"', copy).replace(
      'state: NO',
      'state: NO\n    control: state-linked',
    );

    expect(read(text)).toMatchObject({
      refused: [],
      entries: [
        {
          control: 'state-linked',
          evidence: [
            {
              archiveUrl: 'https://archive.example/1',
              retrievedAt: new Date('2024-02-29T08:00:00Z'),
              contentHash: hash.toLowerCase(),
            },
          ],
        },
      ],
    });
  });

  it('takes a host with www for the site', () => {
    expect(read(withLine('News.Example.', 'www.News.Example, www.gov.cn')).entries[0]?.hosts).toEqual([
      'news.example',
      'www.gov.cn',
    ]);
  });

  it('reads a bare list as well', () => {
    expect(read(good).entries).toHaveLength(1);
  });

  it.each([
    ['    name: Example Daily\n', '', 2, /^xx-example-daily: name: is missing$/],
    ['    kind: state-media\n', '', 2, /kind: is missing/],
    ['    publicRole: true\n', '', 2, /publicRole: is missing/],
    ['    confidence: high\n', '', 2, /confidence: is missing/],
    ['type: registry', 'quote: words', 12, /evidence\[0\]\.type: is missing/],
    ['state: NO', 'state: NO\n    constructor: x', 6, /constructor: unknown key/],
    ['state: NO', 'state: NO\n    __proto__: x', 6, /__proto__: unknown key/],
    ['kind: state-media', 'kind: newspaper', 4, /kind: is none of state-media, government/],
    ['state: NO', 'state: Norway', 5, /state: is no ISO 3166-1 code/],
    ['typology: SC', 'typology: XY', 6, /typology: is none of SC, CaPu/],
    ['typology: SC', 'typology: IP', 6, /typology: contradicts the kind/],
    ['publicRole: true', 'publicRole: yes', 7, /publicRole: is neither true nor false/],
    ['publicRole: true', 'publicRol: true', 2, /publicRol: unknown key; did you mean publicRole\?/],
    ['confidence: high', 'confidence: certain', 13, /confidence: is none of low, moderate, high/],
    ['confidence: high', 'confidence: high\n    colour: red', 14, /colour: unknown key; known: id, name, kind/],
    [
      'handle: "@ExampleDaily"',
      'handle: "https://x.com/a"',
      9,
      /accounts\[0\]\.handle: "https:\/\/x\.com\/a" is no handle/,
    ],
    ['validFrom: 2009-11-05', 'validFrom: 2009-02-30', 9, /accounts\[0\]\.validFrom: "2009-02-30" is no date/],
    ['validFrom: 2009-11-05', 'validFrom: 5/11/2009', 9, /is no date: write 2024-02-29/],
    ['validFrom: 2009-11-05', 'validFrom: 2009-11-05, validTo: 2009-11-05', 9, /validTo is not after validFrom/],
    ['handle: "@ExampleDaily", nativeId: 1234567890123456789, ', '', 9, /needs a handle or a nativeId/],
    ['platform: x', 'platform: X', 9, /accounts\[0\]\.platform: is no platform/],
    ['hosts: [News.Example.]', 'hosts: [https://news.example/]', 10, /hosts\[0\]: .* is no host/],
    ['hosts: [News.Example.]', 'hosts: [gov.cn]', 10, /hosts\[0\]: gov\.cn is a public suffix/],
    ['hosts: [News.Example.]', 'hosts: [youtube.com]', 10, /hosts\[0\]: youtube\.com carries anybody's pages/],
    ['hosts: [News.Example.]', 'hosts: news.example', 10, /hosts: is no list/],
    ['url: "https://list.example/a"', 'url: "javascript:alert(1)"', 12, /evidence\[0\]\.url: is no http\(s\) address/],
    ['url: "https://list.example/a"', 'archiveUrl: "ftp://a.example"', 12, /archiveUrl: is no http\(s\) address/],
    ['url: "https://list.example/a"', 'retrievedAt: yesterday', 12, /retrievedAt: "yesterday" is no date/],
    ['url: "https://list.example/a"', 'contentHash: abc', 12, /contentHash: is no SHA-256/],
    ['state: NO', 'state: NO\n    control: owned', 6, /control: is none of official, state-controlled/],
    ['hosts: [News.Example.]', 'hosts: [github.io]', 10, /hosts\[0\]: github\.io is a public suffix/],
    ['hosts: [News.Example.]', 'hosts: [www.youtube.com]', 10, /hosts\[0\]: youtube\.com carries anybody's pages/],
    ['hosts: [News.Example.]', 'hosts: [192.0.2.7]', 10, /hosts\[0\]: .* is no host/],
    ['type: registry', 'type: rumour', 12, /evidence\[0\]\.type: is none of self-declared/],
    ['id: xx-example-daily', 'id: Example Daily', 2, /id: is no id/],
  ])('refuses %j as %j, naming line %i', (line, by, at, reason) => {
    const { entries, refused } = read(withLine(line, by));

    expect(entries).toEqual([]);
    expect(refused.map(({ file, line: where }) => ({ file, where }))).toContainEqual({ file: 'pack.yaml', where: at });
    expect(refused.map((one) => one.reason).join()).toMatch(reason);
  });

  it('refuses an entry without evidence: no source, no attribution', () => {
    const evidence = good.slice(good.indexOf('    evidence'), good.indexOf('    confidence'));

    for (const by of ['', '    evidence: []\n']) {
      const { entries, refused } = read(withLine(evidence, by));

      expect(entries).toEqual([]);
      expect(refused[0]?.reason).toMatch(/evidence: no source, no attribution/);
    }
  });

  it('refuses an entry that nothing could match', () => {
    const accounts = good.slice(good.indexOf('    accounts'), good.indexOf('    evidence'));

    expect(read(withLine(accounts, '')).refused[0]?.reason).toMatch(/neither accounts nor hosts/);
  });

  it('keeps the good entries beside a bad one and lists every fault of the bad one with its line', () => {
    const bad = good.replaceAll('xx-example-daily', 'xx-bad').replace('NO', 'no').replace('high', 'sure');

    const { entries, refused } = read(`entries:${bad}${good}`);

    expect(entries.map(({ id }) => id)).toEqual(['xx-example-daily']);
    expect(refused).toEqual([
      {
        file: 'pack.yaml',
        line: 5,
        reason: expect.stringMatching(/^xx-bad: state: .* \(line 5\); confidence: .* \(line 13\)$/),
      },
    ]);
  });

  it('names the line of the first when an id stands twice', () => {
    const { entries, refused } = read(`entries:${good}${good}`);

    expect(entries).toHaveLength(1);
    expect(refused).toEqual([{ file: 'pack.yaml', line: 15, reason: 'xx-example-daily: the same id as in line 2' }]);
  });

  it('refuses only the entry in which a key stands twice', () => {
    const doubled = good.replaceAll('xx-example-daily', 'xx-doubled').replace('state: NO', 'state: NO\n    state: SE');

    const { entries, refused } = read(`entries:${doubled}${good}`);

    expect(entries.map(({ id }) => id)).toEqual(['xx-example-daily']);
    expect(refused).toEqual([{ file: 'pack.yaml', line: 6, reason: 'entries[0]: a key stands twice in one mapping' }]);
  });

  it('refuses a file that is not YAML, with the line', () => {
    const { entries, refused } = read(`entries:${good}  - id: [a`);

    expect(entries).toEqual([]);
    expect(refused[0]).toEqual({
      file: 'pack.yaml',
      line: expect.any(Number),
      reason: expect.stringMatching(/^not YAML/),
    });
  });

  it.each(['', 'hello', 'entries: 3', '{ items: [] }', '- 1\n- [x]\n- null'])('answers %j with a reason', (text) => {
    const { entries, refused } = read(text);

    expect(entries).toEqual([]);
    expect(refused.length).toBeGreaterThan(0);
  });

  it('does not unfold aliases without end', () => {
    const bomb = Array.from({ length: 30 }, (_, i) => (i === 0 ? '- &a0 [x, x]' : `- &a${i} [*a${i - 1}, *a${i - 1}]`));

    expect(read(bomb.join('\n')).entries).toEqual([]);
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => stringify(JSON.parse(json))),
        ),
        (text) => {
          const yaml = read(text);
          const csv = readEntries(text, { file: 'a.csv', format: 'csv' });

          for (const { line, reason } of [...yaml.refused, ...csv.refused]) {
            expect(line).toBeGreaterThan(0);
            expect(reason).not.toBe('');
          }
        },
      ),
    );
  });
});

describe('readEntries, CSV', () => {
  const head =
    'id,name,kind,state,publicRole,confidence,platform,handle,nativeId,validTo,host,evidence.type,evidence.source,evidence.date';
  const readCsv = (text: string) => readEntries(text, { file: 'pack.csv', format: 'csv' });

  it('makes one entry of the rows of one id', () => {
    const { entries, refused } = readCsv(
      `\ufeff${head}\r\nxx-a,A,government,XX,true,high,x,a_one,007,2023-05-01,,registry,List,2024-02-07\r\n` +
        'xx-a,,,,,,telegram,a_two,,,a.example,registry,List,2024-02-07\r\n\r\n',
    );

    expect(refused).toEqual([]);
    expect(entries).toEqual([
      {
        id: 'xx-a',
        name: 'A',
        kind: 'government',
        state: 'XX',
        publicRole: true,
        confidence: 'high',
        status: 'active',
        accounts: [
          { platform: 'x', handle: 'a_one', nativeId: '007', validTo: new Date('2023-05-01T00:00:00Z') },
          { platform: 'telegram', handle: 'a_two' },
        ],
        hosts: ['a.example'],
        evidence: [{ type: 'registry', source: 'List', date: new Date('2024-02-07T00:00:00Z') }],
      },
    ]);
  });

  it('reads control and the copy of what was retrieved', () => {
    const columns = 'id,name,kind,state,control,publicRole,confidence,host,evidence.type,evidence.source';
    const copy = 'evidence.archiveUrl,evidence.retrievedAt,evidence.contentHash';
    const { entries, refused } = readCsv(
      `${columns},${copy}\nxx-a,A,government,XX,official,true,high,a.example,registry,List,` +
        `https://archive.example/1,2024-02-29,${'ab'.repeat(32)}\n`,
    );

    expect(refused).toEqual([]);
    expect(entries[0]).toMatchObject({
      control: 'official',
      evidence: [
        {
          archiveUrl: 'https://archive.example/1',
          retrievedAt: new Date('2024-02-29'),
          contentHash: 'ab'.repeat(32),
        },
      ],
    });
  });

  it('refuses rows that contradict each other, and entries without evidence, with their lines', () => {
    const { entries, refused } = readCsv(
      `${head}\nxx-a,"A\nA",government,XX,true,high,x,a,,,,registry,List,\nxx-a,B,,,,,x,b,,,,,,\n` +
        'xx-b,B,government,XX,true,high,x,b,,,,,,\n,,,,,,x,c,,,,,,\n',
    );

    expect(entries).toEqual([]);
    expect(refused).toEqual([
      { file: 'pack.csv', line: 4, reason: 'xx-a: name is "B", but "A\nA" in line 2' },
      { file: 'pack.csv', line: 5, reason: 'xx-b: evidence: no source, no attribution: give at least one' },
      { file: 'pack.csv', line: 6, reason: 'id is empty' },
    ]);
  });

  it('names unknown columns and broken quotes', () => {
    expect(readCsv('id,colour\n').refused[0]?.reason).toMatch(/^unknown columns: colour; known: id, name/);
    expect(readCsv('id,name\n"a,b\n').refused[0]?.reason).toMatch(/^not CSV/);
  });
});
