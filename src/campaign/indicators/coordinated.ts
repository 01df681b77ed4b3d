/** The coordinated part: what was measured of acting together, each with its denominator. */

import type { CoSharingMeasure } from '../../measure/co-sharing.ts';
import type { Concentration } from '../../measure/concentration.ts';
import type { CopyMeasure } from '../../measure/copies.ts';
import type { CreationMeasure } from '../../measure/creation.ts';
import type { ThinMeasure } from '../../measure/thin.ts';
import { count, counted, dateText, percent } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import { datesMissing, shareOfText } from './share-words.ts';
import { ramp, unknown } from './weights.ts';

export interface CoordinationMeasures {
  readonly coSharing: CoSharingMeasure;
  readonly copies: CopyMeasure;
  readonly creation: CreationMeasure;
  readonly thin: ThinMeasure;
  readonly concentration: Concentration;
}

/** Fewer texts, accounts or dates than these say nothing about a share. */
const fewest = { texts: 10, accounts: 10 } as const;

export function coordinatedIndicators(measures: CoordinationMeasures): readonly Indicator[] {
  return [
    coSharing(measures.coSharing),
    copyShare(measures.copies),
    ...biggestCluster(measures.copies),
    ...tails(measures.copies),
    synchrony(measures.coSharing),
    creationWeek(measures.creation),
    youngShare(measures.creation),
    thinAccounts(measures.thin),
    concentrated(measures.concentration),
  ];
}

/** Strong from 20 % of the accounts (table of indicators, co-post density). */
function coSharing({
  accounts,
  beyondPopularity,
  windowSeconds,
  minObjects,
  largestGroup,
  postsSkipped,
}: CoSharingMeasure): Indicator {
  const base = { name: 'co-sharing', part: 'coordinated', family: 'network', share: accounts, strongAt: 0.2 } as const;
  if (accounts.of < fewest.accounts && accounts.n < 3) return { ...base, ...unknown('co-sharing: too few accounts') };
  const most = postsSkipped > 0 ? '; a lower bound, the busiest objects were counted in part' : '';
  const group = largestGroup > 2 ? `; the largest group has ${counted(largestGroup, 'account')}` : '';
  return {
    ...base,
    known: true,
    // What a hot object explains by its popularity alone weighs nothing.
    weight: ramp(beyondPopularity.value, 0.02, 0.2, 1.6),
    sentence: `${shareOfText(accounts, 'account')} shared the same object within ${windowSeconds} s of another, ≥ ${minObjects} objects in ≥ 2 posts each${group}${most}`,
  };
}

function copyShare({ early, all }: CopyMeasure): Indicator {
  const base = { name: 'copy-share', part: 'coordinated', family: 'content', share: early, strongAt: 0.35 } as const;
  if (all.of < fewest.texts)
    return { ...base, share: all, ...unknown('near-identical text: too few texts to compare') };
  // Once a crowd has joined, copies drown: the first hours count (trend-alert campaigns, 3.9 % of all posts).
  const used = early.of >= fewest.texts ? early : all;
  const when = used === early ? 'in the first 2 h' : 'in all';
  return {
    ...base,
    share: used,
    known: true,
    weight: ramp(used.value, 0.05, 0.35, 1.6),
    sentence: `copy share ${used.value.toFixed(2)} ${when}: ${count(used.n)} of ${counted(used.of, 'text')} ${used.n === 1 ? 'is' : 'are'} near-identical to those of two or more other accounts`,
  };
}

function biggestCluster({ biggest, clusters }: CopyMeasure): readonly Indicator[] {
  if (biggest === undefined) return [];
  return [
    {
      name: 'biggest-copy-cluster',
      part: 'coordinated',
      family: 'content',
      known: true,
      value: biggest.accounts,
      strongAt: 20,
      weight: ramp(biggest.accounts, 3, 20, 1.2),
      sentence: `${counted(clusters, 'text')} used by three or more accounts; the most used one by ${counted(biggest.accounts, 'account')}`,
    },
  ];
}

function tails({ tails: share }: CopyMeasure): readonly Indicator[] {
  if (share.n === 0) return [];
  return [
    {
      name: 'noise-tails',
      part: 'coordinated',
      family: 'content',
      known: true,
      share,
      strongAt: 0.2,
      weight: ramp(share.value, 0.02, 0.2, 0.7),
      sentence: `${shareOfText(share, 'text')} ${share.n === 1 ? 'ends' : 'end'} in a meaningless tail that differs on the same text`,
    },
  ];
}

