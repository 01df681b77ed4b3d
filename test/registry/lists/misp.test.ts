import { describe, expect, it } from 'vitest';
import { readMisp } from '../../../src/registry/lists/misp.ts';

type Thing = Record<string, unknown>;

const attribute = (relation: string, value: string, ...tags: readonly string[]): Thing => ({
  object_relation: relation,
  type: 'text',
  value,
  Tag: tags.map((name) => ({ name })),
});
const anAccount = (...attributes: readonly Thing[]): Thing => ({
  name: 'twitter-account',
  Attribute: attributes.length > 0 ? attributes : [attribute('name', 'ExampleOne'), attribute('id', '42')],
});
const iran = 'DFRLab-dichotomies-of-disinformation:primary-disinformant="IR"';

function anEvent(parts: Thing = {}): Thing {
  return {
    uuid: '5e9d8a7c-0000-4000-8000-000000000001',
    info: 'Network on an example',
    date: '2031-02-03',
    Orgc: { name: 'Example Lab' },
    Tag: [{ name: iran }],
    Object: [anAccount()],
    ...parts,
  };
}

function read(event: Thing) {
  return readMisp(JSON.stringify({ Event: event }, undefined, 1), { file: 'e.json' });
}

describe('readMisp', () => {
  it('makes an entry of what the event attributes, with the judgements of its tags', () => {
    const { entries, refused, counts } = read(
      anEvent({
        Tag: [
          iran,
          'admiralty-scale:source-reliability="b"',
          'admiralty-scale:information-credibility="2"',
          'estimative-language:confidence-in-analytic-judgment="moderate"',
          'estimative-language:likelihood-probability="likely"',
          'tlp:amber+strict',
          'tlp:green',
          'state-responsibility:state-shaped',
        ].map((name) => ({ name })),
        Object: [
          anAccount(),
          { name: 'telegram-account', Attribute: [attribute('username', 'example_one')] },
          {
            name: 'news-media',
            Attribute: [attribute('link', 'https://www.news[.]example/'), attribute('name', 'News')],
          },
          { name: 'domain-ip', Attribute: [attribute('domain', 'other.example'), attribute('ip', '192.0.2.7')] },
          { name: 'narrative', Attribute: [] },
        ],
      }),
    );

    expect(refused).toEqual([]);
    expect(counts).toMatchObject({ events: 1, 'narrative not read': 1, accounts: 2, hosts: 2, entries: 1 });
    expect(entries).toEqual([
      {
        id: 'misp-5e9d8a7c-0000-4000-8000-000000000001-ir',
        name: 'Network on an example',
        kind: 'proxy-reported',
        state: 'IR',
        publicRole: false,
        accounts: [
          { platform: 'x', handle: 'ExampleOne', nativeId: '42' },
          { platform: 'telegram', handle: 'example_one' },
        ],
        hosts: ['news.example', 'other.example'],
        evidence: [
          {
            type: 'analyst',
            source: 'MISP event of Example Lab: Network on an example (e.json)',
            date: new Date('2031-02-03T00:00:00Z'),
          },
        ],
        confidence: 'moderate',
        admiralty: 'B2',
        status: 'active',
        notes: 'Marked TLP:AMBER+STRICT by its source. State responsibility: state-shaped.',
      },
    ]);
  });

  it('refuses everything of an event that attributes to nobody', () => {
    const { entries, refused, counts } = read(
      anEvent({ Tag: [{ name: 'misp-galaxy:country="iran"' }, { name: 'tlp:red' }] }),
    );

    expect(entries).toEqual([]);
    expect(refused).toMatchObject([{ file: 'e.json', reason: 'Event.Object[0]: twitter-account: no attribution' }]);
    expect(refused[0]?.line).toBeGreaterThan(10);
    expect(counts).toMatchObject({ 'without an attribution': 1 });
  });

  it.each<[string, Thing]>([
    [
      'an attribute of the category Attribution',
      { Attribute: [{ type: 'text', category: 'Attribution', value: 'Iran' }] },
    ],
    ['the comment of a threat actor', { Attribute: [{ type: 'threat-actor', value: 'Example Set', comment: 'Iran' }] }],
    [
      'the country of a threat actor in a galaxy',
      { Galaxy: [{ type: 'threat-actor', GalaxyCluster: [{ value: 'Example Set', meta: { country: ['IR'] } }] }] },
    ],
    [
      'the suspected sponsor of one',
      {
        Galaxy: [
          {
            GalaxyCluster: [
              {
                type: 'threat-actor',
                value: 'Example Set',
                meta: { 'cfr-suspected-state-sponsor': ['Iran (Islamic Republic of)', 'Iran'] },
              },
            ],
          },
        ],
      },
    ],
  ])('takes %s for an attribution', (_, parts) => {
    expect(read(anEvent({ Tag: [], ...parts })).entries).toMatchObject([{ state: 'IR', confidence: 'low' }]);
  });

  it('takes neither a target nor a deleted attribute for one', () => {
    const target = { type: 'target-information', GalaxyCluster: [{ value: 'Iran', meta: { country: ['IR'] } }] };
    const gone = { type: 'text', category: 'Attribution', value: 'Iran', deleted: true };

    expect(read(anEvent({ Tag: [], Galaxy: [target], Attribute: [gone] })).entries).toEqual([]);
  });

  it('names the actor, and no target, where the event does', () => {
    const galaxy = [
      { type: 'sector', GalaxyCluster: [{ value: 'Newspapers' }] },
      { type: 'threat-actor', GalaxyCluster: [{ value: 'Example Set', meta: [] }, { value: 'Other Set' }] },
    ];

    expect(read(anEvent({ Galaxy: galaxy })).entries).toMatchObject([
      { name: 'Example Set', notes: 'Also named: Other Set.' },
    ]);
  });

  it('believes an object of its own before the event, and leaves two states for a person', () => {
    const china = 'DFRLab-dichotomies-of-disinformation:primary-disinformant="CN"';
    const own = anAccount(attribute('name', 'ExampleTwo', china));

    expect(read(anEvent({ Object: [anAccount(), own] })).entries).toMatchObject([
      { state: 'IR', accounts: [{ handle: 'ExampleOne' }] },
      { state: 'CN', accounts: [{ handle: 'ExampleTwo' }] },
    ]);
    expect(read(anEvent({ Tag: [{ name: iran }, { name: china }] }))).toMatchObject({
      entries: [],
      refused: [{ reason: expect.stringContaining('more than one state: IR, CN') }],
    });
  });

  it('takes the author of a post only where the event says whose post it is', () => {
    const post = (...more: readonly Thing[]) => ({
      name: 'microblog',
      Attribute: [
        attribute('username', 'ExampleOne'),
        attribute('type', 'Twitter'),
        attribute('post', 'text'),
        ...more,
      ],
    });

    expect(read(anEvent({ Object: [post()] }))).toMatchObject({
      entries: [],
      refused: [{ reason: expect.stringContaining('no attribution of its author') }],
    });
    expect(read(anEvent({ Object: [post(attribute('state', 'Disinformation'))] })).entries).toMatchObject([
      { accounts: [{ platform: 'x', handle: 'ExampleOne' }] },
    ]);
    expect(read(anEvent({ Tag: [], Object: [post(attribute('display-name', 'One', iran))] })).entries).toHaveLength(1);
  });

  it('finds the account in its address, and refuses a page, a name that cannot be and a deleted object', () => {
    const { entries, refused } = read(
      anEvent({
        Object: [
          anAccount(attribute('link', 'https://twitter.com/ExampleOne')),
          anAccount(attribute('name', 'not a handle')),
          { ...anAccount(), deleted: true },
          { name: 'news-media', Attribute: [attribute('link', 'https://news.example/an/article')] },
        ],
      }),
    );

    expect(entries).toMatchObject([{ accounts: [{ platform: 'x', handle: 'ExampleOne' }], hosts: [] }]);
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('Object[1]: twitter-account: x cannot have an account'),
      expect.stringContaining('Object[2]: twitter-account is deleted'),
      expect.stringContaining('Object[3]: news-media: a page of news.example'),
    ]);
  });

  it('reads a response of several events, and refuses one of another form with its path', () => {
    const text = JSON.stringify({ response: [{ Event: anEvent() }, { Event: { info: 5 } }, 7] }, undefined, 1);

    const { entries, refused } = readMisp(text, { file: 'e.json' });

    expect(entries).toHaveLength(1);
    expect(refused).toMatchObject([
      { reason: 'response[1].Event.uuid is missing or of another type' },
      { reason: 'response[2] is no event' },
    ]);
    expect(readMisp(JSON.stringify([{ Event: anEvent() }]), { file: 'e.json' }).entries).toHaveLength(1);
  });

  it('refuses objects of another form and survives hostile keys', () => {
    const proto: unknown = JSON.parse(
      '{"name": "twitter-account", "__proto__": {"deleted": true}, "Attribute": [{"object_relation": "name", "type": "text", "value": "__proto__"}]}',
    );

    const { entries, refused } = read(
      anEvent({ Object: [null, { name: 5 }, { name: 'x', Attribute: 'no list' }, proto] }),
    );

    expect(entries).toMatchObject([{ accounts: [{ platform: 'x', handle: '__proto__' }] }]);
    expect(refused).toHaveLength(3);
  });

  it.each(['{}', '[]', '5', '{"Event":', '{"response": {}}', '{"Event": null}'])('refuses %s', (text) => {
    const { entries, refused } = readMisp(text, { file: 'e.json' });

    expect(entries).toEqual([]);
    expect(refused).toHaveLength(1);
  });
});
