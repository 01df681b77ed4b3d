import { describe, expect, it } from 'vitest';
import { classifyIndicator } from '../../../src/registry/lists/meta-indicator.ts';
import { readMetaThreatResearch } from '../../../src/registry/lists/meta-threat-research.ts';

const file = 'Q1_2031_Iran-based_CIB_network_2.csv';
const assets = '0. Acquiring assets,0.9 Acquiring social media accounts';
const onX = `${assets},0.9.4 Acquiring X / Twitter accounts`;

function read(rows: readonly string[], name = file, header = 'Tactic ,Technique,Procedure,Indicator') {
  return readMetaThreatResearch([header, ...rows].join('\n'), { file: name });
}

describe('classifyIndicator', () => {
  it.each([
    ['7,704 Facebook accounts', '0.9.1 Acquiring Facebook assets', 'count'],
    ['About $70 in spending for ads', '7.1.1 Advertising', 'count'],
    ['1 Page', '', 'count'],
    ['https://www.petition[.]example/p/a', '', 'url'],
    ['https://www[.]youtube[.]com/watch?v=abcdefghijk', '0.9.5', 'url'],
    ['twitter[.]com/ExampleOne', '0.9.4', 'handle'],
    ['@ExampleOne', '0.9.4 Acquiring X / Twitter accounts', 'handle'],
    ['newsexample[.]com', '0.6.2', 'domain'],
    ['#peoplesay', '6.3.1', 'hashtag'],
    ['#one #two,＃三', '6.3.1', 'hashtag'],
    ['110 lies about Example', '6.1.3 Posting original content on blogs', 'text'],
    ['说真话', '6.1.3', 'text'],
    ['Fake accounts posed as supporters', '1.2.3', 'prose'],
    ['The operation used tags like #one, #two in posts', '7.3.1', 'prose'],
    ['Contact by email at someone[at]mail.example', '3.6.1', 'prose'],
    ['', '', 'prose'],
  ])('%s', (written, procedure, expected) => {
    expect(classifyIndicator(written, procedure).class).toBe(expected);
  });

  it('gives tags without their sign, accounts and hosts', () => {
    expect(classifyIndicator('#one #two,＃三').hashtags).toEqual(['one', 'two', '三']);
    expect(classifyIndicator('@ExampleOne', '0.9.4 X').account).toEqual({ platform: 'x', handle: 'ExampleOne' });
    expect(classifyIndicator('@ExampleOne').account).toBeUndefined();
    expect(classifyIndicator('hxxps://NewsExample[.]com/').host).toBe('newsexample.com');
  });

  it('joins an address that was broken over a line, and no sentence', () => {
    expect(classifyIndicator('https://x[.]com/one/status/1562 640310', '').account).toEqual({
      platform: 'x',
      handle: 'one',
    });
    expect(classifyIndicator('https://x[.]com/one was one of many accounts', '').class).toBe('prose');
  });
});