/** Strong from z = 6 (table of indicators). */
function synchrony({ synchrony: measured, windowSeconds }: CoSharingMeasure): Indicator {
  const base = { name: 'synchrony', part: 'coordinated', family: 'timing', strongAt: 6 } as const;
  if (measured === undefined) return { ...base, ...unknown('synchrony: too few accounts with the same text') };
  const { members, expectedMembers, z } = measured;
  return {
    ...base,
    known: true,
    share: members,
    value: z,
    weight: ramp(z, 2, 6, 1),
    sentence: `${count(members.n)} of ${count(members.of)} copies came within ${windowSeconds} s of another one (${count(expectedMembers)} expected when their times are shifted)`,
  };
}

/** Strong from p = 1e-4 (table of indicators). */
function creationWeek({ known, largestWeek, expectedPerWeek, logTail }: CreationMeasure): Indicator {
  const base = { name: 'creation-week', part: 'coordinated', family: 'accounts', strongAt: Math.log(1e-4) } as const;
  if (largestWeek === undefined || expectedPerWeek === undefined || logTail === undefined) {
    return { ...base, ...unknown(datesMissing(known.n, known.of)) };
  }
  return {
    ...base,
    known: true,
    value: largestWeek.accounts,
    weight: largestWeek.accounts < 5 ? 0 : ramp(-logTail, Math.log(100), -Math.log(1e-4), 1),
    sentence: `${weekSentence(largestWeek, known.n, expectedPerWeek)}${known.n < known.of ? `; ${datesMissing(known.n, known.of)} not known` : ''}`,
  };
}

/** Below three accounts there is no cluster to speak of, however rare two in one week are. */
function weekSentence(
  { accounts, from }: { readonly accounts: number; readonly from: Date },
  dates: number,
  expected: number,
): string {
  if (accounts < 3) return `no week in which more than two of ${counted(dates, 'account')} were created`;
  return `${count(accounts)} of ${counted(dates, 'account')} created in one week from ${dateText(from)} (expected ${expected < 1 ? 'under 1' : count(expected)})`;
}

/** Without a reference of the platform only a share far above any crowd's counts: from 30 %. */
function youngShare({ young, known }: CreationMeasure): Indicator {
  const base = {
    name: 'young-accounts',
    part: 'coordinated',
    family: 'accounts',
    share: young,
    strongAt: 0.3,
  } as const;
  if (young.of < fewest.accounts) return { ...base, ...unknown(datesMissing(known.n, known.of)) };
  return {
    ...base,
    known: true,
    weight: ramp(young.value, 0.1, 0.3, 0.8),
    sentence: `${shareOfText(young, 'account')} ${young.n === 1 ? 'was' : 'were'} younger than 30 days`,
  };
}

/** Thin accounts alone say little: new honest users are thin, too (F13). */
function thinAccounts({ underFive, noFollowers, withoutInteraction }: ThinMeasure): Indicator {
  const base = {
    name: 'thin-accounts',
    part: 'coordinated',
    family: 'accounts',
    share: underFive,
    strongAt: 0.6,
  } as const;
  if (underFive.of < fewest.accounts)
    return { ...base, ...unknown(`follower numbers: known of ${counted(underFive.of, 'account')}`) };
  const ignored =
    withoutInteraction.of > 0
      ? `; ${count(withoutInteraction.n)} of ${counted(withoutInteraction.of, 'post')} without like or repost`
      : '';
  return {
    ...base,
    known: true,
    weight: ramp(underFive.value, 0.3, 0.6, 0.5),
    sentence: `${shareOfText(underFive, 'account')} ${underFive.n === 1 ? 'has' : 'have'} under five followers, ${count(noFollowers.n)} none${ignored}`,
  };
}

/** Strong when five posts and more come from each account, as no crowd does. */
function concentrated({ posts, accounts, topFive, effectiveAccounts }: Concentration): Indicator {
  const perAccount = accounts === 0 ? 0 : posts / accounts;
  return {
    name: 'concentration',
    part: 'coordinated',
    family: 'network',
    known: posts > 0,
    share: topFive,
    value: effectiveAccounts,
    strongAt: 5,
    weight: ramp(perAccount, 2, 5, 0.5),
    sentence:
      posts === 0
        ? 'who wrote how much: no written post is stored'
        : `${counted(posts, 'post')} without reposts by ${counted(accounts, 'account')}${accounts > 5 ? `; the busiest five wrote ${percent(topFive.value)}` : ''}`,
  };
}
