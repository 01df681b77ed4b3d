import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, rulesVersion } from '../../src/campaign/assess.ts';
import { evidenceRecord } from '../../src/campaign/evidence.ts';
import { familyCap, ledgerOf } from '../../src/campaign/ledger.ts';
import { subjectOfDetection } from '../../src/campaign/subject.ts';
import { dayMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aDetection, anEntry, aPost } from '../builders.ts';

const start = Date.parse('2026-03-02T09:00:00Z');
const now = new Date('2026-03-02T12:00:00Z');
const context = { rulesVersion, watchedTags: ['example'], watchedHosts: [] };
const registry = createRegistry({ version: '2026-03-01', entries: [anEntry()] });
const noRegistry = createRegistry({ version: 'none', entries: [] });

/** Twelve texts that have hardly a word in common. */
const bank = [
  'Everybody in the valley knows how well the harvest went this autumn',
  'My grandmother laughs when she hears what strangers say about us',
  'Visitors who really came here tell a completely different story',
  'Look at these photographs and judge for yourselves, dear friends',
  'Schools, hospitals, roads: so much was built within ten short years',
  'I work in this factory by choice and I am proud of what we make',
  'Foreign newspapers never ask a single one of my neighbours anything',
  'Cotton fields at sunrise, the most peaceful place I can imagine',
  'Those who spread lies about our home have never set foot in it',
  'Dancing at my cousin’s wedding until four in the morning, what joy',
  'A stranger wrote about my life without having met me even once',
  'The truth does not need loud voices, it needs open eyes and ears',
] as const;

/** Throw-away accounts in rounds: one text of a bank and one link of two at a time, seconds apart, all made in one week. */
function campaignPosts(): readonly Post[] {
  return Array.from({ length: 120 }, (_, account) => account).flatMap((account) =>
    [0, 1, 2].map((round) =>
      aPost({
        accountId: `thin${account}`,
        accountCreatedAt: new Date(Date.parse('2026-02-02T00:00:00Z') + (account % 6) * dayMs),
        followers: account % 4 === 0 ? 1 : 0,
        createdAt: new Date(start + round * 1_200_000 + (account % 40) * 1000),
        text: `${bank[round * 4 + (account % 4)]} QW${'ABCDEFGH'[account % 8]}${'JKLMNPQR'[(account * 3) % 8]}`,
        tags: ['example'],
        links: [`news.example/${round}${account % 4}`],
        likes: 0,
        reposts: 0,
      }),
    ),
  );
}

/** Old accounts, one post each, every text another. */
function crowdPosts(): readonly Post[] {
  return Array.from({ length: 300 }, (_, account) =>
    aPost({
      accountId: `old${account}`,
      accountCreatedAt: new Date('2015-01-01T00:00:00Z'),
      followers: 200 + account,
      createdAt: new Date(start + account * 30_000),
      text: `What I saw myself at the place called ${account.toString(36)} ${(account * 7919).toString(36)} ${(account * 104729).toString(36)} today`,
      tags: ['example'],
      links: account % 3 === 0 ? [`site${account}.example/story`] : [],
      likes: account % 7,
      reposts: 0,
    }),
  );
}

const subject = subjectOfDetection(aDetection());

