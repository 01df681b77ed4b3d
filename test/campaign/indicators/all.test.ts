import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../../src/campaign/campaign.ts';
import { evidenceRecord } from '../../../src/campaign/evidence.ts';
import { allIndicators } from '../../../src/campaign/indicators/all.ts';
import { type PointName, points } from '../../../src/campaign/indicators/points.ts';
import { type Measures, measureAll } from '../../../src/campaign/measures.ts';
import { familyOf, startRules } from '../../../src/campaign/start-rules.ts';
import { type Subject, subjectOfDetection } from '../../../src/campaign/subject.ts';
import type { Surroundings } from '../../../src/campaign/surroundings.ts';
import { type Share, shareOf } from '../../../src/measure/share.ts';
import { dayMs } from '../../../src/post/post.ts';
import { createRegistry } from '../../../src/registry/create-registry.ts';
import { aDetection, anAssessment } from '../../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const subject = subjectOfDetection(aDetection());
const registry = createRegistry({ version: '2026-03-01', entries: [] });
const history = { posts: [], span: { from: new Date(now.getTime() - 90 * dayMs), to: now }, readAt: now };
/** Nothing was posted: everything that rests on posts is unknown. */
const nothing = measureAll(subject, [], registry, {}, now);
const calm = measureAll(subject, [], registry, { history, confirmed: [] }, now);

/** So many that the prior of a share hardly draws it. */
const many = 1_000_000;
const part = (value: number, of = many): Share => shareOf(Math.round(Math.min(1, Math.max(0, value)) * of), of);

function indicatorsOf(
  measures: Measures,
  around: Surroundings = {},
  about: Subject = subject,
): ReadonlyMap<string, Indicator> {
  return new Map(allIndicators(measures, about, around, startRules, now).map((one) => [one.name, one]));
}

const cluster = (accounts: number) => ({ accounts, posts: accounts, wordings: 1, texts: 1, firstAt: now, lastAt: now });
const upload = (languages: number) => ({
  kind: 'media' as const,
  id: 'x:m1',
  languages: ['de', 'en', 'fr'].slice(0, languages),
  accounts: 9,
  posts: 9,
});

const alike = {
  known: true,
  active: 40,
  minActions: 5,
  minCosine: 0.5,
  largestGroup: 12,
  cut: 'cut at similarity percentile 70 (cosine 0.412 or more)',
} as const;

