import { describe, expect, it } from 'vitest';
import { readStix } from '../../../src/registry/lists/stix.ts';

type Thing = Record<string, unknown>;

const actor = {
  type: 'intrusion-set',
  id: 'intrusion-set--a',
  name: 'Example Set',
  modified: '2031-02-03T00:00:00.000Z',
};
const place = { type: 'location', id: 'location--l', country: 'IR' };
const located = link('located-at', 'intrusion-set--a', 'location--l');
const account = {
  type: 'user-account',
  id: 'user-account--u',
  account_type: 'twitter',
  account_login: 'ExampleOne',
  user_id: '42',
};

function link(type: string, source: string, target: string, more: Thing = {}): Thing {
  return {
    type: 'relationship',
    id: `relationship--${type}-${source}-${target}`,
    relationship_type: type,
    source_ref: source,
    target_ref: target,
    ...more,
  };
}

function read(...objects: readonly unknown[]) {
  return readStix(JSON.stringify({ type: 'bundle', id: 'bundle--b', objects }, undefined, 1), { file: 'b.json' });
}

describe('readStix', () => {
  it('makes one entry per actor, with its accounts, hosts, source, confidence and marks', () => {
    const { entries, refused, counts } = read(
      { ...actor, confidence: 80, created_by_ref: 'identity--by' },
      { type: 'identity', id: 'identity--by', name: 'Example Lab' },
      place,
      located,
      account,
      { type: 'domain-name', id: 'domain-name--d', value: 'News.example' },
      { type: 'url', id: 'url--u', value: 'https://t.me/example_one' },
      link('attributed-to', 'user-account--u', 'intrusion-set--a', {
        confidence: 60,
        object_marking_refs: ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003'],
      }),
      link('uses', 'intrusion-set--a', 'domain-name--d', {
        external_references: [{ source_name: 'report', url: 'https://lab.example/report' }],
      }),
      link('uses', 'intrusion-set--a', 'url--u'),
    );

    expect(refused).toEqual([]);
    expect(counts).toMatchObject({ objects: 10, accounts: 2, hosts: 1, entries: 1 });
    expect(entries).toEqual([
      {
        id: 'stix-intrusion-set-a',
        name: 'Example Set',
        kind: 'proxy-reported',
        state: 'IR',
        publicRole: false,
        accounts: [
          { platform: 'x', handle: 'ExampleOne', nativeId: '42' },
          { platform: 'telegram', handle: 'example_one' },
        ],
        hosts: ['news.example'],
        evidence: [
          {
            type: 'analyst',
            source: 'STIX bundle of Example Lab (b.json)',
            url: 'https://lab.example/report',
            date: new Date('2031-02-03T00:00:00Z'),
          },
        ],
        confidence: 'moderate',
        status: 'active',
        notes: 'Marked TLP:AMBER+STRICT by its source.',
      },
    ]);
  });

  // STIX 2.1, appendix A.
  it.each([
    [undefined, 'low'],
    [0, 'low'],
    [29, 'low'],
    [30, 'moderate'],
    [69, 'moderate'],
    [70, 'high'],
    [100, 'high'],
  ])('a confidence of %s is %s', (confidence, word) => {
    const { entries } = read(actor, place, located, account, link('uses', actor.id, account.id, { confidence }));

    expect(entries).toMatchObject([{ confidence: word }]);
  });

  it('takes related-to for a weak attribution to an actor, and for none to an identity', () => {
    const victim = { type: 'identity', id: 'identity--v', name: 'A newspaper', identity_class: 'organization' };
    const sure = { confidence: 95 };

    const set = read({ ...actor, ...sure }, place, located, account, link('related-to', account.id, actor.id, sure));
    const identity = read(
      victim,
      place,
      link('located-at', victim.id, place.id),
      account,
      link('related-to', account.id, victim.id),
    );

    expect(set.entries).toMatchObject([{ confidence: 'low' }]);
    expect(identity.entries).toEqual([]);
  });

  it('goes through channels, media content and campaigns of OpenCTI, and round circles', () => {
    const channel = {
      type: 'channel',
      id: 'channel--c',
      name: 'Example One',
      channel_types: ['Telegram'],
      external_references: [{ source_name: 'telegram', url: 'https://t.me/example_one' }],
    };
    const { entries, refused } = read(
      actor,
      { type: 'threat-actor', id: 'threat-actor--t', name: 'Sponsor' },
      place,
      channel,
      account,
      { type: 'media-content', id: 'media-content--m', url: 'https://news.example/a' },
      { type: 'url', id: 'url--u', value: 'https://news.example' },
      link('related-to', account.id, channel.id),
      link('related-to', channel.id, account.id),
      link('publishes', channel.id, 'media-content--m'),
      link('related-to', 'url--u', 'media-content--m'),
      link('uses', actor.id, channel.id),
      link('attributed-to', actor.id, 'threat-actor--t'),
      link('attributed-to', 'threat-actor--t', actor.id),
      link('originates-from', 'threat-actor--t', place.id),
    );

    expect(refused).toEqual([]);
    expect(entries).toMatchObject([
      {
        name: 'Example Set',
        state: 'IR',
        hosts: ['news.example'],
        accounts: [
          { platform: 'telegram', handle: 'example_one' },
          { platform: 'x', handle: 'ExampleOne' },
        ],
      },
    ]);
  });

  it('refuses what nobody is attributed to, and what it attributes to too many', () => {
    const other = { ...actor, id: 'intrusion-set--b', name: 'Other Set' };
    const reason = (...objects: readonly unknown[]) => read(...objects).refused[0]?.reason;

    expect(reason(account)).toContain('no attribution');
    expect(reason(account, link('attributed-to', account.id, 'intrusion-set--missing'))).toContain('no attribution');
    expect(reason(actor, account, link('targets', actor.id, account.id))).toContain('no attribution');
    expect(reason(actor, account, link('uses', actor.id, account.id))).toContain('names no country');
    expect(
      reason(actor, other, account, link('uses', actor.id, account.id), link('uses', other.id, account.id)),
    ).toContain('more than one: Example Set, Other Set');
    expect(
      reason(
        actor,
        place,
        { ...place, id: 'location--m', country: 'CN' },
        located,
        link('located-at', actor.id, 'location--m'),
        account,
        link('uses', actor.id, account.id),
      ),
    ).toContain('more than one country: IR, CN');
  });

  it('attributes nothing to a person', () => {
    const person = { type: 'identity', id: 'identity--p', name: 'Somebody', identity_class: 'individual' };
    const { entries, refused } = read(
      person,
      place,
      link('located-at', person.id, place.id),
      account,
      link('belongs-to', account.id, person.id),
    );

    expect(entries).toEqual([]);
    expect(refused).toMatchObject([{ reason: expect.stringContaining('a person') }]);
    expect(JSON.stringify(refused)).not.toContain('Somebody');

    const both = read(
      person,
      actor,
      account,
      link('belongs-to', account.id, person.id),
      link('uses', actor.id, account.id),
    );

    expect(both.refused[0]?.reason).toContain('more than one: a person, Example Set');
  });

  it('names a public body, and leaves a revoked object and its relationships out', () => {
    const ministry = {
      type: 'identity',
      id: 'identity--m',
      name: 'Ministry',
      identity_class: 'organization',
      sectors: ['government-national'],
    };
    const at = link('located-at', ministry.id, place.id);
    const owns = link('owns', ministry.id, account.id);

    expect(read(ministry, place, at, account, owns).entries).toMatchObject([{ kind: 'government', publicRole: true }]);
    expect(read(ministry, place, at, { ...account, revoked: true }, owns)).toMatchObject({
      entries: [],
      counts: { revoked: 1 },
      refused: [{ reason: expect.stringContaining('is revoked') }],
    });
    expect(read(ministry, place, at, account, { ...owns, revoked: true }).entries).toEqual([]);
    expect(read(ministry, place, at, account, owns, { ...account, revoked: true }).entries).toEqual([]);
  });

  it('refuses objects of another form with their line, and reads the rest', () => {
    const { entries, refused, counts } = read(
      null,
      { id: 'no type' },
      { type: 'user-account', id: 5 },
      { type: 'user-account', id: 'user-account--x', account_type: 'unix', account_login: 'root' },
      { type: 'url', id: 'url--p', value: 'https://news.example/a/page' },
      { type: 'malware', id: 'malware--m' },
      JSON.parse(
        '{"type": "url", "id": "__proto__", "value": "https://proto.example", "__proto__": {"revoked": true}}',
      ),
      actor,
      place,
      located,
      account,
      link('uses', actor.id, account.id),
      link('uses', actor.id, '__proto__'),
    );

    expect(entries).toMatchObject([{ hosts: ['proto.example'], accounts: [{ handle: 'ExampleOne' }] }]);
    expect(counts).toMatchObject({ objects: 13, 'malware not read': 1 });
    expect(refused.map(({ line }) => line)).toEqual([5, 6, 9, 13, 19]);
    expect(refused[2]?.reason).toBe('objects[2]: user-account: id is missing or of another type');
  });

  it('keeps the later version of an object', () => {
    const old = { ...actor, name: 'Old name', modified: '2030-01-01T00:00:00.000Z' };

    for (const versions of [
      [actor, old],
      [old, actor],
    ]) {
      expect(read(...versions, place, located, account, link('uses', actor.id, account.id)).entries).toMatchObject([
        { name: 'Example Set' },
      ]);
    }
  });

  it('reads a bundle of many objects', () => {
    const many = 5_000;
    const accounts = Array.from({ length: many }, (_, i) => ({
      ...account,
      id: `user-account--${i}`,
      account_login: `name_${i}`,
      user_id: String(i),
      x_text: 'x'.repeat(500),
    }));
    const links = accounts.map(({ id }) =>
      link('attributed-to', id, actor.id, {
        object_marking_refs: ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'],
      }),
    );

    const { entries } = read(actor, place, located, ...accounts, ...links);

    expect(entries).toMatchObject([{ notes: 'Marked TLP:RED by its source.' }]);
    expect(entries[0]?.accounts).toHaveLength(many);
  });

  it.each([
    '{"type": "bundle"}',
    '{"type": "bundle", "objects": {}}',
    '[]',
    '{"type": "bundle",\n"objects": [',
    `${'['.repeat(100_000)}`,
  ])('refuses a text that is no bundle', (text) => {
    expect(readStix(text, { file: 'b.json' })).toMatchObject({ entries: [], refused: [{ file: 'b.json' }] });
  });
});
