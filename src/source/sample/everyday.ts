/** The ordinary hours of the sample: what the crowd and the institutions post when nothing happens. */
import { hourMs, type Post } from '../../post/post.ts';
import type { Actor, Cast } from './cast.ts';
import { createRandom, type Random } from './random.ts';
import { repostOf, samplePost, someCounts, withTags } from './scene.ts';
import { everydayTags, everydayText, officialTags, officialText, sampleLangs } from './texts.ts';

const crowdPostsPerDay = 800;
const repostShare = 0.25;
const officialPostsPerDay = 50;

/** Share of a day's posts in each hour, UTC; the mean is one. */
const crowdRhythm = [
  0.55, 0.4, 0.35, 0.35, 0.4, 0.5, 0.7, 0.9, 1, 1.05, 1.1, 1.15, 1.25, 1.2, 1.15, 1.15, 1.2, 1.3, 1.45, 1.55, 1.6, 1.4,
  1.15, 0.8,
];
const officeHours = { from: 8, to: 18, weekend: 0.35 } as const;

/** All posts of one hour, the same for the same seed whatever was asked before. */
export function everydayPosts(seed: string, cast: Cast, hour: number): readonly Post[] {
  const now = originalsOf(seed, cast, hour);
  const before = originalsOf(seed, cast, hour - 1);
  const random = createRandom(`${seed}/repost/${hour}`);
  const candidates = [...before, ...now].sort(byTime);
  const count = random.poisson((now.length * repostShare) / (1 - repostShare));
  const reposts: Post[] = [];
  for (let n = 0; n < count; n += 1) {
    const atMs = (hour + random.next()) * hourMs;
    const earlier = candidates.filter(({ createdAt }) => createdAt.getTime() < atMs - 1000);
    const actor = someone(random, cast.crowd);
    if (earlier.length === 0) continue;
    // Half of what is repeated is from the last few minutes.
    const parent = random.chance(0.5) ? random.pick(earlier.slice(-12)) : random.pick(earlier);
    if (parent.accountId !== actor.id) reposts.push(repostOf(parent, `r${hour}-${n}`, actor, atMs));
  }
  return [...now, ...reposts];
}

function byTime(a: Post, b: Post): number {
  return a.createdAt.getTime() - b.createdAt.getTime();
}

function originalsOf(seed: string, cast: Cast, hour: number): readonly Post[] {
  return [...crowdOriginals(seed, cast, hour), ...officialOriginals(seed, cast, hour)];
}

function crowdOriginals(seed: string, cast: Cast, hour: number): readonly Post[] {
  const random = createRandom(`${seed}/crowd/${hour}`);
  const rhythm = crowdRhythm[hourOfDay(hour)] ?? 1;
  // Some hours are livelier than others, which is why counts are not Poisson.
  const mood = Math.exp(0.12 * random.normal());
  const count = random.poisson((crowdPostsPerDay / 24) * (1 - repostShare) * rhythm * mood);
  return Array.from({ length: count }, (_, n) => crowdPost(random, cast, hour, n));
}

/** Zipf's law with exponent one. */
const tagWeights = everydayTags.map((_, rank) => 1 / (rank + 1));

function crowdPost(random: Random, cast: Cast, hour: number, n: number): Post {
  const chosen = everydayTags[random.weighted(tagWeights)];
  const tagged = chosen !== undefined && random.chance(0.85);
  const lang = tagged ? chosen.lang : random.pick(sampleLangs);
  const tags = tagged ? [chosen.tag] : [];
  const text = withTags(everydayText(random, lang), tags);
  const site = 1 + Math.floor(40 * random.next() ** 2);
  const page = `https://site${site}.example/${Math.floor(hour / 24)}/${random.below(9)}`;
  return samplePost({
    id: `b${hour}-${n}`,
    actor: someone(random, cast.crowd),
    atMs: (hour + random.next()) * hourMs,
    text,
    lang,
    tags,
    links: random.chance(0.3) ? [page] : [],
    kind: random.chance(0.12) ? 'reply' : 'original',
    counts: someCounts(random),
  });
}

function officialOriginals(seed: string, cast: Cast, hour: number): readonly Post[] {
  const random = createRandom(`${seed}/official/${hour}`);
  const count = random.poisson((officialPostsPerDay / 24) * officialRhythm(hour));
  return Array.from({ length: count }, (_, n) => {
    const actor = random.pick(cast.institutions);
    const tag = random.pick(officialTags);
    return samplePost({
      id: `o${hour}-${n}`,
      actor,
      atMs: (hour + random.next()) * hourMs,
      text: withTags(officialText(random), [tag]),
      lang: 'en',
      tags: [tag],
      links: random.chance(0.7) ? [`https://${actor.host}/news/${hour}-${n}`] : [],
      counts: someCounts(random, 25),
    });
  });
}

function officialRhythm(hour: number): number {
  const atWork = hourOfDay(hour) >= officeHours.from && hourOfDay(hour) < officeHours.to;
  const day = new Date(hour * hourMs).getUTCDay();
  return (atWork ? 2 : 0.28) * (day === 0 || day === 6 ? officeHours.weekend : 1);
}

function hourOfDay(hour: number): number {
  return new Date(hour * hourMs).getUTCHours();
}

/** Few people post much, most post little. */
function someone(random: Random, crowd: readonly Actor[]): Actor {
  const index = Math.floor(crowd.length * random.next() ** 2);
  return crowd[index] ?? random.pick(crowd);
}
