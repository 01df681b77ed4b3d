import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/campaign/campaign.ts';
import { campaignId } from '../../src/campaign/campaign-id.ts';
import { trackCampaigns } from '../../src/campaign/track.ts';
import { dayMs, hourMs } from '../../src/post/post.ts';
import { aDetection, anAssessment } from '../builders.ts';

const start = new Date('2026-03-02T09:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const assessment = anAssessment();

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

  it('gives the same campaigns whatever the order of the detections', () => {
    const detections = [
      aDetection(),
      aDetection({ key: 'other', episode: 'o', tags: ['other'] }),
      aDetection({
        keyKind: 'link',
        key: 'news.example/a',
        episode: 'l',
        tags: ['example'],
        links: ['news.example/a'],
      }),
      aDetection({ platform: 'bluesky', episode: 'b' }),
    ].map((detection) => ({ detection, assessment }));
    const summary = (campaigns: readonly Campaign[]): readonly string[] =>
      campaigns.map(({ id, links }) => `${id} ${links.join()}`).sort();
    const expected = summary(trackCampaigns(detections, [], after(3 * hourMs)));

    fc.assert(
      fc.property(fc.shuffledSubarray(detections, { minLength: detections.length }), (shuffled) => {
        expect(summary(trackCampaigns(shuffled, [], after(3 * hourMs)))).toEqual(expected);
      }),
    );
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
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('tag', 'link', 'group', 'network'),
        (key, keyKind) => {
          const id = campaignId(aDetection({ key, keyKind: keyKind as 'tag' }), () => false);
          return /^[^:\s]{10,64}$/u.test(id);
        },
      ),
    );
  });
});
