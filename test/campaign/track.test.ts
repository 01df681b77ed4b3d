import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/campaign/campaign.ts';
import { campaignId } from '../../src/campaign/campaign-id.ts';
import { trackCampaigns } from '../../src/campaign/track.ts';
import type { Detection } from '../../src/detector/detector.ts';
import { keyKinds } from '../../src/detector/detector.ts';
import { dayMs, hourMs } from '../../src/post/post.ts';
import { aDetection, anAssessment } from '../builders.ts';

const start = new Date('2026-03-02T09:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const assessment = anAssessment();
const families = { truth: ['example', 'example_'] };
const sorted = (campaigns: readonly Campaign[]): readonly Campaign[] =>
  [...campaigns].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('trackCampaigns', () => {
  it('makes one campaign of one episode that grows, and counts it up', () => {
    const now = after(3 * hourMs);
    const first = trackCampaigns([{ detection: aDetection(), assessment }], [], now);
    const grown = aDetection({ accounts: 391, posts: 900, to: after(5 * hourMs) });
    const second = trackCampaigns([{ detection: grown, assessment }], first, after(5 * hourMs));

    expect(first).toHaveLength(1);
    expect(second).toMatchObject([{ id: first[0]?.id, accounts: 391, posts: 900, version: 2, state: 'open' }]);
    expect(second[0]?.growth).toMatchObject([{ accounts: 391, level: 'S2' }]);
  });

  it('takes the same tag up again three days later: one campaign, not two', () => {
    const ended = aDetection({ open: false });
    const first = trackCampaigns([{ detection: ended, assessment }], [], after(4 * hourMs));
    const later = aDetection({ episode: 'next', from: after(3 * dayMs), to: after(3 * dayMs + hourMs) });
    const second = trackCampaigns([{ detection: later, assessment }], first, after(3 * dayMs + hourMs));

    expect(first[0]?.state).toBe('ended');
    expect(second).toMatchObject([{ id: first[0]?.id, state: 'open' }]);
    expect(second[0]?.endedAt).toBeUndefined();
    expect(second[0]?.episodes).toHaveLength(2);
  });

  it('starts a new campaign when the tag comes back after more than a week', () => {
    const first = trackCampaigns([{ detection: aDetection({ open: false }), assessment }], [], after(4 * hourMs));
    const later = aDetection({ episode: 'next', from: after(10 * dayMs), to: after(10 * dayMs) });

    expect(trackCampaigns([{ detection: later, assessment }], first, after(10 * dayMs))[0]?.id).not.toBe(first[0]?.id);
  });

  it('folds the link that the tag’s posts carry into the tag’s campaign', () => {
    const tag = aDetection();
    const link = aDetection({
      keyKind: 'link',
      key: 'news.example/a',
      episode: 'link',
      tags: ['example'],
      links: ['news.example/a'],
    });
    const campaigns = trackCampaigns(
      [
        { detection: link, assessment },
        { detection: tag, assessment },
      ],
      [],
      after(3 * hourMs),
    );

    expect(campaigns).toMatchObject([{ keyKind: 'tag', key: 'example', links: ['news.example/a'] }]);
  });

  it('folds a tag whose posts carry the campaign’s tag, too, into it, whichever comes first', () => {
    const main = aDetection({ key: 'main', episode: 'm', tags: ['main'], posts: 450 });
    const minor = aDetection({ key: 'also', episode: 'a', tags: ['also', 'main'], posts: 42, accounts: 42 });
    const campaigns = trackCampaigns(
      [minor, main].map((detection) => ({ detection, assessment })),
      [],
      after(3 * hourMs),
    );

    expect(campaigns).toMatchObject([{ key: 'main', tags: ['main', 'also'], episodes: ['m', 'a'] }]);
  });

  it('keeps the higher peak when a later burst is smaller', () => {
    const usual = { hours: 6, low: 0, high: 3, observed: 273, unit: 'posts' as const };
    const first = trackCampaigns([{ detection: aDetection({ usual }), assessment }], [], after(3 * hourMs));
    const later = aDetection({
      episode: 'later',
      usual: { ...usual, observed: 139 },
      from: after(2 * dayMs),
      to: after(2 * dayMs),
    });
    const second = trackCampaigns([{ detection: later, assessment }], first, after(2 * dayMs));

    expect(second[0]?.usual.observed).toBe(273);
  });

  it('folds a network of the campaign’s accounts into it, and keeps other networks apart', () => {
    const accountIds = ['a', 'b', 'c', 'd'];
    const tag = aDetection({ accountIds });
    const own = aDetection({
      kind: 'co-share',
      keyKind: 'network',
      key: 'a',
      episode: 'n1',
      accountIds: ['a', 'b', 'z'],
      tags: [],
    });
    const other = aDetection({
      kind: 'co-share',
      keyKind: 'network',
      key: 'q',
      episode: 'n2',
      accountIds: ['q', 'r', 's'],
      tags: [],
    });
    const campaigns = trackCampaigns(
      [tag, own, other].map((detection) => ({ detection, assessment })),
      [],
      after(3 * hourMs),
    );

    expect(campaigns.map(({ kind }) => kind).sort()).toEqual(['co-share', 'hashtag-campaign']);
  });

  it('never mixes attributed bursts with others, nor platforms', () => {
    const tag = aDetection({ accountIds: ['a'] });
    const group = aDetection({
      kind: 'attributed-burst',
      keyKind: 'group',
      key: 'XX government · example',
      episode: 'g',
      accountIds: ['a'],
    });
    const elsewhere = aDetection({ platform: 'bluesky', episode: 'b', accountIds: ['a'] });

    expect(
      trackCampaigns(
        [tag, group, elsewhere].map((detection) => ({ detection, assessment })),
        [],
        start,
      ),
    ).toHaveLength(3);
  });

  it('takes a listed account that posts more than usual into the burst of its group, and no other account', () => {
    const listed = (keyKind: 'account' | 'group', key: string, accountIds: readonly string[]): Detection =>
      aDetection({ kind: 'attributed-burst', keyKind, key, episode: key, tags: [], links: [], accountIds });
    const group = listed('group', 'XX state-media', ['o1', 'o2', 'o3']);
    const member = listed('account', 'o2', ['o2']);
    const stranger = listed('account', 'q9', ['q9']);
    const campaigns = trackCampaigns(
      [stranger, member, group].map((detection) => ({ detection, assessment })),
      [],
      after(3 * hourMs),
    );

    expect(campaigns.map(({ key, episodes }) => [key, episodes])).toEqual([
      ['XX state-media', ['XX state-media', 'o2']],
      ['q9', ['q9']],
    ]);
  });

  it('takes groups of one state on one topic as one event, and other states apart', () => {
    const group = (key: string, episode: string) =>
      aDetection({ kind: 'attributed-burst', keyKind: 'group', key, episode, tags: ['summit'], accountIds: [episode] });
    const detections = [
      group('XX diplomat · #summit', 'a'),
      group('XX government · #summit', 'b'),
      group('YY diplomat · #summit', 'c'),
    ];
    const campaigns = trackCampaigns(
      detections.map((detection) => ({ detection, assessment })),
      [],
      start,
    );

    expect(campaigns.map(({ key, episodes }) => [key, episodes.length])).toEqual([
      ['XX diplomat · #summit', 2],
      ['YY diplomat · #summit', 1],
    ]);
  });

  it('keeps the highest level and tells when it rose', () => {
    const first = trackCampaigns([{ detection: aDetection(), assessment }], [], after(3 * hourMs));
    const up = trackCampaigns(
      [{ detection: aDetection(), assessment: anAssessment({ level: 'S1' }) }],
      first,
      after(4 * hourMs),
    );
    const down = trackCampaigns(
      [{ detection: aDetection(), assessment: anAssessment({ level: 'S3' }) }],
      up,
      after(5 * hourMs),
    );

    expect(up[0]).toMatchObject({ level: 'S1', growth: [{ level: 'S1' }] });
    expect(down[0]?.level).toBe('S1');
  });

  it('names a part that is stronger than the whole, and keeps the evidence of the whole', () => {
    const whole = anAssessment({ level: 'S4', why: ['a wide burst'] });
    const accountIds = ['a', 'b', 'c', 'd'];
    const first = trackCampaigns([{ detection: aDetection({ accountIds }), assessment: whole }], [], after(3 * hourMs));
    const network = aDetection({
      kind: 'co-share',
      keyKind: 'network',
      key: 'a',
      episode: 'n',
      accountIds,
      accounts: 4,
    });
    const part = anAssessment({ level: 'S3', why: ['again and again'], indicators: [] });
    const second = trackCampaigns([{ detection: network, assessment: part }], first, after(4 * hourMs));
    const third = trackCampaigns(
      [{ detection: aDetection({ accountIds }), assessment: whole }],
      second,
      after(5 * hourMs),
    );

    expect(third[0]?.level).toBe('S3');
    expect(third[0]?.assessment.why).toEqual([
      'a part of it, a network of 4 accounts, is S3: again and again',
      'a wide burst',
    ]);
    expect(third[0]?.assessment.indicators).toEqual(whole.indicators);
  });

  it('ends what nobody heard of for two days', () => {
    const first = trackCampaigns([{ detection: aDetection(), assessment }], [], after(3 * hourMs));

    expect(trackCampaigns([], first, after(2 * dayMs))).toEqual([]);
    expect(trackCampaigns([], first, after(5 * dayMs))).toMatchObject([{ state: 'ended' }]);
  });

  it('gives the same campaigns whatever the order of the detections, and of the campaigns known before', () => {
    const before = trackCampaigns(
      [
        aDetection({ key: 'example_', episode: 'e0', tags: ['example_'], posts: 40 }),
        aDetection({ keyKind: 'link', key: 'news.example/b', episode: 'l0', tags: [], links: ['news.example/b'] }),
        aDetection({ key: 'other', episode: 'o0', tags: ['other'], accountIds: ['q', 'r'] }),
        aDetection({ platform: 'bluesky', episode: 'b0' }),
      ].map((detection) => ({ detection, assessment })),
      [],
      after(hourMs),
      families,
    );
    const detections = [
      aDetection(),
      aDetection({ keyKind: 'family', key: 'truth', episode: 'f', tags: ['example', 'example_'], posts: 500 }),
      aDetection({ key: 'other', episode: 'o', tags: ['other'], accountIds: ['q', 'r', 's'] }),
      aDetection({
        keyKind: 'link',
        key: 'news.example/a',
        episode: 'l',
        tags: ['example'],
        links: ['news.example/a'],
      }),
      aDetection({ keyKind: 'host', key: 'news.example', episode: 'h', tags: ['other'], links: ['news.example/b'] }),
      aDetection({ keyKind: 'text', key: 'c0ffee', episode: 't', tags: [], accountIds: ['q', 'r'] }),
      aDetection({ kind: 'co-share', keyKind: 'network', key: 'q', episode: 'n', tags: [], accountIds: ['q', 's'] }),
      aDetection({ platform: 'bluesky', episode: 'b', accounts: 400 }),
      aDetection({ kind: 'attributed-burst', keyKind: 'group', key: 'XX diplomat', episode: 'g', accountIds: ['d'] }),
      aDetection({ kind: 'attributed-burst', keyKind: 'account', key: 'd', episode: 'a', accountIds: ['d'] }),
    ].map((detection) => ({ detection, assessment }));
    const expected = sorted(trackCampaigns(detections, before, after(3 * hourMs), families));

    expect(expected.map(({ id, keyKind, episodes }) => [id, keyKind, episodes.length])).toMatchInlineSnapshot(`
      [
        [
          "example-bluesky-20260302",
          "tag",
          2,
        ],
        [
          "example-x-20260302",
          "family",
          4,
        ],
        [
          "other-x-20260302",
          "tag",
          5,
        ],
        [
          "xx-diplomat-x-20260302",
          "group",
          2,
        ],
      ]
    `);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(detections, { minLength: detections.length }),
        fc.shuffledSubarray([...before], { minLength: before.length }),
        (shuffled, known) => {
          expect(sorted(trackCampaigns(shuffled, known, after(3 * hourMs), families))).toEqual(expected);
        },
      ),
    );
  });

  it('chooses between two campaigns that fit by what they are, not by which was read first', () => {
    const accountIds = ['a', 'b'];
    const tags = ['one', 'two'].map((key, n) =>
      aDetection({ key, episode: key, tags: [key], accountIds, posts: 90 + n }),
    );
    const known = trackCampaigns(
      tags.map((detection) => ({ detection, assessment })),
      [],
      after(hourMs),
    );
    const text = aDetection({ keyKind: 'text', key: 'c0ffee', episode: 't', tags: [], accountIds });
    const joined = (current: readonly Campaign[]) =>
      trackCampaigns([{ detection: text, assessment }], current, after(2 * hourMs)).map(({ key }) => key);

    expect(joined(known)).toEqual(['two']);
    expect(joined([...known].reverse())).toEqual(['two']);
  });

  it('takes the tags of a family as one campaign, which bears the family’s name once that bursts', () => {
    const tag = trackCampaigns(
      [{ detection: aDetection({ key: 'example_', tags: ['example_'] }), assessment }],
      [],
      start,
      families,
    );
    const other = aDetection({ key: 'example', episode: 'other', to: after(4 * dayMs), from: after(4 * dayMs) });
    const second = trackCampaigns([{ detection: other, assessment }], tag, after(4 * dayMs), families);
    const family = aDetection({
      keyKind: 'family',
      key: 'truth',
      episode: 'f',
      tags: ['example', 'example_'],
      accounts: 500,
    });
    const third = trackCampaigns([{ detection: family, assessment }], second, after(4 * dayMs), families);

    expect(second).toMatchObject([{ id: tag[0]?.id, keyKind: 'tag', key: 'example_', tags: ['example_', 'example'] }]);
    expect(third).toMatchObject([{ id: tag[0]?.id, keyKind: 'family', key: 'truth', accounts: 500 }]);
    // Undeclared, they are two.
    expect(
      trackCampaigns([{ detection: other, assessment }], tag, after(4 * dayMs)).map(({ key, state }) => [key, state]),
    ).toEqual([
      ['example_', 'ended'],
      ['example', 'open'],
    ]);
  });

  it('folds texts and hosts that come with the campaign’s tag into it, and a text of its accounts', () => {
    const tag = aDetection({ accountIds: ['a', 'b', 'c', 'd'] });
    const own = [
      aDetection({ keyKind: 'text', key: 'c0ffee', episode: 't1', tags: ['example', 'beside'] }),
      aDetection({ keyKind: 'text', key: 'decade', episode: 't2', tags: [], accountIds: ['a', 'b'] }),
      aDetection({ keyKind: 'host', key: 'news.example', episode: 'h1', tags: ['example'] }),
    ];
    const others = [
      aDetection({ keyKind: 'text', key: 'facade', episode: 't3', tags: ['beside'], accountIds: ['y', 'z'] }),
      // Everybody links to it: that its accounts are the campaign's says nothing.
      aDetection({ keyKind: 'host', key: 'video.example', episode: 'h2', tags: [], accountIds: ['a', 'b', 'c', 'd'] }),
    ];
    const campaigns = trackCampaigns(
      [...others, ...own, tag].map((detection) => ({ detection, assessment })),
      [],
      after(3 * hourMs),
    );

    expect(campaigns.map(({ keyKind, episodes }) => [keyKind, episodes.length])).toEqual([
      ['tag', 4],
      ['host', 1],
      ['text', 1],
    ]);
  });

  it('lets the tag of a text or host that was found first join it', () => {
    const text = trackCampaigns(
      [{ detection: aDetection({ keyKind: 'text', key: 'c0ffee', episode: 't', tags: ['example'] }), assessment }],
      [],
      after(hourMs),
    );

    expect(trackCampaigns([{ detection: aDetection(), assessment }], text, after(2 * hourMs))).toMatchObject([
      { id: text[0]?.id, keyKind: 'text', episodes: ['t', aDetection().episode] },
    ]);
  });

  it('takes an account into the burst of its group on the same topic, and keeps others apart', () => {
    const listed = { kind: 'attributed-burst', tags: ['summit'] } as const;
    const group = aDetection({ ...listed, keyKind: 'group', key: 'XX diplomat', episode: 'g', accountIds: ['1', '2'] });
    const own = aDetection({ ...listed, keyKind: 'account', key: '1', episode: 'a1', accountIds: ['1'] });
    const other = aDetection({ ...listed, keyKind: 'account', key: '7', episode: 'a7', accountIds: ['7'] });
    const first = trackCampaigns([{ detection: own, assessment }], [], start);

    expect(
      trackCampaigns(
        [own, other, group].map((detection) => ({ detection, assessment })),
        [],
        start,
      ).map(({ key, episodes }) => [key, episodes.length]),
    ).toEqual([
      ['XX diplomat', 2],
      ['7', 1],
    ]);
    expect(trackCampaigns([{ detection: group, assessment }], first, start)).toMatchObject([
      { id: first[0]?.id, keyKind: 'group', key: 'XX diplomat', accounts: 214 },
    ]);
  });

  it('is a slow drip only until another lane has found it', () => {
    const drip = trackCampaigns([{ detection: aDetection({ lane: 'drip' }), assessment }], [], after(3 * hourMs));
    const burst = trackCampaigns([{ detection: aDetection({ lane: 'level' }), assessment }], drip, after(4 * hourMs));
    const again = trackCampaigns([{ detection: aDetection({ lane: 'drip' }), assessment }], burst, after(5 * hourMs));

    expect([drip, burst, again].map(([campaign]) => campaign?.lane)).toEqual(['drip', 'level', 'level']);
  });
});