describe('readMetaThreatResearch', () => {
  it('makes one entry that names nobody, cites Meta, and says what is not enough', () => {
    const { entries, refused } = read([`${onX},https://twitter[.]com/ExampleOne/`]);

    expect(refused).toEqual([]);
    expect(entries).toEqual([
      {
        id: 'meta-q1-2031-ir-network-2',
        name: 'Iran-based network 2 (Meta, Q1 2031)',
        kind: 'proxy-reported',
        state: 'IR',
        publicRole: false,
        accounts: [{ platform: 'x', handle: 'ExampleOne' }],
        hosts: [],
        evidence: [
          {
            type: 'platform-takedown',
            source: `Meta threat research, Q1 2031: Iran-based network 2 (${file})`,
            url: 'https://github.com/facebook/threat-research',
            date: undefined,
          },
        ],
        confidence: 'moderate',
        status: 'active',
        notes: expect.stringMatching(/engaging with them is not enough to attribute .* compromised/),
      },
    ]);
  });

  it.each([
    'Tactic,Technique,Procedure,Indicator',
    'Tactic ,Technique,Procedure,Indicator',
    'Tactic,Technique,Procedure,Indicator,Comments',
    'Tactic,Technique,Procedure,Indicator,Commernts',
    'Tactic ,Technique,Procedure,Indicator,Notes',
    '\uFEFFTactic,Technique,Procedure,Indicator,Note',
  ])('reads the header %s', (header) => {
    const { entries } = read([`${onX},x[.]com/ExampleOne,`], file, header);

    expect(entries[0]?.accounts).toEqual([{ platform: 'x', handle: 'ExampleOne' }]);
  });

  it('reads the older schema, with its date', () => {
    const { entries, counts } = read(
      [
        'cib_url,https://www.petition[.]example/p/a,CIB URL,2031-02-03',
        'domain_name,NewsExample.com,Germany-targeting CIB domain,2031-02-03',
        'telegram_url,https://t.me/example_one/42,CIB Telegram URL,2031-02-03',
        'ip,192.0.2.7,an address,2031-02-03',
      ],
      '2031_02_removing_a_network_from_iran.csv',
      'indicator_type,indicator_value,comment,ds',
    );

    expect(entries).toMatchObject([
      {
        id: 'meta-2031-02-ir-network',
        accounts: [{ platform: 'telegram', handle: 'example_one' }],
        hosts: ['newsexample.com'],
        evidence: [{ date: new Date('2031-02-03T00:00:00Z') }],
      },
    ]);
    expect(counts).toMatchObject({ rows: 4, url: 1, domain: 1, handle: 1, prose: 1 });
  });

  it('takes the rows of a file on two networks apart, by the comment and by elimination with less confidence', () => {
    const name = '2031_02_removing_networks_from_china_and_russia.csv';
    const rows = ['domain_name,one.example,China: site,2031-02-03', 'domain_name,two.example,UK-targeting,2031-02-03'];
    const header = 'indicator_type,indicator_value,comment,ds';

    const both = read(rows, name, header);
    const unclear = read([rows[1] ?? ''], name, header);

    expect(both.entries).toMatchObject([
      { state: 'CN', hosts: ['one.example'], confidence: 'moderate' },
      { state: 'RU', hosts: ['two.example'], confidence: 'low' },
    ]);
    expect(unclear.entries).toEqual([]);
    expect(unclear.refused).toMatchObject([{ line: 2, reason: expect.stringContaining('CN or RU') }]);
  });

  it('reads the Markdown form, with state and period from its title', () => {
    const text = [
      '# Indicators of Compromise: China-Based Influence Operation Network Targeting Ruritania',
      '',
      'IOCs from Meta’s Adversarial Threat Report H1 2031.',
      '',
      '| Indicator Type | Indicator Value |',
      '| :--- | :--- |',
      '| Domain | `newsexample[.]com` |',
      '| Social Media Account | `youtube[.]com/@ExampleOne` |',
      '| Social Media Account | `youtube[.]com/watch?v=abcdefghijk` |',
      '',
      '| Other | Table |',
      '| Domain | `elsewhere[.]com` |',
    ].join('\r\n');

    const { entries, refused, counts } = readMetaThreatResearch(text, { file: 'whatever.md' });

    expect(entries).toMatchObject([
      {
        id: 'meta-h1-2031-cn-network',
        hosts: ['newsexample.com'],
        accounts: [{ platform: 'youtube', handle: 'ExampleOne' }],
      },
    ]);
    expect(refused).toMatchObject([{ line: 9, reason: expect.stringContaining('names no account') }]);
    expect(counts).toMatchObject({ rows: 3, domain: 1, handle: 1, url: 1 });
  });

  it('counts what is no account of the network by class, and takes nothing from its other parts', () => {
    const { entries, counts, refused } = read([
      `${onX},x[.]com/ExampleOne`,
      ',,',
      `${assets},0.9.1 Acquiring Facebook assets,"4,789 accounts"`,
      '7. Enduring,7.4 Hiring,7.4.2 Hiring protesters,https://x[.]com/SomebodyElse/status/12',
      '5. Evading,5.1 Registering,5.1.1 Privacy,registrar[.]example',
      '6. Engaging,6.1 Posting,6.1.3 Posting on blogs,A title',
      '6. Engaging,6.2 Amplifying,6.2.4 Amplifying with likely fake accounts on X/Twitter,http://x[.]com/ExampleTwo',
      `${onX},https://x[.]com/exampleone`,
      `${onX},https://x[.]com/a_name_of_more_than_fifteen`,
    ]);

    expect(entries[0]?.accounts).toEqual([
      { platform: 'x', handle: 'exampleone' },
      { platform: 'x', handle: 'ExampleTwo' },
    ]);
    expect(entries[0]?.hosts).toEqual([]);
    expect(counts).toMatchObject({
      rows: 9,
      'blank rows': 1,
      count: 1,
      text: 1,
      domain: 1,
      'domain in another part, not taken': 1,
      'handle in another part, not taken': 1,
      repeated: 1,
    });
    expect(refused).toMatchObject([{ file, line: 10 }]);
  });

  it('takes no public platform for a host of the network', () => {
    const { entries } = read([
      `${assets},0.6.2 Acquiring domains,medium[.]com`,
      `${assets},0.6.2 Acquiring domains,www.facebook[.]com`,
      `${assets},0.6.2 Acquiring domains,co[.]uk`,
    ]);

    expect(entries).toEqual([]);
  });

  it('tells the network by the name of the file: the last period is the report’s', () => {
    const of = (name: string) => read([`${onX},x[.]com/ExampleOne`], name).entries[0];

    expect(of('Q2_2031_IOCs_-_H1_2030_RUSSIA_BASED_CIB_NETWORK.csv')?.id).toBe('meta-h1-2030-ru-network');
    expect(of('Q2_2031_Spamouflage_China_based_CIB_updated.csv')).toMatchObject({
      id: 'meta-q2-2031-cn-spamouflage-network',
      name: 'Spamouflage, China-based network (Meta, Q2 2031)',
    });
    expect(of('2031_02_removing_a_network_from_china.csv')?.id).toBe('meta-2031-02-cn-network');
  });

  it('says so when neither name nor title tells the country', () => {
    const { entries, refused } = read([`${onX},x[.]com/ExampleOne`], 'list.csv');

    expect(entries).toEqual([]);
    expect(refused).toMatchObject([{ line: 1, reason: expect.stringContaining('country') }]);
  });

  it('takes __proto__ for a value like any other, and survives a broken file', () => {
    expect(read([`${onX},x[.]com/__proto__`]).entries[0]?.accounts).toEqual([{ platform: 'x', handle: '__proto__' }]);
    expect(read(['"unclosed'], file).refused).toMatchObject([{ reason: expect.stringContaining('not CSV') }]);
  });
});
