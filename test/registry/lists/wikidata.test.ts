import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWikidata } from '../../../src/registry/lists/wikidata.ts';
import { wikidataVariables } from '../../../src/registry/lists/wikidata-row.ts';

const now = new Date('2031-05-06T07:08:09Z');
const entity = (id: string) => ({ type: 'uri', value: `http://www.wikidata.org/entity/${id}` });
const literal = (value: string) => ({ type: 'literal', value });
const time = (value: string) => ({ ...literal(value), datatype: 'http://www.w3.org/2001/XMLSchema#dateTime' });
const rank = (of: string) => ({ type: 'uri', value: `http://wikiba.se/ontology#${of}Rank` });

type Binding = Record<string, unknown>;

function aBinding(parts: Binding = {}): Binding {
  return {
    item: entity('Q990001'),
    itemLabel: { ...literal('Example Daily'), 'xml:lang': 'en' },
    kind: literal('state-media'),
    state: literal('IR'),
    human: { ...literal('false'), datatype: 'http://www.w3.org/2001/XMLSchema#boolean' },
    property: literal('P2002'),
    account: literal('ExampleDaily'),
    rank: rank('Normal'),
    retrieved: time('2031-05-01T00:00:00Z'),
    ...parts,
  };
}

function read(bindings: readonly unknown[], includeOfficials?: boolean, vars: readonly string[] = wikidataVariables) {
  const text = JSON.stringify({ head: { vars }, results: { bindings } }, undefined, 1);
  return readWikidata(text, { file: 'result.json', includeOfficials, now });
}