describe('campaigns on several platforms', () => {
  const on = (platform: string, given: Parameters<typeof aDetection>[0] = {}) => ({
    detection: aDetection({ platform, episode: platform, ...given }),
    assessment,
  });

  it('point at each other, as evidence that weighs nothing', () => {
    const [bluesky, x] = trackCampaigns([on('x'), on('bluesky')], [], after(3 * hourMs));

    expect(x?.alsoOn).toEqual([{ campaignId: bluesky?.id, platform: 'bluesky', since: start }]);
    expect(x?.assessment.indicators.at(-1)).toMatchObject({
      name: 'also-on',
      weight: 0,
      sentence: `the same topic bursts on bluesky since 2026-03-02 09:00 UTC (${bluesky?.id})`,
    });
    expect(x?.expectedFalsePerDay).toBe(aDetection().expectedFalsePerDay);
    expect(x?.assessment.coordination).toBe(assessment.coordination);
    expect(x?.version).toBe(1);
  });

  it('tell it once, also of a campaign that did not change otherwise', () => {
    const first = trackCampaigns([on('x')], [], after(3 * hourMs));
    const second = trackCampaigns([on('bluesky')], first, after(4 * hourMs));
    const known = [...new Map([...first, ...second].map((campaign) => [campaign.id, campaign])).values()];

    expect(sorted(second).map(({ platform, version }) => [platform, version])).toEqual([
      ['bluesky', 1],
      ['x', 2],
    ]);
    expect(trackCampaigns([], known, after(5 * hourMs))).toEqual([]);
    expect(
      trackCampaigns([on('x', { accounts: 230 })], known, after(5 * hourMs))[0]?.assessment.indicators.filter(
        ({ name }) => name === 'also-on',
      ),
    ).toHaveLength(1);
  });

  it('are linked within six hours, by family and text, and never by accounts', () => {
    const late = { from: after(9 * hourMs), to: after(10 * hourMs) };
    const linked = (a: Parameters<typeof aDetection>[0], b: Parameters<typeof aDetection>[0]): boolean =>
      trackCampaigns([on('x', a), on('bluesky', b)], [], after(10 * hourMs), families)[0]?.alsoOn !== undefined;

    expect(linked({}, late)).toBe(false);
    expect(linked({}, { from: after(8 * hourMs), to: after(10 * hourMs) })).toBe(true);
    expect(linked({}, { key: 'example_' })).toBe(true);
    expect(linked({}, { key: 'elsewhere' })).toBe(false);
    expect(linked({ keyKind: 'family', key: 'truth' }, { key: 'example_' })).toBe(true);
    expect(linked({ keyKind: 'text', key: 'c0ffee' }, { keyKind: 'text', key: 'c0ffee' })).toBe(true);
    expect(
      linked({ kind: 'co-share', keyKind: 'network', key: '1' }, { kind: 'co-share', keyKind: 'network', key: '1' }),
    ).toBe(false);
  });
});

describe('campaignId', () => {
  it('is readable in any script and unique', () => {
    expect(campaignId(aDetection({ key: 'stopxinjiangrumors' }), () => false)).toBe('stopxinjiangrumors-x-20260302');
    expect(campaignId(aDetection({ key: '新疆' }), () => false)).toBe('新疆-x-20260302');
    expect(campaignId(aDetection(), (id) => id === 'example-x-20260302')).toBe('example-x-20260302-2');
    expect(campaignId(aDetection({ keyKind: 'link', key: 'news.example/a' }), () => false)).toMatch(
      /^news-example-[0-9a-f]{6}-x-20260302$/,
    );
    // Whose page it is does not stand in an id.
    expect(campaignId(aDetection({ keyKind: 'link', key: 'ada.bsky.social/x' }), () => false)).toMatch(
      /^bsky-social-[0-9a-f]{6}-x-20260302$/,
    );
  });

  it('fits a button and holds no colon', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...keyKinds), (key, keyKind) => {
        const id = campaignId(aDetection({ key, keyKind }), () => false);
        return /^[^:\s]{10,64}$/u.test(id);
      }),
    );
  });
});
