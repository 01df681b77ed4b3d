/** Who posted, as far as that is no attribution: when the accounts were made, how thin they are, what they were before. */
import type { CreationMeasure } from '../../measure/creation.ts';
import type { CreationCluster } from '../../measure/creation-cluster.ts';
import type { CreationGroups } from '../../measure/creation-groups.ts';
import type { DefaultHandles } from '../../measure/default-handles.ts';
import type { LanguageMismatch } from '../../measure/language-mismatch.ts';
import type { Repurposed } from '../../measure/repurposed.ts';
import type { ThinMeasure } from '../../measure/thin.ts';
import type { UnseenCopiers } from '../../measure/unseen-copiers.ts';
import { count, counted, dateText } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { points } from './points.ts';
import { accountWords, datesMissing, noHistory, shareOfText } from './share-words.ts';
import { shrunk, unknown, weigh, weighShare } from './weigh.ts';

export interface AccountMeasures {
  readonly platform: string;
  /** Ages, followers, names and pasts are those of the accounts with copied texts only; false: of all. */
  readonly amongCopiers: boolean;
  readonly creation: CreationMeasure;
  /** Of all accounts. */
  readonly cluster: CreationCluster;
  /** Of those with copied texts, where these are looked at by themselves. */
  readonly copierCluster?: CreationCluster | undefined;
  /** Of all accounts. */
  readonly groups: CreationGroups;
  /** Of those with copied texts, where these are looked at by themselves. */
  readonly copierGroups?: CreationGroups | undefined;
  /** Undefined: too few accounts, or nobody read what they did before. */
  readonly unseen: UnseenCopiers | undefined;
  readonly thin: ThinMeasure;
  readonly handles: DefaultHandles;
  readonly mismatch: LanguageMismatch;
  /** Absent: nobody read what the accounts did before. */
  readonly repurposed?: Repurposed | undefined;
}

/** Fewer accounts or texts than these say nothing about a share. */
const fewest = 10;
/** A week with fewer new accounts is no cluster, however rare. */
const fewestInWeek = 5;
/** Fewer are no groups, however far apart the others are. */
const fewestInGroups = 8;

export function accountIndicators(measures: AccountMeasures, rules: Rules): readonly Indicator[] {
  return [
    ...countedOnce(creationWeek(measures, rules), creationGroups(measures, rules)),
    youngAccounts(measures, rules),
    unseenCopiers(measures.unseen, rules),
    thinAccounts(measures, rules),
    ...defaultHandles(measures, rules),
    repurposed(measures, rules),
    mismatch(measures.mismatch, rules),
  ];
}

/** The rarer one of two weeks, that of all accounts and that of those with copied texts: twice the chance to find one. */
function creationWeek({ cluster, copierCluster }: AccountMeasures, rules: Rules): Indicator {
  const base = { name: 'creation-week', part: 'coordinated', family: 'accounts' } as const;
  if (cluster.known.n < fewest) return unknown(base, datesMissing(cluster.known.n, cluster.known.of));
  const isCopiers = (copierCluster?.week?.lnTail ?? 0) < (cluster.week?.lnTail ?? 0);
  const { week, known } = isCopiers && copierCluster !== undefined ? copierCluster : cluster;
  const looks = copierCluster === undefined ? 1 : 2;
  return weigh(
    {
      ...base,
      value: week?.accounts ?? 0,
      measured: Math.max(0, -(week?.lnTail ?? 0) - Math.log(looks)),
      counts: (week?.accounts ?? 0) >= fewestInWeek,
      sentence: `${weekSentence(week, counted(known.n, ...accountWords(isCopiers)))}${known.n < known.of ? `; ${datesMissing(known.n, known.of)} not known` : ''}`,
    },
    rules,
  );
}

/** Below three accounts there is no cluster to speak of, however rare two in one week are. */
function weekSentence(week: CreationCluster['week'], accountsKnown: string): string {
  if (week === undefined || week.accounts < 3) {
    return `no week in which more than two of ${accountsKnown} were created beyond the weeks around it`;
  }
  const { accounts, from, expected } = week;
  return `${count(accounts)} of ${accountsKnown} created in one week from ${dateText(from)} (expected ${expected < 1 ? 'under 1' : count(expected)})`;
}

/** Many small groups, none of which is rare by itself; newcomers are left to `young-accounts`. */
function creationGroups({ groups: all, copierGroups }: AccountMeasures, rules: Rules): Indicator {
  const base = { name: 'creation-groups', part: 'coordinated', family: 'accounts' } as const;
  const isCopiers = (copierGroups?.groups?.z ?? 0) > (all.groups?.z ?? 0);
  const { known, groups } = isCopiers && copierGroups !== undefined ? copierGroups : all;
  if (groups === undefined) return unknown(base, groupsMissing(known));
  const { accounts, expectedAccounts, z } = groups;
  const sentence = `${shareOfText(accounts, ...accountWords(isCopiers))} older than two months ${accounts.n === 1 ? 'was' : 'were'} created within two days of another (${count(expectedAccounts)} expected when their dates are moved)`;
  return weigh(
    { ...base, share: accounts, value: z, measured: z, counts: accounts.n >= fewestInGroups, sentence },
    rules,
  );
}

/** Where most dates are known, most accounts are too young. */
function groupsMissing({ n, of }: CreationGroups['known']): string {
  return n < fewest ? datesMissing(n, of) : 'groups of creation dates: too few accounts older than two months';
}

