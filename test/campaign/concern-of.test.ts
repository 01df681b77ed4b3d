import { describe, expect, it } from 'vitest';
import { assess, rulesVersion } from '../../src/campaign/assess.ts';
import type { Assessment } from '../../src/campaign/campaign.ts';
import { subjectOfDetection } from '../../src/campaign/subject.ts';
import type { Surroundings } from '../../src/campaign/surroundings.ts';
import type { History } from '../../src/measure/history.ts';
import { dayMs, minuteMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aDetection, anEntry, aPost } from '../builders.ts';

const start = new Date('2026-03-02T09:00:00Z');
const now = new Date('2026-03-02T12:00:00Z');
const subject = subjectOfDetection(aDetection());
const accounts = Array.from({ length: 60 }, (_, n) => n);
const noList = createRegistry({ version: 'none', entries: [] });

/** Sixty old accounts, three texts of a bank each, in the same minutes. */
function fanPosts(): readonly Post[] {
  const bank = [
    'Happy birthday to the kindest voice this stage has ever heard',
    'Streaming all night so that everybody hears the new album',
    'Ten years together and we are louder than on the first day',
  ];
  return accounts.flatMap((n) =>
    bank.map((text, round) =>
      aPost({
        accountId: `fan${n}`,
        accountCreatedAt: new Date('2018-05-01T00:00:00Z'),
        createdAt: new Date(start.getTime() + round * 20 * minuteMs + n * 500),
        text: `${text} #example`,
        tags: ['example'],
      }),
    ),
  );
}

function fanHistory(): History {
  const posts = accounts.map((n) =>
    aPost({ accountId: `fan${n}`, createdAt: new Date(start.getTime() - 80 * dayMs), tags: ['example'] }),
  );
  return { posts, span: { from: new Date(start.getTime() - 90 * dayMs), to: start }, readAt: now };
}

/** Sixty accounts that say something of their own. */
function crowdPosts(words: (n: number) => string, links: (n: number) => readonly string[] = () => []): readonly Post[] {
  return accounts.map((n) =>
    aPost({
      accountId: `someone${n}`,
      createdAt: new Date(start.getTime() + n * minuteMs),
      text: words(n),
      tags: ['example'],
      links: links(n),
    }),
  );
}

const own = (n: number): string =>
  `place ${(n * 7919).toString(36)} and ${(n * 104_729).toString(36)} was full of people`;
const burst = { hosts: 40, articles: 20, matchingHosts: 9, usual: 0.2, isBurst: true };

interface Given {
  readonly watchedTags?: readonly string[];
  readonly around?: Surroundings;
  readonly history?: History;
}

function assessed(posts: readonly Post[], given: Given = {}): Assessment {
  const { watchedTags = [], around, history } = given;
  return assess(subject, posts, noList, { rulesVersion, watchedTags, watchedHosts: [], around, history }, now);
}

