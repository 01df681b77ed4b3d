/** Who posts in the sample: institutions, an ordinary crowd, and the throw-away accounts of the campaign. */
import { dayMs } from '../../post/post.ts';
import { createRandom, type Random } from './random.ts';
import { sampleInstitutions } from './registry.ts';
import { sampleSpan } from './span.ts';

export interface Actor {
  readonly id: string;
  readonly handle: string;
  readonly createdAt: Date;
  readonly followers: number;
}

interface Institution extends Actor {
  readonly host: string;
}

export interface Cast {
  readonly institutions: readonly Institution[];
  readonly crowd: readonly Actor[];
  /** The crews of the campaign's first wave; members of a crew post together. */
  readonly crews: readonly (readonly Actor[])[];
  /** Joins in the second wave. */
  readonly lateCrew: readonly Actor[];
  readonly pushers: readonly Actor[];
}

const crowdSize = 1200;
const crewCount = 15;
const crewSize = 14;
const pusherCount = 5;

export function createCast(seed: string): Cast {
  const random = createRandom(`${seed}/cast`);
  return {
    institutions: sampleInstitutions().map((institution) => ({
      ...institution,
      createdAt: someDay(random, Date.UTC(2011, 0, 1), Date.UTC(2020, 0, 1)),
      followers: Math.round(Math.exp(random.between(8, 13))),
    })),
    crowd: listOf(crowdSize, (n) => crowdMember(random, n)),
    crews: listOf(crewCount, (crew) => listOf(crewSize, (n) => throwAway(random, crew * crewSize + n))),
    lateCrew: listOf(crewSize, (n) => throwAway(random, crewCount * crewSize + n)),
    pushers: listOf(pusherCount, (n) => ({
      id: `push-${n + 1}`,
      handle: `tea_friend_${n + 1}_sample`,
      createdAt: someDay(random, Date.UTC(2016, 0, 1), Date.UTC(2023, 0, 1)),
      followers: 200 + random.below(1800),
    })),
  };
}

function listOf<T>(length: number, make: (n: number) => T): readonly T[] {
  return Array.from({ length }, (_, n) => make(n));
}

function someDay(random: Random, fromMs: number, toMs: number): Date {
  return new Date(Math.floor(random.between(fromMs, toMs) / 1000) * 1000);
}

function crowdMember(random: Random, n: number): Actor {
  return {
    id: `crowd-${n + 1}`,
    handle: `${random.pick(['walker', 'reader', 'baker', 'rider', 'gardener', 'painter'])}_${n + 1}_sample`,
    createdAt: someDay(random, Date.UTC(2012, 0, 1), Date.UTC(2025, 6, 1)),
    followers: Math.round(Math.exp(5.2 + 1.6 * random.normal())),
  };
}

/** A quarter of the accounts was made on these days of one week, as many of the published case's were on one day. */
const batchDays = [Date.UTC(2026, 0, 12), Date.UTC(2026, 0, 13), Date.UTC(2026, 0, 15)];

/** 73 % without a follower, 97 % with fewer than five: the shares published of the case the sample is modelled on. */
function throwAway(random: Random, n: number): Actor {
  const luck = (n * 37) % 100;
  const batch = random.pick(batchDays);
  return {
    id: `acc-${9000 + n}`,
    handle: `visitor${10_000_000 + random.below(89_999_999)}_sample`,
    createdAt:
      n % 4 === 0
        ? someDay(random, batch, batch + dayMs)
        : someDay(random, Date.UTC(2024, 5, 1), sampleSpan.historyFrom.getTime()),
    followers: luck < 73 ? 0 : luck < 97 ? 1 + random.below(4) : 5 + random.below(50),
  };
}
