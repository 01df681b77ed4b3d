/**
 * What happens in the five days of the sample. The numbers of the campaign follow published properties of a real one
 * (throw-away accounts, copies with noise tails, rounds within a minute, officials who lift it); all content is
 * invented.
 */
import { minuteMs, type Post } from '../../post/post.ts';
import type { Actor, Cast } from './cast.ts';
import { createRandom, type Random } from './random.ts';
import { noCounts, repostOf, type Sighting, samplePost, sighting, someCounts, withTags } from './scene.ts';
import { storyMs } from './span.ts';
import { campaignTexts, everydayText, finalText, noiseTail, officialText } from './texts.ts';

export const campaignTag = 'StopExampleRumors';
export const summitTag = 'ExampleSummit';
const finalTag = 'SampleCupFinal';
const teaTag = 'TasteExampleTea';
const film = 'https://video.example/watch?v=valley-film';
const campaignHosts = ['daily.example', 'times.example', 'valley-voices.example', 'visit-valley.example'];

/** Everything that is not everyday, in no order. */
export function storySightings(seed: string, cast: Cast): readonly Sighting[] {
  const wave = firstWave(seed, cast);
  return [
    ...wave.map(sighting),
    ...lift(seed, cast, wave, 'lift1', storyMs(1, 5), 8).map(sighting),
    ...doubters(seed, cast).map(sighting),
    ...recheck(seed, wave),
    ...summit(seed, cast).map(sighting),
    ...cupFinal(seed, cast).map(sighting),
    ...teaPush(seed, cast).map(sighting),
    ...secondWave(seed, cast, wave),
  ];
}

interface Wave {
  readonly id: string;
  readonly startMs: number;
  readonly crews: readonly (readonly Actor[])[];
  readonly minutesBetweenRounds: number;
  readonly texts: typeof campaignTexts;
}

/** Day 1, three hours in: about 210 accounts, two posts each, for four hours. */
function firstWave(seed: string, cast: Cast): readonly Post[] {
  const random = createRandom(`${seed}/wave1`);
  return wavePosts(random, {
    id: 'w1',
    startMs: storyMs(1, 3),
    crews: cast.crews,
    minutesBetweenRounds: 8,
    texts: campaignTexts,
  });
}

/**
 * Two rounds for each crew: a text and a page, posted by nearly all of its members within a minute. One account of each
 * crew also works with the next, which makes one network of them.
 */
function wavePosts(random: Random, wave: Wave): readonly Post[] {
  const posts: Post[] = [];
  const crews = wave.crews.map((crew, index) => [...(wave.crews[index - 1]?.slice(0, 1) ?? []), ...crew]);
  const rounds = [0, 1].flatMap((turn) => crews.map((crew, index) => ({ crew, page: turn * 100 + index })));
  rounds.forEach(({ crew, page }, round) => {
    const { text, lang } = random.pick(wave.texts);
    const host = campaignHosts[page % campaignHosts.length] ?? film;
    const links = [`https://${host}/valley/${page % 12}-${page < 100 ? 'a' : 'b'}`, ...(round % 2 === 0 ? [film] : [])];
    const roundMs = wave.startMs + round * wave.minutesBetweenRounds * minuteMs;
    const tags = random.chance(0.15) ? [campaignTag, 'ExampleValley'] : [campaignTag];
    for (const actor of crew) {
      if (random.chance(0.05)) continue;
      const tail = random.chance(0.52) ? ` ${noiseTail(random)}` : '';
      posts.push(
        samplePost({
          id: `${wave.id}-${posts.length}`,
          actor,
          atMs: roundMs + random.between(0, 50_000),
          text: `${withTags(text, tags)} ${links[0]}${tail}`,
          lang,
          tags,
          links,
          counts: random.chance(0.98) ? noCounts : { likes: 1 + random.below(3), reposts: random.below(2), replies: 0 },
        }),
      );
    }
  });
  return posts;
}

/** Institutions take the tag up: posts of their own that travel far, and reposts of the campaign's. */
function lift(
  seed: string,
  cast: Cast,
  wave: readonly Post[],
  id: string,
  startMs: number,
  institutions: number,
): readonly Post[] {
  const random = createRandom(`${seed}/${id}`);
  return random
    .shuffled(cast.institutions)
    .slice(0, institutions)
    .flatMap((actor, n) => {
      const atMs = startMs + (n * 25 + random.between(0, 10)) * minuteMs;
      const own = samplePost({
        id: `${id}-${n}`,
        actor,
        atMs,
        text: withTags(officialText(random), [campaignTag]),
        lang: 'en',
        tags: [campaignTag],
        links: n % 2 === 0 ? [film] : [`https://${actor.host}/valley/answer`],
        counts: someCounts(random, 120),
      });
      const earlier = wave.filter(({ createdAt }) => createdAt.getTime() < atMs - minuteMs);
      const repeated =
        earlier.length === 0 ? [] : [repostOf(random.pick(earlier), `${id}-r${n}`, actor, atMs - 20_000)];
      return [own, ...repeated];
    });
}

