import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noiseTail, normalText } from '../../../src/post/normal-form.ts';
import { dayMs, hourMs, type Post } from '../../../src/post/post.ts';
import { readNdjsonLine } from '../../../src/source/file/ndjson.ts';
import { sampleRegistry } from '../../../src/source/sample/registry.ts';
import { createSampleSource, sampleLines } from '../../../src/source/sample/sample-source.ts';
import { sampleSpan } from '../../../src/source/sample/span.ts';
import type { Page, Source } from '../../../src/source/source.ts';
import { aContext } from '../a-poll.ts';

const signal = new AbortController().signal;

async function poll(source: Source, cursor: unknown, now: Date): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of source.poll(cursor, aContext({ now, signal }))) pages.push(page);
  return pages;
}

const pages = await poll(createSampleSource({ seed: 'test' }), undefined, sampleSpan.end);
const sightings = pages.flatMap(({ posts }) => posts);
/** Each post as it was first seen. */
const posts = [...new Map(sightings.toReversed().map((post) => [post.id, post])).values()].toReversed();
const official = new Set(sampleRegistry().map(({ accounts }) => accounts[0]?.nativeId ?? ''));
const startMs = sampleSpan.start.getTime();

const within = (from: number, to: number): readonly Post[] =>
  posts.filter(({ createdAt }) => createdAt.getTime() >= from && createdAt.getTime() < to);
const storyDay = (day: number) => within(startMs + (day - 1) * dayMs, startMs + day * dayMs);
const tagged = (tag: string, among: readonly Post[] = posts) => among.filter(({ tags }) => tags.includes(tag));
const accountsOf = (among: readonly Post[]) => new Set(among.map(({ accountId }) => accountId));
const isOfficial = ({ accountId }: Post) => official.has(accountId);
const hoursAfterStart = ({ createdAt }: Post) => (createdAt.getTime() - startMs) / hourMs;

/** Share of posts that another account's post of the same text or link precedes or follows within a minute. */
function withinAMinute(among: readonly Post[]): number {
  const objects = (post: Post) => [...post.links, normalText(post.text) ?? post.id];
  const near = (a: Post, b: Post) => Math.abs(a.createdAt.getTime() - b.createdAt.getTime()) <= 60_000;
  const close = among.filter((a) =>
    among.some(
      (b) => a.accountId !== b.accountId && near(a, b) && objects(a).some((object) => objects(b).includes(object)),
    ),
  );
  return close.length / among.length;
}

const keysOf = (found: readonly Page[]) => ({
  posts: found.flatMap((page) => page.posts.map((post) => JSON.stringify(post))),
  deletes: found.flatMap((page) => page.deletes.map(({ id }) => id)),
});