/** The same accounts made in the same days are one fact: what weighs less of the two is told and weighs nothing. */
function countedOnce(week: Indicator, groups: Indicator): readonly [week: Indicator, groups: Indicator] {
  if (week.weight === 0 || groups.weight === 0) return [week, groups];
  return week.weight >= groups.weight
    ? [week, toldBeside(groups, 'in the week of most accounts')]
    : [toldBeside(week, 'in the groups of accounts'), groups];
}

function toldBeside(one: Indicator, where: string): Indicator {
  return { ...one, weight: 0, strength: 0, sentence: `${one.sentence}; counted ${where}` };
}

function youngAccounts(measures: AccountMeasures, rules: Rules): Indicator {
  const { young, known } = measures.creation;
  const base = { name: 'young-accounts', part: 'coordinated', family: 'accounts', share: young } as const;
  if (young.of < fewest) return unknown(base, datesMissing(known.n, known.of));
  const sentence = `${shareOfText(young, ...accountWords(measures.amongCopiers))} ${young.n === 1 ? 'was' : 'were'} younger than 30 days`;
  return weighShare({ ...base, sentence }, rules);
}

/** Who is not in the store may be unknown to us alone: only the difference between those who copy and the others counts. */
function unseenCopiers(unseen: UnseenCopiers | undefined, rules: Rules): Indicator {
  const base = { name: 'unseen-copiers', part: 'coordinated', family: 'accounts' } as const;
  if (unseen === undefined) return unknown(base, 'whether those who copy were seen before, and the others not');
  const { copiers, others, lnTail } = unseen;
  const sentence = `of ${shareOfText(copiers, 'account')} with copied texts no earlier post is known; of the others, of ${shareOfText(others, 'account')}`;
  return weigh(
    { ...base, share: copiers, value: copiers.value - others.value, measured: Math.max(0, -lnTail), sentence },
    rules,
  );
}

/** Thin accounts alone say little: new honest users are thin, too (F13). */
function thinAccounts(measures: AccountMeasures, rules: Rules): Indicator {
  const { underFive, noFollowers, withoutInteraction } = measures.thin;
  const base = { name: 'thin-accounts', part: 'coordinated', family: 'accounts', share: underFive } as const;
  if (underFive.of < fewest) return unknown(base, `follower numbers: known of ${counted(underFive.of, 'account')}`);
  const ignored =
    withoutInteraction.of > 0
      ? `; ${count(withoutInteraction.n)} of ${counted(withoutInteraction.of, 'post')} without like or repost`
      : '';
  const sentence = `${shareOfText(underFive, ...accountWords(measures.amongCopiers))} ${underFive.n === 1 ? 'has' : 'have'} under five followers, ${count(noFollowers.n)} none${ignored}`;
  return weighShare({ ...base, sentence }, rules);
}

/** Only X hands out names. */
function defaultHandles(measures: AccountMeasures, rules: Rules): readonly Indicator[] {
  const { handles, platform } = measures;
  if (platform !== 'x') return [];
  const base = { name: 'default-handles', part: 'coordinated', family: 'accounts', share: handles.accounts } as const;
  if (handles.accounts.of < fewest) return [unknown(base, `names of ${counted(handles.unknown, 'account')}`)];
  const sentence = `${shareOfText(handles.accounts, ...accountWords(measures.amongCopiers))} ${handles.accounts.n === 1 ? 'has' : 'have'} a name as the platform hands it out (about 30 % are usual)`;
  return [weighShare({ ...base, sentence }, rules)];
}

function repurposed({ repurposed: measured, amongCopiers }: AccountMeasures, rules: Rules): Indicator {
  const base = { name: 'repurposed-accounts', part: 'coordinated', family: 'accounts' } as const;
  if (measured === undefined) return unknown(base, noHistory);
  const { accounts, gap, language, tags } = measured;
  if (accounts.of < fewest) return unknown({ ...base, share: accounts }, noHistory);
  const sentence = `${shareOfText(accounts, ...accountWords(amongCopiers))} changed beside their known past: ${count(gap.n)} after half a year of silence, ${count(language.n)} in language, ${count(tags.n)} in tags`;
  return weighShare({ ...base, share: accounts, sentence }, rules);
}

/** The stronger of two signs: another script than the tag's, another language than the account's own. */
function mismatch({ script, language, tagScript }: LanguageMismatch, rules: Rules): Indicator {
  const base = { name: 'language-mismatch', part: 'coordinated', family: 'accounts' } as const;
  const usable = [
    ...(script.of >= fewest
      ? [
          {
            share: script,
            words: `${shareOfText(script, 'text')} ${script.n === 1 ? 'is' : 'are'} in another script than the tag (${tagScript ?? '?'})`,
          },
        ]
      : []),
    ...(language.of >= fewest
      ? [
          {
            share: language,
            words: `${shareOfText(language, 'account')} ${language.n === 1 ? 'writes' : 'write'} in another language than before`,
          },
        ]
      : []),
  ];
  const { reference } = points['language-mismatch'];
  const [strongest] = usable.toSorted((a, b) => shrunk(b.share, reference) - shrunk(a.share, reference));
  if (strongest === undefined) return unknown(base, 'languages beside those of the tag and of the accounts');
  return weighShare({ ...base, share: strongest.share, sentence: usable.map(({ words }) => words).join('; ') }, rules);
}