describe('readWikidata', () => {
  it('makes one entry of the statements of an item, with native id, span, ranks and time of retrieval', () => {
    const { entries, refused, counts } = read([
      aBinding({ nativeId: literal('12345'), start: time('2019-01-01T00:00:00Z') }),
      aBinding({ property: entity('P2397'), account: literal('UCexampleexampleexampleA'), rank: rank('Preferred') }),
      aBinding({ account: literal('OldExample'), end: time('2018-06-01T00:00:00Z') }),
      aBinding({ property: literal('P856'), account: { type: 'uri', value: 'https://www.daily.example/' } }),
    ]);

    expect(refused).toEqual([]);
    expect(counts).toMatchObject({ rows: 4, entries: 1 });
    expect(entries).toEqual([
      {
        id: 'wikidata-q990001',
        name: 'Example Daily',
        kind: 'state-media',
        state: 'IR',
        publicRole: true,
        accounts: [
          { platform: 'x', handle: 'ExampleDaily', nativeId: '12345', validFrom: new Date('2019-01-01T00:00:00Z') },
          { platform: 'youtube', nativeId: 'UCexampleexampleexampleA' },
          { platform: 'x', handle: 'OldExample', validTo: new Date('2018-06-01T00:00:00Z') },
        ],
        hosts: ['daily.example'],
        evidence: [
          {
            type: 'registry',
            source: 'Wikidata Q990001',
            url: 'https://www.wikidata.org/wiki/Q990001',
            retrievedAt: new Date('2031-05-01T00:00:00Z'),
          },
        ],
        confidence: 'moderate',
        status: 'active',
        notes:
          'Statements: P2002 (normal rank), P2397 (preferred rank), P856 (normal rank). Kind and state are those of the query.',
      },
    ]);
  });

  it.each([
    ['P2013', 'example.daily', 'facebook'],
    ['P2003', 'example_daily', 'instagram'],
    ['P7085', 'example.daily', 'tiktok'],
    ['P3789', 'example_daily', 'telegram'],
    ['P11892', 'example.daily', 'threads'],
    ['P11962', 'ExampleDaily', 'rumble'],
    ['P3185', 'example_daily', 'vk'],
    ['P8919', 'ExampleDaily', 'gab'],
    ['P9269', 'exampledaily', 'ok'],
    ['P8904', 'ExampleDaily', 'parler'],
    ['P10858', 'ExampleDaily', 'truthsocial'],
    ['P12361', 'daily.example', 'bluesky'],
  ])('%s %s is an account of %s', (property, account, platform) => {
    const { entries } = read([aBinding({ property: literal(property), account: literal(account) })]);

    expect(entries[0]?.accounts).toEqual([{ platform, handle: account }]);
  });

  it('keeps a statement once when the query’s joins repeat it, with the native id where one row has it', () => {
    const { entries } = read([aBinding(), aBinding({ nativeId: literal('12345') }), aBinding()]);

    expect(entries[0]?.accounts).toEqual([{ platform: 'x', handle: 'ExampleDaily', nativeId: '12345' }]);
  });

  it('refuses what is deprecated, unknown or of another form, each with its line', () => {
    const { entries, refused, counts } = read([
      aBinding({ rank: rank('Deprecated') }),
      aBinding({ account: { type: 'bnode', value: 't123' } }),
      aBinding({ account: { type: 'uri', value: 'http://www.wikidata.org/.well-known/genid/1' } }),
      aBinding({ end: { type: 'bnode', value: 't124' } }),
      aBinding({ account: literal('not a handle') }),
      aBinding({ property: literal('P4264') }),
      aBinding({ state: literal('Iran') }),
      aBinding({ item: literal('nothing') }),
      aBinding({ rank: literal('best') }),
      aBinding({ start: time('2019-01-01T00:00:00Z'), end: time('2018-01-01T00:00:00Z') }),
      aBinding({
        property: literal('P856'),
        account: literal('https://www.facebook.com/example.daily'),
        end: time('2018-01-01T00:00:00Z'),
      }),
      { item: 5 },
      null,
      [],
      aBinding({ account: literal('Kept') }),
    ]);

    expect(entries.map(({ accounts }) => accounts)).toEqual([[{ platform: 'x', handle: 'Kept' }]]);
    expect(refused).toHaveLength(14);
    expect(counts).toMatchObject({ rows: 15, deprecated: 1, 'other properties': 1, 'ended sites': 1 });
    expect(refused[0]).toMatchObject({ line: 20, reason: 'Q990001: the statement of P2002 is deprecated' });
    expect(new Set(refused.map(({ line }) => line)).size).toBe(14);
  });

  it('takes officials only when asked, and no other person ever', () => {
    const human = literal('true');
    const bindings = [
      aBinding({ human, kind: literal('diplomat') }),
      aBinding({ human, item: entity('Q990002'), account: literal('Reporter') }),
    ];

    expect(read(bindings)).toMatchObject({ entries: [], counts: { 'officials left out': 1, 'persons left out': 1 } });
    expect(read(bindings, true).entries.map(({ id }) => id)).toEqual(['wikidata-q990001']);
  });

  it('leaves an item with two states or kinds for a person to decide', () => {
    expect(read([aBinding(), aBinding({ state: literal('CN') })])).toMatchObject({
      entries: [],
      refused: [{ reason: 'Q990001: has more than one state: IR, CN' }],
    });
    expect(read([aBinding({ kind: literal('troll') })])).toMatchObject({
      entries: [],
      refused: [{ reason: expect.stringContaining('is none of') }],
    });
  });

  it('names nobody of whom the query says that others reported it', () => {
    expect(read([aBinding({ kind: literal('proxy-reported') })]).entries).toMatchObject([{ publicRole: false }]);
  });

  it('reads the variables that the query of the documentation asks for, in its order', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/registry.md'), 'utf8');
    const asked = /^SELECT (.*) WHERE/m
      .exec(page)?.[1]
      ?.split(' ')
      .map((name) => name.slice(1));

    expect(asked).toEqual(wikidataVariables);
  });

  it('takes exactly the variables of the query', () => {
    const fewer = wikidataVariables.filter((name) => name !== 'rank');

    expect(read([], false, fewer).refused[0]?.reason).toContain('missing: rank');
    expect(read([], false, [...wikidataVariables, 'gender']).refused[0]?.reason).toContain('unknown: gender');
  });

  it.each(['{"head": {"vars": []}}', '[]', '5', '{"head":{"vars":[1]},"results":{"bindings":[]}}', '{"head":\n{'])(
    'refuses %s with a line',
    (text) => {
      const { entries, refused } = readWikidata(text, { file: 'result.json', now });

      expect(entries).toEqual([]);
      expect(refused).toHaveLength(1);
    },
  );
});