describe('the sample stream', () => {
  it('is the same however it is polled', async () => {
    const step = fc.integer({ min: 1, max: 12 * 60 }).map((minutes) => minutes * 60_000 + 777);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const source = createSampleSource({ seed: 'test' });
        const seen: Page[] = [];
        let at = startMs - 2 * hourMs;
        let cursor: unknown = new Date(at).toISOString();
        const from = at;
        for (const length of steps) {
          at += length;
          const found = await poll(source, cursor, new Date(at));
          seen.push(...found);
          cursor = found.at(-1)?.cursor ?? cursor;
        }
        const end = Math.min(at, sampleSpan.end.getTime());
        const atOnce = await poll(source, new Date(from).toISOString(), new Date(end));

        expect(keysOf(seen)).toEqual(keysOf(atOnce));
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('differs with the seed', async () => {
    const other = await poll(createSampleSource({ seed: 'other' }), undefined, sampleSpan.start);

    expect(other[0]?.posts.slice(0, 50)).not.toEqual(sightings.slice(0, 50));
  });

  it('goes on where its cursor stands, and has nothing more after its end', async () => {
    const source = createSampleSource({ seed: 'test' });
    const last = pages.at(-1);

    expect(last).toMatchObject({ cursor: sampleSpan.end.toISOString(), watermark: sampleSpan.end });
    expect(await poll(source, last?.cursor, new Date(sampleSpan.end.getTime() + dayMs))).toEqual([]);
    expect(await poll(source, sampleSpan.start.toISOString(), sampleSpan.start)).toEqual([]);
    expect(await poll(source, sampleSpan.start.toISOString(), sampleSpan.historyFrom)).toEqual([]);
  });

  it('may be shorter or longer than the story', async () => {
    const afterEnd = new Date(sampleSpan.end.getTime() + 9 * dayMs);
    const lengthOf = async (days: number) =>
      (await poll(createSampleSource({ seed: 'test', days }), undefined, afterEnd)).at(-1)?.cursor;

    expect(await lengthOf(1)).toBe(new Date(startMs + dayMs).toISOString());
    expect(await lengthOf(7)).toBe(new Date(startMs + 7 * dayMs).toISOString());
  });

  it('gives pages in order of time that fit a transaction, from fourteen days before its start', () => {
    const times = pages.map(({ watermark }) => watermark?.getTime() ?? 0);

    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...pages.map((page) => page.posts.length))).toBeLessThan(3000);
    expect(posts.every(({ createdAt }) => createdAt >= sampleSpan.historyFrom && createdAt <= sampleSpan.end)).toBe(
      true,
    );
    expect(within(sampleSpan.historyFrom.getTime(), sampleSpan.historyFrom.getTime() + hourMs).length).toBeGreaterThan(
      5,
    );
  });

  it('gives each post an id of its own, and every parent before its repost', () => {
    const firstSeen = new Map(posts.map(({ id, createdAt }) => [id, createdAt]));

    expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
    for (const { kind, parentId, createdAt } of posts) {
      if (kind !== 'repost' || createdAt.getTime() < sampleSpan.historyFrom.getTime() + 2 * hourMs) continue;
      expect(firstSeen.get(parentId ?? '')?.getTime()).toBeLessThan(createdAt.getTime());
    }
  });

  it('is written as NDJSON that reads back as the same sightings', () => {
    const lines = [...sampleLines({ seed: 'test' }, sampleSpan.start)];
    const read = lines.map((text, i) => readNdjsonLine({ line: i + 1, text }, { now: sampleSpan.end }));
    const key = (post: Post) =>
      JSON.stringify([post.id, post.status, post.createdAt, post.text, post.links, post.tags]);
    const known = new Set(sightings.map(key));

    expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
    const found = read.map((item) => ('post' in item ? item.post : undefined));
    expect(
      found.filter((post) => post?.deletedAt === undefined).every((post) => post !== undefined && known.has(key(post))),
    ).toBe(true);
    expect(found.filter((post) => post?.deletedAt !== undefined)).toHaveLength(12);
  });

  it('is invented throughout: hosts under .example, names and institutions that say sample', () => {
    for (const post of posts) {
      expect(post.platform).toBe('sample');
      expect(post.handle).toMatch(/_sample$/);
      for (const link of post.links) expect(link).toMatch(/^[\w.-]+\.example([/?]|$)/);
      for (const url of post.text.match(/https?:\/\/\S+/g) ?? []) expect(url).toMatch(/^https:\/\/[\w.-]+\.example\//);
    }
  });

  it('never uses a word about an account that Tocsin does not use', () => {
    const everything = JSON.stringify([posts.map(({ text, tags, handle }) => [text, tags, handle]), sampleRegistry()]);

    expect(everything).not.toMatch(/\b(bots?|trolls?|fake|inauthentic|disinformation|xinjiang|china|russia)\b/i);
  });
});

describe('an ordinary day of the sample', () => {
  it.each([-12, -9, -6, -3, 2, 5])('has about 800 posts, a quarter of them reposts (day %i)', (day) => {
    const ordinary = storyDay(day);
    const reposts = ordinary.filter(({ kind }) => kind === 'repost');

    expect(ordinary.length).toBeGreaterThan(650);
    expect(ordinary.length).toBeLessThan(1050);
    expect(reposts.length / ordinary.length).toBeGreaterThan(0.15);
    expect(reposts.length / ordinary.length).toBeLessThan(0.35);
    expect(reposts.every(({ likes }) => likes === undefined)).toBe(true);
  });

  it('has five languages, tags by Zipf and a rhythm', () => {
    const history = within(sampleSpan.historyFrom.getTime(), startMs).filter((post) => !isOfficial(post));
    const uses = new Map<string, number>();
    for (const { tags } of history) for (const tag of tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
    const ranked = [...uses.values()].toSorted((a, b) => b - a);
    const inHours = (from: number, to: number) =>
      history.filter(({ createdAt }) => createdAt.getUTCHours() >= from && createdAt.getUTCHours() < to).length /
      (to - from);

    expect(new Set(history.map(({ lang }) => lang))).toEqual(new Set(['en', 'es', 'zh', 'ar', 'ru']));
    expect(uses.size).toBeGreaterThan(60);
    expect((ranked[0] ?? 0) / (ranked[9] ?? 1)).toBeGreaterThan(5);
    expect(inHours(18, 21)).toBeGreaterThan(2 * inHours(1, 5));
  });

  it('has engagement with a heavy tail', () => {
    const likes = posts
      .flatMap((post) => (post.likes === undefined || isOfficial(post) ? [] : [post.likes]))
      .toSorted((a, b) => a - b);

    expect(likes[Math.floor(likes.length / 2)]).toBeLessThan(3);
    expect(likes.at(-1)).toBeGreaterThan(500);
  });

  it('has institutions in office hours that seldom share a topic', () => {
    const history = within(sampleSpan.historyFrom.getTime(), startMs).filter(
      (post) => isOfficial(post) && post.kind === 'original',
    );
    const weekdays = history.filter(({ createdAt }) => ![0, 6].includes(createdAt.getUTCDay()));
    const atWork = weekdays.filter(({ createdAt }) => createdAt.getUTCHours() >= 8 && createdAt.getUTCHours() < 18);
    const together = history.map(
      ({ createdAt, tags }) =>
        accountsOf(
          tagged(tags[0] ?? '', history).filter(
            (other) => other.createdAt <= createdAt && other.createdAt.getTime() > createdAt.getTime() - 2 * hourMs,
          ),
        ).size,
    );

    expect(weekdays.length / 10).toBeGreaterThan(35);
    expect(weekdays.length / 10).toBeLessThan(65);
    expect(atWork.length / weekdays.length).toBeGreaterThan(0.7);
    expect(together.filter((accounts) => accounts <= 2).length / together.length).toBeGreaterThan(0.95);
    expect(Math.max(...together)).toBeLessThan(5);
  });

  it('has hardly a text that three accounts copied', () => {
    const ordinary = storyDay(2).filter(({ kind, accountId }) => kind !== 'repost' && !official.has(accountId));
    const authors = new Map<string, Set<string>>();
    for (const { text, accountId, id } of ordinary) {
      const key = normalText(text) ?? id;
      authors.set(key, (authors.get(key) ?? new Set()).add(accountId));
    }

    expect([...authors.values()].filter(({ size }) => size >= 3)).toEqual([]);
  });
});

describe('the campaign of the sample', () => {
  const all = tagged('stopexamplerumors', storyDay(1));
  const crews = all.filter(({ accountId }) => accountId.startsWith('acc-'));
  const members = [...new Map(crews.map((post) => [post.accountId, post])).values()];
  const share = (count: number) => count / members.length;

  it('is never mentioned before, and starts three hours in with about 210 accounts and two posts each', () => {
    expect(tagged('stopexamplerumors', within(0, startMs + 3 * hourMs))).toEqual([]);
    expect(members.length).toBeGreaterThan(200);
    expect(members.length).toBeLessThanOrEqual(210);
    expect(crews.length / members.length).toBeGreaterThan(1.7);
    expect(crews.length / members.length).toBeLessThan(2.3);
    expect(Math.max(...crews.map(hoursAfterStart))).toBeLessThan(7.1);
  });

  it('is carried by accounts like the published ones: hardly a follower, hardly an answer, many of one week', () => {
    const batch = members.filter(({ accountCreatedAt }) =>
      /^2026-01-1[235]/.test(accountCreatedAt?.toISOString() ?? ''),
    );

    expect(share(members.filter(({ followers }) => (followers ?? 9) < 5).length)).toBeGreaterThan(0.94);
    expect(share(members.filter(({ followers }) => followers === 0).length)).toBeGreaterThan(0.68);
    expect(share(members.filter(({ followers }) => followers === 0).length)).toBeLessThan(0.78);
    expect(share(batch.length)).toBeGreaterThan(0.2);
    expect(share(batch.length)).toBeLessThan(0.3);
    expect(crews.filter(({ likes, reposts }) => likes === 0 && reposts === 0).length / crews.length).toBeGreaterThan(
      0.96,
    );
  });

  it('copies thirty texts with noise tails, in rounds within a minute, for four hosts and one film', () => {
    const texts = new Set(crews.map(({ text }) => normalText(text)));
    const hosts = new Set(crews.map(({ links }) => links[0]?.split('/')[0]));
    const tails = crews.flatMap(({ text }) => noiseTail(text) ?? []);

    expect(texts.size).toBeGreaterThan(10);
    expect(texts.size).toBeLessThanOrEqual(30);
    expect(hosts.size).toBe(4);
    expect(tails.length / crews.length).toBeGreaterThan(0.4);
    expect(new Set(tails).size / tails.length).toBeGreaterThan(0.95);
    expect(crews.filter(({ links }) => links.includes('video.example/watch?v=valley-film')).length).toBeGreaterThan(
      150,
    );
    expect(withinAMinute(crews)).toBeGreaterThan(0.95);
    expect(new Set(crews.map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(3);
  });

  it('is lifted by six to nine institutions from five hours in', () => {
    const lifted = all.filter(isOfficial);

    expect(accountsOf(lifted).size).toBeGreaterThanOrEqual(6);
    expect(accountsOf(lifted).size).toBeLessThanOrEqual(9);
    expect(Math.min(...lifted.map(hoursAfterStart))).toBeGreaterThan(4.9);
    expect(lifted.some(({ kind }) => kind === 'repost')).toBe(true);
  });

  it('loses nine accounts and twelve posts from twenty hours in, when all its accounts are looked at again', () => {
    const again = sightings.filter(({ statusCheckedAt }) => statusCheckedAt !== undefined);
    const suspended = accountsOf(again.filter(({ status }) => status === 'suspended'));
    const deletes = pages.flatMap((page) => page.deletes);
    const crewIds = new Set(crews.map(({ id }) => id));

    expect(accountsOf(again)).toEqual(accountsOf(crews));
    expect(suspended.size).toBe(9);
    expect(Math.min(...again.map(({ statusCheckedAt }) => statusCheckedAt?.getTime() ?? 0))).toBeGreaterThanOrEqual(
      startMs + 20 * hourMs,
    );
    expect(deletes).toHaveLength(12);
    expect(deletes.every(({ platform, id }) => platform === 'sample' && crewIds.has(id))).toBe(true);
    expect(
      again.every(({ id, createdAt }) =>
        posts.some((post) => post.id === id && post.createdAt.getTime() === createdAt.getTime()),
      ),
    ).toBe(true);
  });

  it('comes back on day four, smaller, without the suspended accounts and with some of the same', () => {
    const second = tagged('stopexamplerumors', storyDay(4)).filter(({ accountId }) => accountId.startsWith('acc-'));
    const gone = accountsOf(sightings.filter(({ status }) => status === 'suspended'));
    const same = [...accountsOf(second)].filter((id) => accountsOf(crews).has(id));

    expect(accountsOf(second).size).toBeGreaterThan(50);
    expect(accountsOf(second).size).toBeLessThan(80);
    expect(same.length / accountsOf(second).size).toBeGreaterThan(0.6);
    expect(same.filter((id) => gone.has(id))).toEqual([]);
    for (const day of [2, 3, 5]) expect(tagged('stopexamplerumors', storyDay(day))).toEqual([]);
  });
});

describe('the other events of the sample', () => {
  it('are a topic that ten of fourteen institutions share within two hours', () => {
    const burst = tagged('examplesummit');

    expect(accountsOf(burst).size).toBe(10);
    expect(burst.every(isOfficial)).toBe(true);
    expect(Math.min(...burst.map(hoursAfterStart))).toBeGreaterThanOrEqual(9);
    expect(Math.max(...burst.map(hoursAfterStart))).toBeLessThan(11);
  });

  it('are an organic evening: 300 old accounts, one post each, their own words, many links', () => {
    const evening = tagged('samplecupfinal').filter(({ kind }) => kind !== 'repost');
    const links = evening.flatMap((post) => post.links);

    expect(accountsOf(evening).size).toBe(300);
    expect(evening).toHaveLength(300);
    expect(new Set(evening.map(({ text }) => normalText(text))).size).toBeGreaterThan(295);
    expect(new Set(links).size / links.length).toBeGreaterThan(0.9);
    expect(evening.every(({ accountCreatedAt }) => (accountCreatedAt?.getTime() ?? 0) < Date.UTC(2025, 7, 1))).toBe(
      true,
    );
    expect(Math.min(...evening.map(hoursAfterStart))).toBeGreaterThanOrEqual(12);
  });

  it('are a narrow push on day three: five accounts, forty posts, one link', () => {
    const push = tagged('tasteexampletea');

    expect(push).toHaveLength(40);
    expect(accountsOf(push).size).toBe(5);
    expect(new Set(push.flatMap(({ links }) => links)).size).toBe(1);
    expect(push.every((post) => storyDay(3).includes(post))).toBe(true);
  });
});

describe('the registry of the sample', () => {
  it('names fourteen invented institutions of XX, cited as synthetic', () => {
    const entries = sampleRegistry();

    expect(entries).toHaveLength(14);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(14);
    for (const entry of entries) {
      expect(entry).toMatchObject({ state: 'XX', status: 'active', publicRole: true });
      expect(entry.name).toMatch(/ \(sample\)$/);
      expect(entry.evidence).toMatchObject([{ type: 'analyst', quote: expect.stringContaining('Synthetic') }]);
      expect(entry.accounts.every(({ platform }) => platform === 'sample')).toBe(true);
      for (const host of entry.hosts) expect(host).toMatch(/\.example$/);
    }
  });

  it('knows every institution that posts, by id and handle', () => {
    const listed = new Map(sampleRegistry().map(({ accounts }) => [accounts[0]?.nativeId, accounts[0]?.handle]));
    const posting = posts.filter(({ accountId }) => accountId.startsWith('xx-'));

    expect(accountsOf(posting).size).toBe(14);
    for (const { accountId, handle } of posting) expect(listed.get(accountId)).toBe(handle);
  });
});
