/** When it was posted: together, at once, at whose hours, as regularly as a clock. */
import { type Batches, batchOthers, batchSeconds } from '../../measure/batches.ts';
import type { CopyMeasure } from '../../measure/copies.ts';
import type { HourProfile } from '../../measure/hours.ts';
import type { Rhythm } from '../../measure/rhythm.ts';
import type { Steepness } from '../../measure/steepness.ts';
import type { Synchrony } from '../../measure/synchrony.ts';
import { type TogetherAgain, togetherSeconds } from '../../measure/together-again.ts';
import { count, counted, percent } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { points } from './points.ts';
import { shareOfText } from './share-words.ts';
import { shrunk, unknown, weigh, weighShare } from './weigh.ts';

export interface TimingMeasures {
  readonly synchrony: Synchrony | undefined;
  /** Seconds within which two posts are together. */
  readonly windowSeconds: number;
  readonly steepness: Steepness;
  readonly hours: HourProfile;
  readonly rhythm: Rhythm;
  readonly copies: Pick<CopyMeasure, 'headlines'>;
  /** Undefined: too few accounts wrote something. */
  readonly batches: Batches | undefined;
  /** Undefined: too few accounts wrote twice, or the crowd is too dense to tell. */
  readonly again: TogetherAgain | undefined;
}

/** Fewer accounts than these say nothing about a share. */
const fewestAccounts = 10;
/** Fewer are friends. */
const fewestTogether = 8;

export function timingIndicators(measures: TimingMeasures, rules: Rules): readonly Indicator[] {
  return [
    synchronous(measures, rules),
    inBatches(measures, rules),
    togetherAgain(measures, rules),
    steep(measures.steepness, rules),
    hourProfile(measures.hours, rules),
    machineRhythm(measures.rhythm, rules),
  ];
}

function synchronous({ synchrony, windowSeconds }: TimingMeasures, rules: Rules): Indicator {
  const base = { name: 'synchrony', part: 'coordinated', family: 'timing' } as const;
  if (synchrony === undefined) return unknown(base, 'synchrony: too few accounts with the same text');
  const { members, expectedMembers, z } = synchrony;
  return weigh(
    {
      ...base,
      share: members,
      value: z,
      measured: z,
      sentence: `${count(members.n)} of ${count(members.of)} copies came within ${windowSeconds} s of another one (${count(expectedMembers)} expected when their times are shifted)`,
    },
    rules,
  );
}

/** Newsrooms post by the clock, and headlines are theirs. */
function isNewsroom({ headlines }: Pick<CopyMeasure, 'headlines'>): boolean {
  return headlines.of >= fewestAccounts && headlines.value >= 0.5;
}

function inBatches({ batches, copies }: TimingMeasures, rules: Rules): Indicator {
  const base = { name: 'batches', part: 'coordinated', family: 'timing' } as const;
  if (batches === undefined) return unknown(base, 'batches: too few accounts with posts of their own');
  const { accounts, expectedAccounts, z } = batches;
  const sentence = `${shareOfText(accounts, 'account')} wrote within ${batchSeconds / 60} min of ${batchOthers} others (${count(expectedAccounts)} expected when their times are shifted)`;
  return weigh({ ...base, share: accounts, value: z, measured: z, counts: !isNewsroom(copies), sentence }, rules);
}

function togetherAgain({ again, copies }: TimingMeasures, rules: Rules): Indicator {
  const base = { name: 'together-again', part: 'coordinated', family: 'timing' } as const;
  if (again === undefined) return unknown(base, 'who posts together again: too few accounts, or too many at once');
  const { accounts, pairs, expectedPairs, z } = again;
  const sentence = `${shareOfText(accounts, 'account')} with two posts and more wrote within ${togetherSeconds / 60} min of the same other account again (${counted(pairs, 'pair')}, ${count(expectedPairs)} expected when they change places)`;
  return weigh(
    {
      ...base,
      share: accounts,
      value: z,
      measured: z,
      counts: accounts.n >= fewestTogether && !isNewsroom(copies),
      sentence,
    },
    rules,
  );
}

function steep({ accounts, firstMinutes, ofMinutes }: Steepness, rules: Rules): Indicator {
  const base = { name: 'start-steepness', part: 'coordinated', family: 'timing', share: accounts } as const;
  if (accounts.of < fewestAccounts) return unknown(base, 'how steeply it began: too few accounts in the first 2 h');
  const sentence = `${shareOfText(accounts, 'account')} of the first ${ofMinutes / 60} h came within ${firstMinutes} min`;
  return weighShare({ ...base, sentence }, rules);
}

/** Weak evidence that never names a country: real office workers keep office hours, too. */
function hourProfile({ distance, byChance, block, posts, weekendDrop }: HourProfile, rules: Rules): Indicator {
  const base = { name: 'hour-profile', part: 'coordinated', family: 'timing' } as const;
  if (distance === undefined || block === undefined) return unknown(base, noUsualHours);
  const drop = weekendDrop === undefined ? '' : `, ${percent(Math.max(0, weekendDrop))} less at weekends`;
  return weigh(
    {
      ...base,
      share: block.share,
      value: distance,
      // What two samples of this size differ by anyway is no distance.
      measured: Math.max(0, distance - (byChance ?? 0)),
      counts: block.share.value >= officeBlock,
      sentence: `usual hours of the accounts are ${distance.toFixed(2)} bits from those of the conversation (${counted(posts, 'earlier post')}); ${shareOfText(block.share, 'weekday post')} in nine hours in a row${drop}`,
    },
    rules,
  );
}

const noUsualHours = 'usual hours of the accounts and of the conversation';
/** Nine hours in a row hold 38 % of an even day; posting at work leaves most of it there. */
const officeBlock = 0.6;

/** Either sign is enough: the same second of the minute, or equal distances. */
function machineRhythm({ regular, seconds }: Rhythm, rules: Rules): Indicator {
  const isKnown = regular.of >= fewestAccounts;
  const share = isKnown ? regular : undefined;
  const base = { name: 'machine-rhythm', part: 'coordinated', family: 'timing', share } as const;
  if (!isKnown && seconds === undefined) return unknown(base, 'rhythm: too few posts of each account');
  const missing = seconds === undefined ? 0 : Math.max(0, 1 - seconds.entropy / seconds.byChance);
  const clocks = isKnown ? shrunk(regular, points['machine-rhythm'].reference) : 0;
  const facts = [
    ...(isKnown
      ? [
          `${shareOfText(regular, 'account')} with five gaps and more ${regular.n === 1 ? 'posts' : 'post'} at nearly equal distances`,
        ]
      : []),
    ...(seconds === undefined
      ? []
      : [`seconds of the minute have ${seconds.entropy.toFixed(1)} bits (${seconds.byChance.toFixed(1)} by chance)`]),
  ];
  return weigh({ ...base, measured: Math.max(missing, clocks), sentence: facts.join('; ') }, rules);
}
