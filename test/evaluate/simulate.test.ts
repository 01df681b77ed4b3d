import { describe, expect, it } from 'vitest';
import { measureNews, squash } from '../../src/measure/news.ts';
import { normalLink, normalTag, normalText } from '../../src/post/normal-form.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { cascadeDelay } from './simulate/cascade.ts';
import {
  development,
  parameterSets,
  type SimulationParameters,
  scaled,
  test as testParameters,
  withOnly,
  withoutCampaigns,
  withoutEvents,
} from './simulate/parameters.ts';
import { createGroups, hourProfile } from './simulate/population.ts';
import { createRandom, hashUnit } from './simulate/random.ts';
import { simulate } from './simulate/simulate.ts';
import { attributedKinds, campaignKinds, negativeKinds, type Simulation, type Truth } from './simulation.ts';

const small = scaled(development, 0.02);
const world = simulate(small, 7);
const quiet = simulate(withoutEvents(small), 7);
/** Crowds as large as they are meant, called by fewer. */
const trend = { ...development.events, volunteers: [60, 90] as const };

const made = new Map<string, Simulation>();

/** Tests that ask for the same events look at the same world. */
function only(kinds: Parameters<typeof withOnly>[1], count = 1, seed = 11): Simulation {
  const name = JSON.stringify([kinds, count, seed]);
  const simulation = made.get(name) ?? simulate(withOnly(small, kinds, count), seed);
  made.set(name, simulation);
  return simulation;
}

function postsOf({ posts }: Simulation, truth: Truth): readonly Post[] {
  return posts.filter(
    (post) =>
      post.platform === truth.platform &&
      post.createdAt >= truth.from &&
      post.createdAt <= truth.to &&
      (post.tags.some((tag) => truth.tags.includes(tag)) || truth.accountIds.includes(post.accountId)),
  );
}

