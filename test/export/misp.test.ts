import { describe, expect, it } from 'vitest';
import { mispEvent } from '../../src/export/misp.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aPost } from '../builders.ts';
import { aModel, campaign, confirmedTechnique, daily } from './an-export.ts';

describe('a MISP event', () => {
  it('is marked, unpublished, for its importer alone, and for no blocklist', () => {
    const { Event } = mispEvent(aModel());
    const attributes = [...Event.Attribute, ...Event.Object.flatMap(({ Attribute }) => Attribute)];

    expect(Event).toMatchObject({ published: false, distribution: '0', threat_level_id: '4', date: '2026-03-02' });
    expect(Event.info).toMatch(/^TLP:AMBER · #example on X/);
    expect(Event.Tag[0]).toEqual({ name: 'tlp:amber' });
    expect(attributes.every(({ to_ids }) => to_ids === false)).toBe(true);
  });

  it('has ids that stay, each once', () => {
    const { Event } = mispEvent(aModel());
    const ids = [
      Event.uuid,
      ...Event.Attribute.map(({ uuid }) => uuid),
      ...Event.Object.flatMap(({ uuid, Attribute }) => [uuid, ...Attribute.map((one) => one.uuid)]),
    ];

    expect(new Set(ids).size).toBe(ids.length);
    expect(mispEvent(aModel())).toEqual({ Event });
    expect(mispEvent(aModel({ campaign: { ...campaign, version: 9 } })).Event.uuid).toBe(Event.uuid);
  });

  it('repeats no attribute, which MISP would refuse, and keeps every verdict', () => {
    const verdict = { campaignId: campaign.id, kind: 'verdict', verdict: 'organic' } as const;
    const actions = [
      { ...verdict, by: 'Ana', at: new Date('2026-03-02T13:00:00Z') },
      { ...verdict, by: 'Ben', at: new Date('2026-03-02T14:00:00Z') },
    ];
    const [known] = campaign.assessment.indicators;
    const twice = known === undefined ? [] : [known, { ...known, name: 'another' }];
    const assessment = { ...campaign.assessment, indicators: twice };
    const { Attribute } = mispEvent(aModel({ campaign: { ...campaign, assessment }, confirmed: { actions } })).Event;
    const values = Attribute.map(({ type, value }) => `${type} ${value.toLowerCase()}`);

    expect(new Set(values).size).toBe(values.length);
    expect(values.filter((value) => value.startsWith('text organic: analyst-'))).toHaveLength(2);
  });

  it('gives a host without its port, and an address in numbers as one', () => {
    const links = ['news.example:8080/1', 'news.example./2', '192.0.2.7:81/3', '[2001:db8::1]:82/4'];
    const { Attribute } = mispEvent(aModel({ posts: [aPost({ links })], campaign: { ...campaign, links: [] } })).Event;
    const hosts = Attribute.filter(({ type }) => type === 'hostname' || type === 'ip-dst');

    expect(hosts.map(({ type, value }) => `${type} ${value}`).toSorted()).toEqual([
      'hostname news.example',
      'ip-dst 192.0.2.7',
      'ip-dst 2001:db8::1',
    ]);
  });

  it('tags confirmed techniques by galaxy and edition, and never suggested ones', () => {
    const tags = (given: Parameters<typeof aModel>[0]) => mispEvent(aModel(given)).Event.Tag.map(({ name }) => name);

    expect(tags({ confirmed: { techniques: [confirmedTechnique] } })).toEqual([
      'tlp:amber',
      'misp-galaxy:disarm-techniques="Use Copypasta"',
      'disarm:1.6="T0084.001"',
    ]);
    expect(tags({ options: { suggested: true } })).toEqual(['tlp:amber']);
    expect(tags({ options: { mark: 'for "us"' } })).toEqual(['tocsin:mark="for \'us\'"']);
  });

  it('says how sure the cited attribution is, on the account and on the outlet', () => {
    const { Event } = mispEvent(aModel());
    const account = Event.Object.find(({ name }) => name === 'twitter-account');

    expect(account?.comment).toContain('Attribution by: Example List 2026-01, 2026-01-01, https://list.example/2026');
    expect(account?.Attribute[0]?.Tag?.map(({ name }) => name)).toEqual([
      'estimative-language:confidence-in-analytic-judgment="high"',
      'admiralty-scale:source-reliability="b"',
      'admiralty-scale:information-credibility="2"',
      'DFRLab-dichotomies-of-disinformation:disinformant-category="government-inferred-attribution"',
    ]);
    expect(Event.Object.some(({ name }) => name === 'news-media')).toBe(true);
  });

  it.each([
    ['a disputed entry', { status: 'disputed' }],
    ['public-service media', { kind: 'public-service-media', typology: 'IP' }],
  ] as const)('puts no category on %s', (_name, given) => {
    const registry = createRegistry({ version: '2026-03-01', entries: [{ ...daily, ...given }] });

    expect(JSON.stringify(mispEvent(aModel({ registry })))).not.toContain('DFRLab');
  });

  it('describes a listed account of another platform, too', () => {
    const entry = { ...daily, accounts: [{ platform: 'bluesky', nativeId: 'did:plc:daily' }] };
    const registry = createRegistry({ version: '2026-03-01', entries: [entry] });
    const post = aPost({
      platform: 'bluesky',
      id: 'at://did:plc:daily/app.bsky.feed.post/3k',
      accountId: 'did:plc:daily',
      handle: 'daily.example',
      text: 'a',
    });
    const { Event } = mispEvent(aModel({ registry, posts: [post] }));

    expect(Event.Object.map(({ name }) => name)).toEqual(['news-media', 'user-account', 'microblog']);
    expect(Event.Object[2]?.Attribute.find((one) => one.object_relation === 'link')?.value).toBe(
      'https://bsky.app/profile/did:plc:daily/post/3k',
    );
  });
});