/** A measure in which the indicator's number is the given one. */
const given: Readonly<Partial<Record<PointName, (value: number) => Partial<Measures>>>> = {
  'copy-share': (value) => ({ copies: { ...calm.copies, early: part(value), all: part(value) } }),
  'biggest-copy-cluster': (value) => ({ copies: { ...calm.copies, biggest: cluster(value) } }),
  'same-media': (value) => ({ media: { ...calm.media, ofWritten: part(value), share: part(value) } }),
  'cross-language-copies': (value) => ({ languages: { ...calm.languages, objects: [upload(value)] } }),
  'noise-tails': (value) => ({ copies: { ...calm.copies, tails: part(value) } }),
  synchrony: (z) => ({ synchrony: { members: part(0.5, 40), expectedMembers: 3, pairs: 90, expectedPairs: 5, z } }),
  'start-steepness': (value) => ({ steepness: { ...calm.steepness, accounts: part(value) } }),
  'hour-profile': (value) => ({
    hours: {
      ...calm.hours,
      posts: 900,
      distance: value + 0.01,
      byChance: 0.01,
      block: { fromHour: 1, share: part(0.8) },
      weekendDrop: 0.7,
    },
  }),
  'machine-rhythm': (value) => ({ rhythm: { ...calm.rhythm, regular: part(value) } }),
  'young-accounts': (value) => ({ creation: { ...calm.creation, young: part(value), known: part(1) } }),
  'creation-week': (value) => ({
    cluster: { known: part(1), week: { from: now, accounts: 30, expected: 2, lnTail: -value } },
  }),
  'creation-groups': (z) => ({
    groups: { known: part(1), groups: { accounts: part(0.6), expectedAccounts: 5, pairs: 90, expectedPairs: 5, z } },
  }),
  'unseen-copiers': (value) => ({ unseen: { copiers: part(0.9), others: part(0.1), lnTail: -value } }),
  batches: (z) => ({ batches: { accounts: part(0.6), expectedAccounts: 9, z } }),
  'together-again': (z) => ({
    again: { accounts: part(0.6), expectedAccounts: 9, pairs: 90, expectedPairs: 5, z },
  }),
  'default-handles': (value) => ({ handles: { accounts: part(value), unknown: 0 } }),
  'thin-accounts': (value) => ({ thin: { ...calm.thin, underFive: part(value) } }),
  'repurposed-accounts': (value) => ({
    repurposed: { accounts: part(value), unknown: 0, gap: part(0), language: part(value), tags: part(0) },
  }),
  'language-mismatch': (value) => ({ mismatch: { ...calm.mismatch, script: part(value), tagScript: 'Hani' } }),
  'co-sharing': (value) => ({
    coSharing: { ...calm.coSharing, accounts: part(value), beyondPopularity: part(value) },
  }),
  'copy-partners': (value) => ({ partners: { accounts: part(value), fewestTexts: 2 } }),
  'similar-accounts': (value) => ({
    coSharing: { ...calm.coSharing, accounts: part(0) },
    alike: { ...alike, accounts: part(value) },
  }),
  concentration: (value) => ({
    copies: { ...calm.copies, early: part(0.5), all: part(0.5) },
    concentration: { ...calm.concentration, posts: 150, accounts: 100, topFivePercent: part(value) },
  }),
  'posts-per-account': (value) => ({ busy: { ...calm.busy, posts: value * 100, accounts: 100 } }),
  'repost-ratio': (value) => ({ reposts: { ...calm.reposts, few: part(value), fewAccounts: part(0.5) } }),
  'interaction-emptiness': (value) => ({ outside: { ...calm.outside, perPost: value, unanswered: part(0.5) } }),
  'campaign-overlap': (value) => ({
    overlap: { accounts: shareOf(6, 200), campaigns: [], compared: 2, lnTail: -value },
  }),
  'same-landing-page': (value) => ({ landing: { ...calm.landing, share: part(value) }, isListed: true }),
  'deleted-posts': (value) => ({ gone: { ...calm.gone, deleted: part(value) } }),
  'erased-posts': (value) => ({ gone: { ...calm.gone, erased: part(value) } }),
  'suspended-accounts': (value) => ({ gone: { ...calm.gone, suspended: part(value), checkedAt: now } }),
  'text-variety': (value) => ({ variety: { texts: part(value), unusable: 0 } }),
  breadth: (value) => ({
    concentration: { ...calm.concentration, posts: 120, accounts: 100, singlePost: part(value) },
  }),
  fandom: (value) => ({ fandom: { accounts: part(value), unknown: 0, days: 60 } }),
  giveaway: (value) => ({ giveaway: { share: part(value) } }),
  'connected-crowd': (value) => ({
    connected: { mutual: part(value), linked: part(value), unknown: 0 },
    crowd: { ...calm.crowd, medianAgeDays: 2000 },
  }),
  'old-accounts': (value) => ({
    crowd: { ...calm.crowd, olderThanThreeYears: part(value), medianAgeDays: 2000 },
    connected: undefined,
  }),
};

const table = Object.entries(given).flatMap(([name, measureOf]) => {
  const point = Object.entries(points).find(([known]) => known === name)?.[1];
  const weight = startRules.weights[name];
  return point === undefined || weight === undefined ? [] : [{ name, measureOf, weight, ...point }];
});

/** Whole numbers of accounts and languages have no middle; the next one does. */
const whole: ReadonlySet<string> = new Set(['cross-language-copies']);

