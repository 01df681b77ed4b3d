/** Who lives in a world: the accounts of each group, most active first, and how to draw one of them. */
import { dayMs } from '../../../src/post/post.ts';
import { capital, createVocabulary, type LanguageCode, type Vocabulary } from './language.ts';
import type { GroupParameters, SimulationParameters } from './parameters.ts';
import { createRandom, itemAt, type Random } from './random.ts';

export interface Account {
  readonly id: string;
  readonly platform: string;
  readonly lang: LanguageCode;
  readonly handle: string;
  readonly createdAt: Date;
  readonly followers: number;
  /** Mean 1 over the population: how much more its posts are answered than those of others. */
  readonly reach: number;
}

export interface Group {
  readonly index: number;
  readonly parameters: GroupParameters;
  readonly words: Vocabulary;
  /** Most active first. */
  readonly accounts: readonly Account[];
  /** Hosts that its people link to. */
  readonly hosts: readonly string[];
}

export function createGroups(parameters: SimulationParameters, seed: number): readonly Group[] {
  const vocabularies = new Map<LanguageCode, Vocabulary>();
  return parameters.groups.map((group, index) => {
    const words =
      vocabularies.get(group.lang) ?? createVocabulary(group.lang, createRandom(seed, `words/${group.lang}`));
    vocabularies.set(group.lang, words);
    const random = createRandom(seed, `accounts/${index}`);
    const count = Math.max(50, Math.round(parameters.accounts * group.share));
    return {
      index,
      parameters: group,
      words,
      accounts: Array.from({ length: count }, (_, rank) =>
        createAccount(parameters, random, {
          id: `${1_000_000 + index * 1_000_000 + rank}`,
          platform: group.platform,
          lang: group.lang,
          createdAt: someCreation(parameters, random),
        }),
      ),
      hosts: Array.from({ length: 24 }, (_, n) => `${plainWord(random)}${n}.example`),
    };
  });
}

/** Reach grows with followers, far slower than they do: e^(0.8 z - 0.32) has mean 1. */
export function createAccount(
  { followers: [median, sd], defaultHandleShare }: Pick<SimulationParameters, 'followers' | 'defaultHandleShare'>,
  random: Random,
  given: Pick<Account, 'id' | 'platform' | 'lang' | 'createdAt'>,
): Account {
  const z = random.normal();
  return {
    ...given,
    handle: someHandle(random, given.platform, defaultHandleShare),
    followers: Math.round(median * Math.exp(sd * z)),
    reach: Math.exp(0.8 * z - 0.32),
  };
}

const oldest = Date.UTC(2009, 0, 1);

/** Growth over the years with a season, and the waves. Whole days stand for what platforms tell to the second. */
function someCreation({ from, migrationWaves }: SimulationParameters, random: Random): Date {
  let rest = random.next();
  for (const { at, share, sdDays } of migrationWaves) {
    rest -= share;
    if (rest < 0) return inPast(at.getTime() + sdDays * random.normal() * dayMs, from);
  }
  for (;;) {
    const at = oldest + (from.getTime() - oldest) * random.next() ** 0.8;
    const season = 1 + 0.3 * Math.cos((2 * Math.PI * (at / dayMs - 20)) / 365.25);
    if (random.next() * 1.3 < season) return inPast(at, from);
  }
}

function inPast(atMs: number, from: Date): Date {
  return new Date(Math.floor(Math.min(atMs, from.getTime() - dayMs) / 1000) * 1000);
}

/** X names newcomers by letters and digits; Bluesky has no such pattern. */
function someHandle(random: Random, platform: string, defaultShare: number): string {
  const name = plainWord(random);
  if (platform === 'bluesky') return `${name}${random.below(9999)}.bsky.example`;
  if (random.chance(defaultShare)) return `${capital(name)}${random.whole(10_000_000, 99_999_999)}`;
  return `${name}_${plainWord(random)}${random.chance(0.3) ? random.below(99) : ''}`;
}

export function plainWord(random: Random): string {
  let word = '';
  for (let n = random.whole(2, 3); n > 0; n -= 1)
    word += random.pick(Array.from('bdfgklmnprstvz')) + random.pick(Array.from('aeiou'));
  return word;
}

/**
 * Index of an account by Zipf's law, shifted (Mandelbrot): the shift keeps the first of them from writing a tenth of
 * everything. Inverse of the continuous distribution, no table.
 */
export function zipfIndex(random: Random, count: number, exponent: number): number {
  const shift = 1 + count / 400;
  const power = 1 - exponent;
  const low = shift ** power;
  const high = (count + shift) ** power;
  return Math.min(count - 1, Math.floor((low + random.next() * (high - low)) ** (1 / power) - shift));
}

export function someAccount(random: Random, { accounts }: Group, exponent: number): Account {
  return itemAt(accounts, zipfIndex(random, accounts.length, exponent));
}

/** Use at an hour since 1970 against the mean of a week, which is 1. */
export function hourProfile({ peakHour, harmonics, weekend }: GroupParameters): (hour: number) => number {
  const week = Array.from({ length: 168 }, (_, hour) => {
    const angle = (2 * Math.PI * ((hour % 24) - peakHour)) / 24;
    // 1 January 1970 was a Thursday: days 2 and 3 are a weekend.
    const day = Math.floor(hour / 24);
    return (
      Math.exp(harmonics[0] * Math.cos(angle) + harmonics[1] * Math.cos(2 * angle)) *
      (day === 2 || day === 3 ? weekend : 1)
    );
  });
  const mean = week.reduce((sum, value) => sum + value, 0) / week.length;
  return (hour) => (week[((hour % 168) + 168) % 168] ?? mean) / mean;
}