describe('assess', () => {
  it('finds strong signs of coordination in a prepared campaign', () => {
    const { level, coordination, families } = assess(subject, campaignPosts(), noRegistry, context, now);

    expect(coordination).toBeGreaterThan(0.9);
    expect(level).toBe('S1');
    expect(families).toMatchObject({ content: familyCap });
  });

  it('calls a wide crowd with varied words what it is', () => {
    const { level, coordination, indicators, why } = assess(subject, crowdPosts(), noRegistry, context, now);

    expect(level).toBe('S4');
    expect(coordination).toBeLessThan(0.1);
    expect(indicators.filter(({ weight }) => weight < 0).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['text-variety', 'breadth', 'old-accounts']),
    );
    expect(why.some((reason) => reason.startsWith('against'))).toBe(true);
  });

  it('names the attributed part with source and denominator', () => {
    const listed = aPost({
      accountId: '42',
      handle: 'ExampleDaily',
      createdAt: new Date(start + 1000),
      tags: ['example'],
    });
    const { indicators } = assess(subject, [...crowdPosts(), listed], registry, context, now);
    const accounts = indicators.find(({ name }) => name === 'attributed-accounts');

    expect(accounts).toMatchObject({ share: { n: 1, of: 301 }, source: 'registry 2026-03-01' });
    expect(indicators.find(({ name }) => name === 'attributed-organisations')?.sentence).toContain('Example Daily');
  });

  it('does not know what nobody checked, and says so instead of zero', () => {
    const posts = crowdPosts().map(({ accountCreatedAt: _, followers: __, ...post }) => ({ ...post, text: '' }));
    const { notKnown, indicators } = assess(subject, posts, noRegistry, context, now);
    const record = evidenceRecord({ ...assess(subject, posts, noRegistry, context, now) });

    expect(notKnown.join(' ')).toMatch(/follower numbers/);
    expect(notKnown.join(' ')).toMatch(/news: no feed/);
    expect(indicators.find(({ name }) => name === 'suspended-accounts')?.known).toBe(false);
    expect(record['suspended-accounts']).toEqual({ value: null, n: null, of: null, low: null, high: null });
  });

  it('does not let a later suspension explain an earlier alert', () => {
    const checkedAt = new Date(now.getTime() + dayMs);
    const posts = campaignPosts().map((post) => ({
      ...post,
      status: 'suspended' as const,
      statusCheckedAt: checkedAt,
    }));
    const gone = (at: Date) =>
      assess(subject, posts, noRegistry, context, at).indicators.find(({ name }) => name === 'suspended-accounts');

    expect(gone(now)?.known).toBe(false);
    expect(gone(checkedAt)).toMatchObject({ known: true, share: { n: 120, of: 120 } });
  });

  it('keeps few accounts in the digest however coordinated they are', () => {
    const posts = campaignPosts().filter(({ accountId }) => /^thin[0-4]$/.test(accountId));
    const few = { ...subject, accounts: 5, posts: 20, shape: 'narrow' as const };

    expect(assess(few, posts, noRegistry, context, now).level).toBe('S3');
  });

  it('never wakes anybody for a topic that is not watched', () => {
    expect(assess(subject, campaignPosts(), noRegistry, { ...context, watchedTags: [] }, now).level).toBe('S2');
  });

  it('judges by the rules it is given, and names them', () => {
    const points = [
      { logOdds: -4, probability: 0.1 },
      { logOdds: 4, probability: 0.5 },
    ];
    const rules = {
      version: 'v4+2026-W10',
      prior: 0.1,
      weights: {},
      calibration: { method: 'platt' as const, points },
    };
    const judged = assess(subject, campaignPosts(), noRegistry, { ...context, rules }, now);

    expect(judged.coordination).toBeCloseTo(0.1, 12);
    expect(judged).toMatchObject({ rulesVersion: 'v4+2026-W10', prior: 0.1, families: {}, level: 'S4' });
    expect(judged.calibrated).toBeCloseTo(0.1 + (0.4 * (4 + Math.log(0.1 / 0.9))) / 8, 9);
    expect(assess(subject, [], noRegistry, context, now)).toMatchObject({ rulesVersion, calibrated: undefined });
  });

  it('gives the score that its ledger adds up to', () => {
    const judged = assess(subject, campaignPosts(), noRegistry, context, now);
    const ledger = ledgerOf(judged);

    expect(ledger.score).toBe(judged.coordination);
    expect(Object.fromEntries(ledger.families.map(({ family, capped }) => [family, capped]))).toEqual(judged.families);
  });

  it('takes a tag for watched whose family is, and a host under a watched one', () => {
    const families = { truth: ['example', 'example_'] };
    const watching = { ...context, watchedTags: ['example_'], families };
    const host = { ...subject, keyKind: 'host', key: 'sub.news.example', tags: [], links: [] } as const;

    expect(assess(subject, campaignPosts(), noRegistry, watching, now).level).toBe('S1');
    expect(assess(subject, campaignPosts(), noRegistry, { ...watching, families: {} }, now).level).toBe('S2');
    expect(
      assess(host, campaignPosts(), noRegistry, { ...context, watchedTags: [], watchedHosts: ['news.example'] }, now)
        .level,
    ).toBe('S1');
  });

  it('says once, and without a count of nothing, what could not be looked at', () => {
    const { notKnown, indicators } = assess(subject, [], registry, context, now);

    expect(notKnown).toEqual([...new Set(notKnown)]);
    expect(
      [...notKnown, ...indicators.map(({ sentence }) => sentence)].filter((line) => /\b0 of 0\b/.test(line)),
    ).toEqual([]);
    expect(indicators.find(({ name }) => name === 'attributed-accounts')?.known).toBe(false);
  });

  it('explains a burst of listed accounts without the score that did not decide it', () => {
    const burst = { ...subject, kind: 'attributed-burst' } as const;

    expect(assess(burst, crowdPosts(), registry, context, now).why.join()).not.toMatch(/for \(\+|against \(/);
  });

  it('puts what is counted beside the count', () => {
    const sentences = assess(subject, campaignPosts(), registry, context, now).indicators.map(
      ({ sentence }) => sentence,
    );

    expect(sentences.filter((sentence) => /\) (accounts|posts|texts)\b/.test(sentence))).toEqual([]);
    expect(sentences.join('\n')).toMatch(/^120 of 120 accounts \(100 %, 95 % \d+-100\) shared the same object/mu);
  });

  it('gives the same assessment whatever the order of the posts', () => {
    const posts = [...campaignPosts().slice(0, 60), ...crowdPosts().slice(0, 30)];
    const expected = assess(subject, posts, registry, context, now);

    fc.assert(
      fc.property(fc.shuffledSubarray(posts, { minLength: posts.length }), (shuffled) => {
        expect(assess(subject, shuffled, registry, context, now)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