/** A burst on a campaign's tag is not the campaign alone: some people use it to disagree. */
function doubters(seed: string, cast: Cast): readonly Post[] {
  const random = createRandom(`${seed}/doubters`);
  return random
    .shuffled(cast.crowd)
    .slice(0, 12)
    .map((actor, n) =>
      samplePost({
        id: `d1-${n}`,
        actor,
        atMs: storyMs(1, random.between(6, 14)),
        text: withTags(`Who writes all of this? ${everydayText(random, 'en')}`, [campaignTag]),
        lang: 'en',
        tags: [campaignTag],
        kind: n % 3 === 0 ? 'quote' : 'original',
        counts: someCounts(random, 3),
      }),
    );
}

const suspendedAccounts = 9;
const deletedPosts = 12;

/**
 * Twenty hours in, the campaign's accounts are looked at again: a few are suspended, a few posts are gone. The others
 * are seen active, because a share needs its denominator.
 */
function recheck(seed: string, wave: readonly Post[]): readonly Sighting[] {
  const random = createRandom(`${seed}/recheck`);
  const suspended = suspendedIn(seed, wave);
  const atMs = storyMs(1, 20);
  const seen = new Set<string>();
  const sightings: Sighting[] = [];
  for (const post of wave) {
    const status = suspended.has(post.accountId) ? 'suspended' : 'active';
    if (status === 'active' && seen.has(post.accountId)) continue;
    seen.add(post.accountId);
    const checkedMs = atMs + seen.size * 1000;
    sightings.push({ atMs: checkedMs, post: { ...post, status, statusCheckedAt: new Date(checkedMs) } });
  }
  const gone = random.shuffled(wave.filter(({ accountId }) => !suspended.has(accountId))).slice(0, deletedPosts);
  for (const [n, post] of gone.entries()) {
    const foundMs = storyMs(1, 21) + n * 20 * minuteMs;
    sightings.push({ atMs: foundMs, post: { ...post, deletedAt: new Date(foundMs) }, deleted: true });
  }
  return sightings;
}

function suspendedIn(seed: string, wave: readonly Post[]): ReadonlySet<string> {
  const random = createRandom(`${seed}/suspended`);
  const accountIds = [...new Set(wave.map(({ accountId }) => accountId))];
  return new Set(random.shuffled(accountIds).slice(0, suspendedAccounts));
}

/** Day 1, nine hours in: ten of the fourteen institutions on one topic within two hours. */
function summit(seed: string, cast: Cast): readonly Post[] {
  const random = createRandom(`${seed}/summit`);
  const actors = random.shuffled(cast.institutions).slice(0, 10);
  return actors.flatMap((actor, a) =>
    Array.from({ length: 2 + (a % 2) }, (_, n) =>
      samplePost({
        id: `s1-${a}-${n}`,
        actor,
        atMs: storyMs(1, 9) + random.between(0, 110) * minuteMs,
        text: withTags(officialText(random), [summitTag]),
        lang: 'en',
        tags: [summitTag],
        links: random.chance(0.6) ? ['https://mfa.example/summit/statement'] : [`https://${actor.host}/summit/${n}`],
        counts: someCounts(random, 40),
      }),
    ),
  );
}

/** Day 1, twelve hours in: three hundred old accounts on one event, a post each, in their own words. */
function cupFinal(seed: string, cast: Cast): readonly Post[] {
  const random = createRandom(`${seed}/final`);
  const actors = random.shuffled(cast.crowd).slice(0, 300);
  return actors.map((actor, n) => {
    const link = `https://sport${1 + random.below(60)}.example/${random.below(400)}`;
    return samplePost({
      id: `f1-${n}`,
      actor,
      atMs: storyMs(1, 12) + 180 * minuteMs * random.next() ** 1.5,
      text: withTags(finalText(random, n), [finalTag]),
      lang: 'en',
      tags: [finalTag],
      links: random.chance(0.45) ? [link] : [],
      counts: someCounts(random, 4),
    });
  });
}

/** Day 3: five accounts, forty posts, one link. */
function teaPush(seed: string, cast: Cast): readonly Post[] {
  const random = createRandom(`${seed}/tea`);
  const praise = ['Fresh from the hills', 'My third cup today', 'A gift for every guest', 'Try the first harvest'];
  return Array.from({ length: 40 }, (_, n) => {
    const actor = cast.pushers[n % cast.pushers.length] ?? random.pick(cast.pushers);
    const text = withTags(`${random.pick(praise)}: the tea of Example Valley, order it here`, [teaTag]);
    return samplePost({
      id: `t3-${n}`,
      actor,
      atMs: storyMs(3, 4) + (n * 9 + random.between(0, 7)) * minuteMs,
      text,
      lang: 'en',
      tags: [teaTag],
      links: ['https://tea-shop.example/first-harvest'],
      counts: { likes: random.below(3), reposts: 0, replies: 0 },
    });
  });
}

/** Day 4: what is left of four crews, and a new one, on the tag of day 1. */
function secondWave(seed: string, cast: Cast, first: readonly Post[]): readonly Sighting[] {
  const random = createRandom(`${seed}/wave2`);
  const suspended = suspendedIn(seed, first);
  const survivors = cast.crews.slice(0, 4).map((crew) => crew.filter(({ id }) => !suspended.has(id)));
  const wave = wavePosts(random, {
    id: 'w2',
    startMs: storyMs(4, 3),
    crews: [...survivors, cast.lateCrew],
    minutesBetweenRounds: 14,
    texts: campaignTexts.slice(0, 12),
  });
  return [...wave, ...lift(seed, cast, wave, 'lift2', storyMs(4, 4.5), 3)].map(sighting);
}