describe('the class of concern', () => {
  it('is a fan community for an army of fans, coordinated as it is', () => {
    const { concern, coordination, indicators } = assessed(fanPosts(), { history: fanHistory() });

    expect(concern?.class).toBe('fandom');
    expect(concern?.sentence).toMatch(/^(coordinated, )?looks like a fan community: fandom: 60 of 60 accounts/);
    expect(indicators.find(({ name }) => name === 'fandom')?.weight).toBe(-1.7);
    expect(coordination).toBeGreaterThan(0);
  });

  it('says of fans above the digest line that they are coordinated', () => {
    const posts = fanPosts().map((post, n) => ({ ...post, media: [`clip${n % 3}`], followers: 1 }));
    const { concern, coordination } = assessed(posts, { history: fanHistory() });

    expect(coordination).toBeGreaterThanOrEqual(0.3);
    expect(concern?.sentence).toMatch(/^coordinated, looks like a fan community/);
  });

  it('is unknown for the same army while nobody knows its past', () => {
    expect(assessed(fanPosts()).concern?.class).toBe('unknown');
  });

  it('stays a fan community on a watched tag, and says political for regulars of a watched tag that are few', () => {
    const few = {
      ...fanHistory(),
      posts: fanHistory().posts.map((post, n) => (n % 3 === 0 ? post : { ...post, tags: [] })),
    };

    expect(assessed(fanPosts(), { history: fanHistory(), watchedTags: ['example'] }).concern?.class).toBe('fandom');
    expect(assessed(fanPosts(), { history: few, watchedTags: ['example'] }).concern?.class).toBe(
      'political-or-state-linked',
    );
  });

  it('is news where feeds carry the same words, known events or headlines that readers pass on', () => {
    const event = { name: 'Example', tags: ['example'], source: 'fixtures.ics', from: start, to: now };
    const headlines = crowdPosts(
      (n) => `Minister resigns after the long debate in parliament on item ${'abc'[n % 3]}`,
      (n) => [`paper${n % 3}.example/story`],
    );

    expect(assessed(crowdPosts(own), { around: { news: burst } }).concern).toEqual({
      class: 'news',
      sentence:
        'looks like interest in news or a known event: news: a matching burst, 20 articles on 9 hosts of 40 (±2 h, usually 0.2)',
    });
    expect(assessed(crowdPosts(own), { around: { events: [event] } }).concern?.class).toBe('news');
    expect(assessed(headlines).concern).toMatchObject({ class: 'news' });
  });

  it('is news on a watched tag, too, unless it is a campaign that rides the news', () => {
    const riding = fanPosts().map((post) => ({
      ...post,
      accountId: post.accountId.replace('fan', 'new'),
      accountCreatedAt: new Date('2026-02-20T00:00:00Z'),
      followers: 0,
    }));
    const given = { watchedTags: ['example'], around: { news: burst } };

    expect(assessed(crowdPosts(own), given).concern?.class).toBe('news');
    expect(assessed(riding, given)).toMatchObject({ concern: { class: 'political-or-state-linked' } });
  });

  it('is commercial for giveaways and offers, and activism for petitions', () => {
    const giveaway = crowdPosts((n) => `Giveaway number ${n}: retweet and follow to win a prize of your choice`);
    const offer = crowdPosts((n) => `${own(n)}: use my discount code today, free shipping`);
    const words = crowdPosts((n) => `${own(n)}. Please sign this petition`);
    const links = crowdPosts(own, () => ['change.org/p/example']);

    expect(assessed(giveaway).concern?.class).toBe('commercial');
    expect(assessed(offer).concern?.class).toBe('commercial');
    expect(assessed(words).concern?.class).toBe('activism');
    expect(assessed(links).concern?.class).toBe('activism');
  });

  it('is political where it is watched, where listed accounts take part, or where confirmed ones do', () => {
    const registry = createRegistry({
      version: '2026-03-01',
      entries: [0, 1, 2].map((n) =>
        anEntry({ id: `e${n}`, accounts: [{ platform: 'x', nativeId: `someone${n}` }], hosts: [] }),
      ),
    });
    const context = { rulesVersion, watchedTags: [], watchedHosts: [] };
    const confirmed = [{ campaignId: 'old-x-20260101', accountIds: accounts.slice(0, 20).map((n) => `someone${n}`) }];

    expect(assessed(crowdPosts(own), { watchedTags: ['example'] }).concern).toEqual({
      class: 'political-or-state-linked',
      sentence: 'political or linked to a state: #example is a watched topic',
    });
    expect(assess(subject, crowdPosts(own), registry, context, now).concern?.sentence).toContain('3 of 60 accounts');
    expect(assess(subject, crowdPosts(own), noList, { ...context, confirmed }, now)).toMatchObject({
      level: 'S2',
      concern: { class: 'political-or-state-linked' },
    });
  });

  it('changes neither score nor level, and never says a word that was not measured', () => {
    const { concern, ...rest } = assessed(crowdPosts(own));

    expect(concern?.class).toBe('unknown');
    expect(rest.level).toBe('S4');
    expect(concern?.sentence).not.toMatch(/\b(bot|troll|fake|inauthentic|disinformation)/i);
  });
});