function truthOf(simulation: Simulation, kind: Truth['kind']): Truth {
  const found = simulation.truth.find((truth) => truth.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

function shareOf<T>(list: readonly T[], is: (item: T) => boolean): number {
  return list.filter(is).length / list.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Texts without tags, links and tails, and how many accounts wrote each. */
function writersByText(posts: readonly Post[]): ReadonlyMap<string, ReadonlySet<string>> {
  const writers = new Map<string, Set<string>>();
  for (const { text, kind, accountId } of posts) {
    const form = kind === 'original' ? normalText(text) : undefined;
    if (form !== undefined) writers.set(form, (writers.get(form) ?? new Set<string>()).add(accountId));
  }
  return writers;
}

/** Share of originals whose text at least three accounts wrote. */
function copyShare(posts: readonly Post[]): number {
  const writers = writersByText(posts);
  const told = posts.filter(({ kind, text }) => kind === 'original' && normalText(text) !== undefined);
  return shareOf(told, ({ text }) => (writers.get(normalText(text) ?? '')?.size ?? 0) >= 3);
}

describe('a simulated world', () => {
  it('is the same for the same seed, and another for another', () => {
    // As text: comparing tens of thousands of posts object by object takes seconds.
    const asText = (one: Simulation): string => JSON.stringify({ ...one, registry: undefined });
    expect(asText(simulate(small, 7)) === asText(world)).toBe(true);
    expect(simulate(small, 8).posts.slice(0, 50)).not.toEqual(world.posts.slice(0, 50));
  });

  it('leaves everyday life as it is when something is added', () => {
    const added = simulate(withOnly(small, ['a-many-thin', 'fan-army']), 7);
    const eventIds = /^(a-many-thin|fan-army)-/;

    expect(added.posts.filter(({ id }) => !eventIds.test(id))).toEqual(quiet.posts);
    expect(added.posts.length).toBeGreaterThan(quiet.posts.length);
  });

  it('leaves an event as it is when one of another kind on another tag is added', () => {
    const alone = simulate(withOnly(small, ['d-ephemeral']), 7);
    const both = simulate(withOnly(small, ['d-ephemeral', 'petition']), 7);

    expect(truthOf(both, 'd-ephemeral')).toEqual(truthOf(alone, 'd-ephemeral'));
  });

  it('has every kind of event as often as asked', () => {
    for (const kind of [...campaignKinds, ...attributedKinds, ...negativeKinds]) {
      const wanted = { ...small.campaigns, ...small.negatives, ...small.attributed }[kind];
      expect(world.truth.filter((truth) => truth.kind === kind)).toHaveLength(wanted);
    }
    expect(world.truth.filter(({ wanted }) => wanted === 'innocent').map(({ kind }) => kind)).toEqual(
      negativeKinds.flatMap((kind) => Array.from({ length: small.negatives[kind] }, () => kind)),
    );
    expect(simulate(withoutCampaigns(small), 7).truth.every(({ wanted }) => wanted === 'innocent')).toBe(true);
  });

  it('has as many accounts a text in a smaller world', () => {
    const texts = ({ events }: SimulationParameters) => ({
      thin: (events.manyThinAccounts[0] + events.manyThinAccounts[1]) / events.manyThinBank,
      fans: events.fanAccounts / events.fanBank,
      volunteers: (events.volunteers[0] + events.volunteers[1]) / (events.volunteerBank[0] + events.volunteerBank[1]),
    });

    for (const scale of [0.3, 0.1]) {
      const [large, less] = [texts(development), texts(scaled(development, scale))];
      for (const kind of ['thin', 'fans', 'volunteers'] as const)
        expect(less[kind] / large[kind], kind).toBeCloseTo(1, 0.5);
    }
  });

  it('differs between development and test in every number', () => {
    const skipped = new Set(['days', 'warmUpDays', 'campaigns', 'negatives', 'attributed']);
    for (const [name, value] of Object.entries(development).filter(([one]) => !skipped.has(one))) {
      expect(testParameters, name).not.toMatchObject({ [name]: value });
    }
    for (const [name, value] of Object.entries(development.events)) {
      expect(testParameters.events, name).not.toMatchObject({ [name]: value });
    }
    expect(parameterSets['test']).toBe(testParameters);
  });

  it('holds for the other set of parameters, in its other languages', () => {
    const other = simulate(scaled(testParameters, 0.02), 3);

    expect(new Set(other.posts.map(({ lang }) => lang))).toEqual(
      new Set(testParameters.groups.map(({ lang }) => lang)),
    );
    expect(other.truth.filter(({ kind }) => kind !== 'outage').every((truth) => postsOf(other, truth).length > 0)).toBe(
      true,
    );
  });
});

describe('posts', () => {
  it('are unique, in the order in which they are seen, never seen before they are written', () => {
    const seen = world.posts.map(({ seenAt }) => seenAt.getTime());

    expect(new Set(world.posts.map(({ platform, id }) => `${platform}|${id}`)).size).toBe(world.posts.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(world.posts.every(({ createdAt, seenAt }) => seenAt >= createdAt)).toBe(true);
    expect(world.posts.every(({ createdAt }) => createdAt >= world.from && createdAt < world.to)).toBe(true);
    expect(world.posts.every(({ accountCreatedAt, createdAt }) => (accountCreatedAt ?? createdAt) <= createdAt)).toBe(
      true,
    );
  });

  it('carry tags and links in normal form, each once, and say them in their text', () => {
    const odd = world.posts.filter(
      ({ tags, links, text }) =>
        new Set(tags).size !== tags.length ||
        tags.some((tag) => normalTag(tag) !== tag || !text.includes(`#${tag}`)) ||
        links.some((link) => normalLink(`https://${link}`) !== link),
    );

    expect(odd).toEqual([]);
  });

  it('repeat what their parent says, later than it', () => {
    const byId = new Map(world.posts.map((post) => [post.id, post]));
    const reposts = world.posts.filter(({ kind, parentId }) => kind === 'repost' && byId.has(parentId ?? ''));

    expect(reposts.length).toBeGreaterThan(100);
    const odd = reposts.filter((repost) => {
      const parent = byId.get(repost.parentId ?? '')!;
      const isSame = repost.text === parent.text && repost.parentAccountId === parent.accountId;
      return parent.kind === 'repost' || !isSame || repost.createdAt < parent.createdAt;
    });
    expect(odd).toEqual([]);
  });

  it('are listed accounts where the registry says so', () => {
    const { accountId, handle, platform } = quiet.posts.find(({ id }) => id.startsWith('l-')) ?? quiet.posts[0]!;
    const found = quiet.registry.findAccount({ platform, accountId, handle }, quiet.from);

    expect(found?.entry.state).toMatch(/^X[A-Z]$/);
    expect(quiet.registry.entries).toHaveLength(development.listedAccounts);
    expect(quiet.registry.findAccount({ platform: 'x', accountId: '1000000' }, quiet.from)).toBeUndefined();
  });
});

describe('everyday life', () => {
  const background = quiet.posts.filter(({ id }) => id.startsWith('b-'));

  it('has tags with more variance than chance alone, by Zipf, and hours of the day', () => {
    const one = { ...scaled(development, 0.1), days: 10, groups: [{ ...development.groups[0]!, weekend: 1 }] };
    const { posts } = simulate({ ...withoutEvents(one), driftPerDay: 0 }, 5);
    const counts = new Map<string, number[]>();
    const first = one.from.getTime();
    for (const { tags, createdAt, id } of posts) {
      if (!id.startsWith('b-')) continue;
      const hour = Math.floor((createdAt.getTime() - first) / hourMs);
      for (const tag of tags) {
        const series = counts.get(tag) ?? Array.from({ length: 240 }, () => 0);
        series[hour] = (series[hour] ?? 0) + 1;
        counts.set(tag, series);
      }
    }
    const ranked = [...counts.values()].sort((a, b) => sum(b) - sum(a));
    const profile = hourProfile(one.groups[0]!);
    const dispersions = ranked
      .slice(0, 12)
      .map((series) => dispersionOf(series, (hour) => profile(first / hourMs + hour)));

    expect(sum(ranked[0]!)).toBeGreaterThan(8 * sum(ranked[15]!));
    expect(Math.min(...dispersions)).toBeGreaterThan(1.1);
    expect(median(dispersions)).toBeLessThan(25);
    const byDayHour = Array.from({ length: 24 }, (_, hour) => sum(ranked[0]!.filter((__, at) => at % 24 === hour)));
    expect(Math.max(...byDayHour)).toBeGreaterThan(2 * Math.min(...byDayHour));
  });

  it('spreads by reposts more than in other ways', () => {
    const children = background.filter(({ kind }) => kind !== 'original');

    expect(shareOf(children, ({ kind }) => kind === 'repost')).toBeGreaterThan(0.68);
    expect(shareOf(children, ({ kind }) => kind === 'quote')).toBeGreaterThan(0.08);
    expect(shareOf(background, ({ kind }) => kind === 'repost')).toBeGreaterThan(0.2);
  });

  it('hardly holds copies but for the titles of shared links', () => {
    const writers = writersByText(background.filter(({ links }) => links.length === 0));

    expect([...writers.values()].filter((accounts) => accounts.size >= 3)).toHaveLength(0);
    expect(copyShare(background.filter(({ links }) => links.length > 0))).toBeGreaterThan(0.02);
  });

  it('has the share of names that X gives, and waves of newcomers', () => {
    const accounts = createGroups(development, 1).flatMap((group) => group.accounts);
    const onX = accounts.filter(({ platform }) => platform === 'x');
    const wave = development.migrationWaves[1]!;
    const days = (a: Date, b: Date): number => Math.abs(a.getTime() - b.getTime()) / (24 * hourMs);
    const near = shareOf(accounts, ({ createdAt }) => days(createdAt, wave.at) < 2 * wave.sdDays);

    expect(shareOf(onX, ({ handle }) => /^[A-Za-z]+\d{5,8}$/.test(handle))).toBeCloseTo(0.3, 1);
    expect(near).toBeGreaterThan(0.11);
    expect(median(accounts.map(({ followers }) => followers))).toBeGreaterThan(140);
    expect(median(accounts.map(({ followers }) => followers))).toBeLessThan(180);
    expect(accounts.reduce((total, { reach }) => total + reach, 0) / accounts.length).toBeCloseTo(1, 1);
  });

  it('has accounts that post by the clock', () => {
    const scheduled = quiet.posts.filter(({ id }) => id.startsWith('s-'));

    expect(new Set(scheduled.map(({ accountId }) => accountId)).size).toBeGreaterThanOrEqual(8);
    expect(scheduled.every(({ createdAt }) => createdAt.getTime() % 300_000 === 0)).toBe(true);
  });

  it('brings new tags of very different size', () => {
    const sizes = new Map<string, number>();
    for (const { id, tags } of quiet.posts) {
      if (id.startsWith('n-')) for (const tag of tags) sizes.set(tag, (sizes.get(tag) ?? 0) + 1);
    }

    expect(sizes.size).toBeGreaterThan(20);
    expect(median([...sizes.values()])).toBeLessThanOrEqual(5);
    expect(Math.max(...sizes.values())).toBeGreaterThan(8);
  });
});

describe('what is seen', () => {
  it('comes with the polls, some of it late', () => {
    const waits = quiet.posts.map(({ createdAt, seenAt }) => (seenAt.getTime() - createdAt.getTime()) / 60_000);

    expect(median(waits)).toBeGreaterThan(1);
    expect(median(waits)).toBeLessThan(6);
    expect(shareOf(waits, (minutes) => minutes > 30)).toBeGreaterThan(0.003);
    expect(shareOf(waits, (minutes) => minutes > 30)).toBeLessThan(0.05);
  });

  it('lacks what was deleted before, and tells later what was deleted since', () => {
    const seenAt = new Map(quiet.posts.map((post) => [post.id, post.seenAt]));

    expect(quiet.fates.length / quiet.posts.length).toBeGreaterThan(0.015);
    expect(quiet.fates.length / quiet.posts.length).toBeLessThan(0.03);
    for (const { postId, deletedAt } of quiet.fates) {
      expect(deletedAt.getTime()).toBeGreaterThanOrEqual(seenAt.get(postId)?.getTime() ?? Number.NaN);
    }
  });

  it('is the newest part of a page that is full, and the rest is a gap', () => {
    const capped: SimulationParameters = {
      ...withOnly(small, ['outage']),
      observation: { ...small.observation, outages: 0, cap: 6, catchUpPolls: 2 },
    };
    const { posts, gaps, truth } = simulate(capped, 4);
    const out = truth[0]!;
    const after = gaps.filter(({ platform, to }) => platform === out.platform && to > out.from && to <= out.to);
    const caughtUp = posts.filter(
      ({ platform, createdAt, seenAt }) =>
        platform === out.platform && createdAt < out.to && seenAt >= out.to && createdAt > out.from,
    );

    expect(gaps.length).toBeGreaterThan(0);
    expect(after).toHaveLength(1);
    expect(after[0]?.from.getTime()).toBeLessThanOrEqual(out.from.getTime());
    expect(caughtUp.length).toBeGreaterThan(0);
    expect(caughtUp.filter(({ createdAt }) => createdAt < after[0]!.to).length).toBeLessThanOrEqual(1);
  });

  it('stops while a platform is out, and is late afterwards', () => {
    const simulation = only(['outage']);
    const out = truthOf(simulation, 'outage');
    const own = simulation.posts.filter(({ platform }) => platform === out.platform);
    const during = own.filter(({ seenAt }) => seenAt > new Date(out.from.getTime() + 20_000) && seenAt < out.to);
    const late = own.filter(({ createdAt, seenAt }) => createdAt >= out.from && createdAt < out.to && seenAt >= out.to);

    expect(during).toHaveLength(0);
    expect(late.length).toBeGreaterThan(0);
  });
});

describe('the truth', () => {
  it('is about posts that are there, by its accounts and with its tags', () => {
    for (const truth of world.truth) {
      if (truth.kind === 'outage') continue;
      const posts = postsOf(world, truth);
      const writers = new Set(posts.map(({ accountId }) => accountId));

      expect(truth.from < truth.to, truth.id).toBe(true);
      expect(truth.from >= world.from && truth.to < world.to, truth.id).toBe(true);
      expect(posts.length, truth.id).toBeGreaterThan(5);
      for (const tag of truth.tags)
        expect(
          posts.some(({ tags }) => tags.includes(tag)),
          truth.id,
        ).toBe(true);
      expect(truth.size, truth.id).toBeGreaterThan(0);
      // Posts of some are gone before they are seen.
      const least = truth.kind === 'd-ephemeral' ? 0.1 : 0.5;
      expect(truth.accountIds.filter((id) => writers.has(id)).length, truth.id).toBeGreaterThanOrEqual(
        least * truth.accountIds.length,
      );
    }
  });

  it('begins after the days in which detectors learn', () => {
    const first = world.from.getTime() + small.warmUpDays * 24 * hourMs;

    // A newsroom posts by the clock every day.
    const early = world.truth.filter(({ kind, from }) => kind !== 'newsroom' && from.getTime() < first);

    expect(early).toEqual([]);
  });

  it('knows when the tenth account had posted', () => {
    const truth = truthOf(world, 'e-hijack');
    const firsts = new Map<string, number>();
    for (const { accountId, createdAt } of postsOf(world, truth)) {
      if (!truth.accountIds.includes(accountId)) continue;
      firsts.set(accountId, Math.min(firsts.get(accountId) ?? Number.POSITIVE_INFINITY, createdAt.getTime()));
    }
    const tenth = [...firsts.values()].sort((a, b) => a - b)[9];

    // The few posts that nobody saw can only make it earlier.
    expect(truth.tenthAccountAt?.getTime()).toBeLessThanOrEqual(tenth ?? Number.NaN);
    expect(truth.tenthAccountAt?.getTime()).toBeGreaterThan(truth.from.getTime());
    expect(truthOf(only(['giveaway']), 'giveaway').tenthAccountAt).toBeUndefined();
  });

  it('has accounts of campaigns nowhere else, but for those with another life and for volunteers', () => {
    const everyday = new Set(quiet.posts.map(({ accountId }) => accountId));
    for (const { kind, accountIds } of world.truth) {
      if (kind === 'c-trend-alert' || kind.startsWith('attributed') || kind === 'national-day') continue;
      expect(
        accountIds.filter((id) => everyday.has(id)),
        kind,
      ).toEqual([]);
    }
  });

  it('measures size by what the tag is used for every day', () => {
    const truths = simulate(withOnly(small, ['e-hijack'], 8), 21).truth;
    const { from } = small.campaignSizes;

    expect(truths.filter(({ size }) => size > from).length).toBeGreaterThanOrEqual(4);
    expect(new Set(truths.flatMap(({ tags }) => tags)).size).toBe(8);
  });
});

describe('campaigns', () => {
  it('many thin accounts: made in clusters, hardly followed, a quarter with another life, copies in several languages', () => {
    const simulation = simulate(withOnly({ ...small, events: development.events }, ['a-many-thin']), 2);
    const truth = truthOf(simulation, 'a-many-thin');
    const posts = postsOf(simulation, truth).filter(({ accountId }) => truth.accountIds.includes(accountId));
    const history = simulation.history ?? [];
    const repurposed = new Set(history.map(({ accountId }) => accountId));

    expect(copyShare(posts)).toBeGreaterThan(0.6);
    expect(shareOf(posts, ({ tags }) => tags.length > 0)).toBeCloseTo(0.6, 0);
    expect(new Set(posts.map(({ lang }) => lang)).size).toBeGreaterThanOrEqual(2);
    expect(repurposed.size / truth.accountIds.length).toBeGreaterThan(0.12);
    expect(repurposed.size / truth.accountIds.length).toBeLessThan(0.4);
    expect(history.every(({ createdAt }) => simulation.from.getTime() - createdAt.getTime() > 180 * 24 * hourMs)).toBe(
      true,
    );
    const hours = posts.map(({ createdAt }) => (createdAt.getUTCHours() + 8) % 24);
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(9);
    expect(Math.max(...hours)).toBeLessThanOrEqual(18);
  });

  it('a trend alert: copies at first, a few per cent of it in the end', () => {
    const simulation = simulate(withOnly({ ...small, events: trend }, ['c-trend-alert']), 3);
    const truth = truthOf(simulation, 'c-trend-alert');
    const posts = postsOf(simulation, truth).filter(({ tags }) => tags.includes(truth.tags[0]!));
    const early = posts.filter(({ createdAt }) => createdAt.getTime() < truth.from.getTime() + 25 * 60_000);
    const whole = posts.filter(({ kind }) => kind === 'original');

    expect(copyShare(early)).toBeGreaterThan(0.5);
    expect(copyShare(posts)).toBeLessThan(0.25);
    expect(posts.length / whole.filter(({ accountId }) => truth.accountIds.includes(accountId)).length).toBeGreaterThan(
      8,
    );
  });

  it('an ephemeral one: most posts are gone before a poll, the seen ones soon after', () => {
    const simulation = only(['d-ephemeral'], 3);
    const truths = simulation.truth;
    const seen = simulation.posts.filter(({ accountId }) =>
      truths.some(({ accountIds }) => accountIds.includes(accountId)),
    );
    const deleted = new Map(simulation.fates.map(({ postId, deletedAt }) => [postId, deletedAt]));
    const lives = seen.flatMap(({ id, createdAt }) => {
      const at = deleted.get(id);
      return at === undefined ? [] : [(at.getTime() - createdAt.getTime()) / 1000];
    });

    expect(seen.length / truths.reduce((total, { accountIds }) => total + accountIds.length * 1.5, 0)).toBeLessThan(
      0.5,
    );
    expect(lives).toHaveLength(seen.length);
    // Those that live long enough to be seen live longer than most.
    expect(median(lives)).toBeGreaterThan(small.events.deletedMedianSeconds);
  });

  it('paraphrases: no copies', () => {
    const simulation = only(['f-paraphrase'], 2);

    for (const truth of simulation.truth) {
      const own = postsOf(simulation, truth).filter(({ accountId }) => truth.accountIds.includes(accountId));
      expect(own.length).toBeGreaterThan(20);
      expect(copyShare(own)).toBe(0);
    }
  });

  it('a slow drip: days long, no hour with much of it', () => {
    const simulation = only(['g-slow-drip']);
    const truth = truthOf(simulation, 'g-slow-drip');
    const own = postsOf(simulation, truth).filter(({ accountId }) => truth.accountIds.includes(accountId));
    const byHour = new Map<number, number>();
    for (const { createdAt } of own) {
      const hour = Math.floor(createdAt.getTime() / hourMs);
      byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
    }

    expect((truth.to.getTime() - truth.from.getTime()) / hourMs).toBeGreaterThan(70);
    expect(Math.max(...byHour.values())).toBeLessThan(0.12 * own.length);
  });

  it('listed accounts that converge share one tag', () => {
    const simulation = only(['attributed-convergence', 'attributed-burst'], 2);

    for (const truth of simulation.truth) {
      const at = { platform: truth.platform, at: truth.from };
      const found = truth.accountIds.map((accountId) =>
        simulation.registry.findAccount({ ...at, accountId }, truth.from),
      );
      expect(new Set(found.map((attribution) => attribution?.entry.state)).size).toBe(1);
    }
    const together = simulation.truth.filter(({ kind }) => kind === 'attributed-convergence');
    expect(Math.min(...together.map(({ accountIds }) => accountIds.length))).toBeGreaterThanOrEqual(6);
  });
});

describe('what looks like a campaign', () => {
  it('breaking news: in several outlets within minutes, by the measure of the product', () => {
    const simulation = only(['breaking-news'], 4);

    for (const { tags, links, from } of simulation.truth) {
      const articles = simulation.news.map(({ at, title, host }) => ({ at, host, squashed: squash(title), links: [] }));
      const measured = measureNews(articles, { tags, links, at: from });
      expect(measured.isBurst).toBe(true);
      expect(measured.matchingHosts).toBeGreaterThanOrEqual(5);
    }
  });

  it('a fan army: old accounts, long in the habit, mostly reposts, some people three times', () => {
    const simulation = only(['fan-army']);
    const truth = truthOf(simulation, 'fan-army');
    const [event, family] = truth.tags;
    const posts = postsOf(simulation, truth).filter(({ tags }) => tags.includes(event!));
    const before = [...(simulation.history ?? []), ...simulation.posts].filter(
      ({ tags, createdAt }) => tags.includes(family!) && createdAt < truth.from,
    );
    const oldest = Math.min(...before.map(({ createdAt }) => createdAt.getTime()));

    expect(shareOf(posts, ({ kind }) => kind === 'repost')).toBeGreaterThan(0.6);
    expect(shareOf(truth.accountIds, (id) => before.some(({ accountId }) => accountId === id))).toBeGreaterThan(0.95);
    expect(truth.from.getTime() - oldest).toBeGreaterThan(60 * 24 * hourMs);
    expect(
      before.filter(({ parentAccountId }) => truth.accountIds.includes(parentAccountId ?? '')).length,
    ).toBeGreaterThan(50);
    expect(posts.every(({ accountCreatedAt }) => +truth.from - +accountCreatedAt! > 3 * 365 * 24 * hourMs)).toBe(true);
    expect(writersByText(posts).size).toBeLessThanOrEqual(small.events.fanBank);
  });

  it('matches and national days stand in a calendar', () => {
    const simulation = only(['match', 'national-day']);

    for (const truth of simulation.truth) {
      const entry = simulation.events.find(({ tags }) => tags.some((tag) => truth.tags.includes(tag)));
      expect(entry && entry.from < truth.to && entry.to > truth.from).toBe(true);
    }
  });

  it('a petition: one text with one link; newcomers: young and in their own words', () => {
    const simulation = only(['petition', 'migration-wave']);
    const petition = truthOf(simulation, 'petition');
    const wave = truthOf(simulation, 'migration-wave');
    const newcomers = postsOf(simulation, wave);

    expect(copyShare(postsOf(simulation, petition))).toBeGreaterThan(0.5);
    expect(shareOf(postsOf(simulation, petition), ({ links }) => links[0] === petition.links[0])).toBeGreaterThan(0.7);
    expect(copyShare(newcomers)).toBe(0);
    expect(
      shareOf(newcomers, ({ createdAt, accountCreatedAt }) => +createdAt - +accountCreatedAt! < 8 * 24 * hourMs),
    ).toBe(1);
  });

  it('a newsroom: at the full hour, titles that stand in the news', () => {
    const simulation = only(['newsroom']);
    const truth = truthOf(simulation, 'newsroom');
    const posts = simulation.posts.filter(({ accountId }) => truth.accountIds.includes(accountId));
    const titles = new Set(simulation.news.map(({ title }) => title));

    expect(posts.every(({ createdAt }) => createdAt.getTime() % hourMs < 5000)).toBe(true);
    expect(posts.every(({ text }) => titles.has(text.split(' #')[0] ?? ''))).toBe(true);
  });
});

describe('chance', () => {
  it('has the means and variances that were asked for', () => {
    const random = createRandom(1, 'test');
    const counts = Array.from({ length: 4000 }, () => random.count(12, 3));
    const mean = sum(counts) / counts.length;
    const variance = sum(counts.map((count) => (count - mean) ** 2)) / counts.length;

    expect(mean).toBeCloseTo(12, 0);
    expect(variance / mean).toBeGreaterThan(2.6);
    expect(variance / mean).toBeLessThan(3.4);
    expect(median(Array.from({ length: 4000 }, () => random.lognormal(55, 1.1)))).toBeGreaterThan(50);
    expect(
      shareOf(
        Array.from({ length: 4000 }, () => random.pareto(2, 1.3)),
        (x) => x > 4,
      ),
    ).toBeCloseTo(2 ** -1.3, 1);
  });

  it('lets a fifth of what is taken up come at once, and the rest over days', () => {
    const random = createRandom(2, 'test');
    const delays = Array.from({ length: 8000 }, () => cascadeDelay(random) / 60_000);
    // Of the cut kernel 1 / (1 + tail) is flat, tail = (1 - (5 min / 48 h)^0.242) / 0.242.
    const tail = (1 - (5 / 2880) ** 0.242) / 0.242;

    expect(shareOf(delays, (minutes) => minutes < 5)).toBeCloseTo(1 / (1 + tail), 1);
    expect(Math.max(...delays)).toBeLessThanOrEqual(2880);
    expect(shareOf(delays, (minutes) => minutes > 600)).toBeGreaterThan(0.08);
  });

  it('hangs on words, not on an order', () => {
    expect(hashUnit(1, 'late/b-1')).toBe(hashUnit(1, 'late/b-1'));
    expect(hashUnit(1, 'late/b-1')).not.toBe(hashUnit(2, 'late/b-1'));
    const values = Array.from({ length: 4000 }, (_, n) => hashUnit(3, `late/b-${n}`));
    expect(sum(values) / values.length).toBeCloseTo(0.5, 1);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Pearson's: Σ (y - e)² / e over the hours, e from the level and the profile. */
function dispersionOf(series: readonly number[], profile: (hour: number) => number): number {
  const level = sum(series) / sum(series.map((_, hour) => profile(hour)));
  return (
    sum(series.map((count, hour) => (count - level * profile(hour)) ** 2 / (level * profile(hour)))) / series.length
  );
}