describe('allIndicators', () => {
  it.each(table)('$name weighs nothing at its reference, half of it half way and all from strong on', (row) => {
    const { name, measureOf, reference, strong, weight } = row;
    const at = (value: number): Indicator | undefined => indicatorsOf({ ...calm, ...measureOf(value) }).get(name);
    const beyond = strong + (strong - reference) * (whole.has(name) ? 0 : 0.2);

    expect(at(reference)).toMatchObject({ known: true, reference, strongAt: strong });
    expect(at(reference)?.strength).toBeCloseTo(0, 3);
    expect(at((reference + strong) / 2)?.strength).toBeCloseTo(0.5, 3);
    expect(at((reference + strong) / 2)?.weight).toBeCloseTo(weight / 2, 3);
    expect(at(strong)?.weight).toBeCloseTo(weight, 3);
    expect(at(beyond)?.weight).toBeCloseTo(weight, 9);
    expect(at(reference - (strong - reference) * 0.2)?.weight ?? 0).toBeCloseTo(0, 9);
  });

  it('has a point and a weight for every name, and a family that a rule book can leave out', () => {
    expect(Object.keys(startRules.weights).sort()).toEqual(Object.keys(points).sort());
    for (const [name, weight] of Object.entries(startRules.weights)) {
      expect(Math.sign(weight)).toBe(familyOf(name) === 'against' ? -1 : 1);
    }
    expect(familyOf('nothing like it')).toBeUndefined();
  });

  it('knows nothing of posts that are not there, weighs nothing, and says of each what is missing', () => {
    const all = [...indicatorsOf(nothing).values()];
    const known = all.filter((one) => one.known).map(({ name }) => name);

    expect(known).toEqual([]);
    expect(all.every(({ weight, strength }) => weight === 0 && strength === undefined)).toBe(true);
    expect(all.every(({ sentence }) => sentence.length > 5 && !/undefined|NaN|\b0 of 0\b/.test(sentence))).toBe(true);
    expect(Object.values(evidenceRecord(anAssessment({ indicators: all }))).every(({ value }) => value === null)).toBe(
      true,
    );
  });

  it('keeps every term within its weight, and zero where it is unknown, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(table.map(({ name }) => [name, fc.double({ min: 0, max: 1, noNaN: true })]))),
        (values) => {
          for (const { name, measureOf } of table) {
            const value = whole.has(name) ? 2 : (values[name] ?? 0);
            const one = indicatorsOf({ ...calm, ...measureOf(value) }).get(name);
            const most = Math.abs(startRules.weights[name] ?? 0);

            expect(Math.abs(one?.weight ?? 0)).toBeLessThanOrEqual(most);
            expect(one?.known === false && one.weight !== 0).toBe(false);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('draws small shares towards the reference: two of three accounts are not 67 %', () => {
    const creation = { ...calm.creation, known: shareOf(10, 10), young: shareOf(7, 10) };
    const few = indicatorsOf({ ...calm, creation }).get('young-accounts');

    expect(few?.share).toMatchObject({ n: 7, of: 10 });
    expect(few?.measured).toBeCloseTo(8 / 21, 9);
  });
});

describe('guards', () => {
  const strongest = (name: PointName, change: Partial<Measures>): Indicator | undefined =>
    indicatorsOf({ ...calm, ...given[name]?.(points[name].strong), ...change }).get(name);

  it('counts a host that all links lead to only where a list names it or three accounts bring it for the first time', () => {
    expect(strongest('same-landing-page', { isListed: false })).toMatchObject({ known: true, weight: 0 });
    expect(strongest('same-landing-page', { isListed: false, isKnownHost: true })).toMatchObject({ weight: 0 });
    const landing = { ...calm.landing, share: part(1), accounts: 3 };
    const unseen = strongest('same-landing-page', { landing, isListed: false, isKnownHost: false });
    const own = { landing: { ...landing, accounts: 2 }, isListed: false, isKnownHost: false };
    expect(strongest('same-landing-page', own)).toMatchObject({ weight: 0 });
    expect(unseen).toMatchObject({ known: true, weight: startRules.weights['same-landing-page'] });
    expect(unseen?.sentence).toContain('one host that no list names, not linked here in the 30 days before');
  });

  it('counts no batches of a newsroom, whose texts are headlines', () => {
    const copies = { ...calm.copies, headlines: part(0.6) };

    expect(strongest('batches', { copies })).toMatchObject({ known: true, weight: 0 });
    expect(strongest('together-again', { copies })).toMatchObject({ known: true, weight: 0 });
  });

  it('takes varied words and a broad crowd for no explanation where accounts are worked through or the first texts are copies', () => {
    const batches = { accounts: part(0.6), expectedAccounts: 9, z: 6 };
    const copies = { ...calm.copies, early: part(0.4) };

    for (const name of ['text-variety', 'breadth'] as const) {
      expect(strongest(name, {})?.weight).toBeLessThan(0);
      expect(strongest(name, { batches })).toMatchObject({ known: true, weight: 0 });
      expect(strongest(name, { copies })).toMatchObject({ known: true, weight: 0 });
    }
  });

  it('counts busy accounts only where texts are copied, and breadth only where they are not', () => {
    expect(strongest('concentration', { copies: calm.copies })?.weight).toBe(0);
    expect(strongest('breadth', { copies: { ...calm.copies, early: part(0.5) } })?.weight).toBe(0);
  });

  it('counts neither varied texts nor breadth where posts are deleted at once', () => {
    const gone = { ...calm.gone, erased: shareOf(40, 100) };

    expect(strongest('text-variety', {})?.weight).toBeLessThan(0);
    expect(strongest('text-variety', { gone })?.weight).toBe(0);
    expect(strongest('breadth', { gone })?.weight).toBe(0);
    expect(strongest('text-variety', { gone: { ...gone, erased: shareOf(3, 4) } })?.weight).toBeLessThan(0);
  });

  it('takes fewer than ten users of copied texts for no bank', () => {
    expect(strongest('copy-partners', { partners: { accounts: shareOf(9, 9), fewestTexts: 2 } })?.weight).toBe(0);
  });

  it('counts of similar accounts those that co-sharing did not see, also where popularity explained it', () => {
    const coSharing = { ...calm.coSharing, beyondPopularity: part(0) };
    const seen = { ...coSharing, accounts: part(0.5) };
    const alikeOf = (n: number, of: number) => ({ alike: { ...alike, accounts: shareOf(n, of) } });

    expect(strongest('similar-accounts', {})?.sentence).toContain('cut at similarity percentile 70');
    expect(strongest('similar-accounts', { coSharing: seen })).toMatchObject({ known: true, weight: 0 });
    expect(strongest('similar-accounts', { coSharing: { ...seen, accounts: part(0.1) } })?.strength).toBeCloseTo(
      0.6,
      3,
    );
    expect(strongest('similar-accounts', alikeOf(9, 9))?.weight).toBe(0);
    expect(strongest('similar-accounts', alikeOf(2, 10))?.weight).toBe(0);
    expect(strongest('similar-accounts', { alike: { known: false, reason: 'too few' } })).toMatchObject({
      known: false,
    });
  });

  it('takes an old crowd for connected only where most of it is old, and age alone only where nobody knows more', () => {
    const connected = { mutual: part(0.9), linked: part(0.9), unknown: 0 };

    expect(strongest('connected-crowd', { crowd: { ...calm.crowd, medianAgeDays: 800 } })?.weight).toBe(0);
    expect(strongest('old-accounts', { connected })?.weight).toBe(0);
  });

  it('takes distance of hours for office hours only where they lie in one block', () => {
    const hours = {
      ...calm.hours,
      posts: 900,
      distance: 0.4,
      byChance: 0.01,
      block: { fromHour: 1, share: part(0.45) },
    };

    expect(strongest('hour-profile', { hours })).toMatchObject({ known: true, weight: 0 });
  });

  it('counts four accounts of confirmed campaigns for nothing, however rare that is', () => {
    const overlap = { accounts: shareOf(4, 200), campaigns: [], compared: 1, lnTail: -50 };

    expect(strongest('campaign-overlap', { overlap })?.weight).toBe(0);
  });

  it('takes the rarer week of all accounts and of those with copied texts, and says whose it is', () => {
    const week = (accounts: number, lnTail: number) => ({ from: now, accounts, expected: 1, lnTail });
    const cluster = { known: shareOf(200, 200), week: week(6, -5) };
    const copierCluster = { known: shareOf(20, 20), week: week(9, -8) };
    const one = indicatorsOf({ ...calm, cluster, copierCluster }).get('creation-week');
    const other = indicatorsOf({ ...calm, cluster: { ...cluster, week: week(30, -9) }, copierCluster }).get(
      'creation-week',
    );

    expect(one?.sentence).toMatch(/^9 of 20 accounts with copied texts created in one week/);
    expect(one?.measured).toBeCloseTo(8 - Math.log(2), 9);
    expect(other?.sentence).toMatch(/^30 of 200 accounts created in one week/);
  });

  it('needs five checked accounts, and five of one week', () => {
    const cluster = { known: part(1), week: { from: now, accounts: 4, expected: 0.1, lnTail: -99 } };

    expect(
      strongest('suspended-accounts', { gone: { ...calm.gone, suspended: shareOf(4, 4), checkedAt: now } })?.weight,
    ).toBe(0);
    expect(strongest('creation-week', { cluster })?.weight).toBe(0);
  });

  it('never counts a headline that readers passed on', () => {
    const copies = { ...calm.copies, headlines: shareOf(300, 400), early: part(0), all: part(0) };
    const all = indicatorsOf({ ...calm, copies });

    expect(all.get('headline-copies')).toMatchObject({ part: 'innocent', weight: 0, known: true });
    expect(all.get('headline-copies')?.sentence).toMatch(/^300 of 400 texts .* none is counted as a copy$/);
    expect(all.get('copy-share')?.weight).toBe(0);
  });

  it('has no pattern of names to look for outside X', () => {
    expect(indicatorsOf({ ...calm, platform: 'bluesky' }).has('default-handles')).toBe(false);
  });
});

describe('attributed accounts', () => {
  const listed = (n: number, of: number): Partial<Measures> => ({
    attributed: { ...calm.attributed, accounts: shareOf(n, of) },
  });
  const at = (n: number, of: number): number | undefined =>
    indicatorsOf({ ...calm, ...listed(n, of) }).get('attributed-accounts')?.weight;

  it('weigh by how unlikely so many are, and in full from three on', () => {
    expect(at(0, 300)).toBe(0);
    expect(at(3, 80)).toBeCloseTo(1, 9);
    expect(at(1, 80)).toBeGreaterThan(0);
    expect(at(1, 80)).toBeLessThan(0.2);
    // Three in a crowd of twenty thousand are what such a crowd holds anyway.
    expect(at(3, 20_000)).toBeLessThan(0.01);
  });

  it('weigh nothing in their own burst, and are unknown without a list', () => {
    const own = { ...subject, kind: 'attributed-burst' } as const;
    const measures = { ...calm, ...listed(9, 9) };
    const none = { ...calm, attributed: { ...calm.attributed, registryVersion: 'none', accounts: shareOf(0, 9) } };

    expect(indicatorsOf(measures, {}, own).get('attributed-accounts')).toMatchObject({ known: true, weight: 0 });
    expect(indicatorsOf(none).get('attributed-accounts')).toMatchObject({ known: false });
  });
});

describe('the innocent explanation', () => {
  const news = { hosts: 40, articles: 12, matchingHosts: 7, usual: 0.4, isBurst: true };
  const event = { name: 'Example Cup', tags: ['example'], source: 'cups.ics', from: now, to: now };

  it('weighs news of the same words, tells other news, and does not know what nobody read', () => {
    expect(indicatorsOf(calm, { news }).get('news-match')).toMatchObject({ weight: -1.2, strength: 1 });
    expect(indicatorsOf(calm, { news: { ...news, isBurst: false } }).get('news-match')).toMatchObject({
      known: true,
      weight: 0,
    });
    expect(indicatorsOf(calm, { news: { ...news, hosts: 0 } }).get('news-match')?.known).toBe(false);
    expect(indicatorsOf(calm).get('news-match')?.known).toBe(false);
  });

  it('weighs an event that bears the tag, names others of the day, and knows an empty list', () => {
    const other = { ...event, name: 'Another Fair', tags: ['fair'] };

    expect(indicatorsOf(calm, { events: [event] }).get('calendar')).toMatchObject({ weight: -1 });
    expect(indicatorsOf(calm, { events: [other] }).get('calendar')?.sentence).toContain('of other tags: Another Fair');
    expect(indicatorsOf(calm, { events: [] }).get('calendar')).toMatchObject({
      known: true,
      weight: 0,
      sentence: 'calendar: none',
    });
    expect(indicatorsOf(calm).get('calendar')?.known).toBe(false);
  });
});
