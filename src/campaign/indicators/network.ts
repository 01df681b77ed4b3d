/** Who acts with whom, and whether anybody else answers. */
import type { CoSharingMeasure } from '../../measure/co-sharing.ts';
import type { Concentration } from '../../measure/concentration.ts';
import type { CopyMeasure } from '../../measure/copies.ts';
import type { CopyPartners } from '../../measure/copy-partners.ts';
import type { AlikeAccounts } from '../../measure/cosine/alike-accounts.ts';
import type { OutsideInteractions } from '../../measure/outside-interactions.ts';
import type { RepostRatio } from '../../measure/repost-ratio.ts';
import { type Share, shareOf } from '../../measure/share.ts';
import type { Synchrony } from '../../measure/synchrony.ts';
import { counted, percent } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { points } from './points.ts';
import { accountWords, shareOfText } from './share-words.ts';
import { shrunk, unknown, weigh, weighShare } from './weigh.ts';

export interface NetworkMeasures {
  readonly coSharing: CoSharingMeasure;
  readonly partners: CopyPartners;
  readonly alike: AlikeAccounts;
  readonly concentration: Concentration;
  /** Of the accounts with copied texts, where these are looked at apart. */
  readonly busy: Concentration;
  readonly amongCopiers: boolean;
  readonly copies: CopyMeasure;
  readonly reposts: RepostRatio;
  readonly outside: OutsideInteractions;
}

/** Fewer accounts or posts than these say nothing about a share. */
const fewest = 10;
/** Accounts that act together in threes are seen in smaller crowds, too. */
const fewestTogether = 3;

export function networkIndicators(measures: NetworkMeasures, rules: Rules): readonly Indicator[] {
  return [
    coSharing(measures.coSharing, rules),
    ...copyPartners(measures.partners, rules),
    similarAccounts(measures, rules),
    concentrated(measures, rules),
    postsPerAccount(measures, rules),
    repostRatio(measures.reposts, rules),
    emptiness(measures.outside, rules),
  ];
}

/**
 * Accounts with partners over several objects; or, in a burst of one post each, accounts with the same text within the
 * window beyond those that the hour alone brings together. The stronger counts.
 */
function coSharing(measured: CoSharingMeasure, rules: Rules): Indicator {
  const { accounts, beyondPopularity, windowSeconds, minObjects, largestGroup, postsSkipped, synchrony } = measured;
  const base = { name: 'co-sharing', part: 'coordinated', family: 'network', share: accounts } as const;
  if (accounts.of < fewest && accounts.n < fewestTogether) return unknown(base, 'co-sharing: too few accounts');
  const most = postsSkipped > 0 ? '; a lower bound, the busiest objects were counted in part' : '';
  const group = largestGroup > 2 ? `; the largest group has ${counted(largestGroup, 'account')}` : '';
  const sameText = beyondTheHour(synchrony, accounts.of);
  const once =
    sameText.n > 0 ? `; ${counted(sameText.n, 'account')} more with one text than shifted times bring together` : '';
  const { reference } = points['co-sharing'];
  return weigh(
    {
      ...base,
      // What a hot object explains by its popularity alone weighs nothing.
      measured: Math.max(shrunk(beyondPopularity, reference), shrunk(sameText, reference)),
      sentence: `${shareOfText(accounts, 'account')} shared the same object within ${windowSeconds} s of another, ≥ ${minObjects} objects in ≥ 2 posts each${group}${once}${most}`,
    },
    rules,
  );
}

function beyondTheHour(synchrony: Synchrony | undefined, accounts: number): Share {
  const beyond = synchrony === undefined ? 0 : Math.floor(synchrony.members.n - synchrony.expectedMembers);
  return shareOf(Math.min(accounts, Math.max(0, beyond)), accounts);
}

/** Told only where there is something to tell: without copies nobody shares two of them. */
function copyPartners({ accounts, fewestTexts }: CopyPartners, rules: Rules): readonly Indicator[] {
  if (accounts.n === 0) return [];
  const sentence = `${shareOfText(accounts, ...accountWords(true))} ${accounts.n === 1 ? 'shares' : 'share'} at least ${fewestTexts} copied texts with one other account, at whatever time`;
  return [
    weighShare(
      {
        name: 'copy-partners',
        part: 'coordinated',
        family: 'network',
        share: accounts,
        counts: accounts.n >= fewestTogether && accounts.of >= fewest,
        sentence,
      },
      rules,
    ),
  ];
}

/**
 * Who has partners within the window is weighed there, or found to be explained by a popular object; here counts who is
 * left even if all of those are among the similar accounts.
 */
function similarAccounts({ alike, coSharing: { accounts: seen } }: NetworkMeasures, rules: Rules): Indicator {
  const base = { name: 'similar-accounts', part: 'coordinated', family: 'network' } as const;
  if (!alike.known) return unknown(base, `accounts that act alike: ${alike.reason}`);
  const { accounts, active, minActions, minCosine, largestGroup, cut } = alike;
  const beyond = shareOf(Math.max(0, accounts.n - seen.n), accounts.of);
  const compared = `${counted(active, 'account')} could be compared, by ${minActions} reposts or links, or two sequences of tags or fast reposts`;
  const group = largestGroup > 2 ? `; the largest group has ${counted(largestGroup, 'account')}` : '';
  const left = beyond.n < accounts.n ? `; ${counted(beyond.n, 'account')} more than co-sharing links` : '';
  const why = cut === undefined ? '' : `; ${cut}`;
  return weigh(
    {
      ...base,
      share: accounts,
      measured: shrunk(beyond, points['similar-accounts'].reference),
      counts: accounts.n >= fewestTogether && accounts.of >= fewest,
      sentence: `${shareOfText(accounts, 'account')} act like another one over reposts, links, sequences of tags and fast reposts (cosine ≥ ${minCosine}); ${compared}${group}${left}${why}`,
    },
    rules,
  );
}

/** A Gini coefficient of 0.5 to 0.7 is any crowd's: busy accounts count only where texts are copied, too. */
function concentrated({ concentration, copies }: NetworkMeasures, rules: Rules): Indicator {
  const { posts, accounts, topFive, topFivePercent, effectiveAccounts } = concentration;
  const base = { name: 'concentration', part: 'coordinated', family: 'network', share: topFivePercent } as const;
  if (posts === 0) return unknown(base, noText);
  const busiest = accounts > 5 ? `; the busiest five wrote ${percent(topFive.value)}` : '';
  return weighShare(
    {
      ...base,
      value: effectiveAccounts,
      counts: accounts >= fewest && hasCopies(copies),
      sentence: `the busiest 5 % of ${counted(accounts, 'account')} wrote ${percent(topFivePercent.value)} of ${counted(posts, 'post')}${busiest}`,
    },
    rules,
  );
}

/** Five posts and more from each account are no crowd's either, whoever of them is busiest. */
function postsPerAccount({ busy, amongCopiers }: NetworkMeasures, rules: Rules): Indicator {
  const { posts, accounts } = busy;
  const base = { name: 'posts-per-account', part: 'coordinated', family: 'network' } as const;
  if (posts === 0) return unknown(base, noText);
  return weigh(
    {
      ...base,
      value: posts / accounts,
      measured: posts / accounts,
      sentence: `${counted(posts, 'post')} without reposts by ${counted(accounts, ...accountWords(amongCopiers))}`,
    },
    rules,
  );
}

const noText = 'who wrote how much: no written post is stored';

function hasCopies({ early, all }: CopyMeasure): boolean {
  const { reference } = points['copy-share'];
  return [early, all].some((share) => share.of >= fewest && shrunk(share, reference) > reference);
}

function repostRatio({ few, fewAccounts, under }: RepostRatio, rules: Rules): Indicator {
  const base = { name: 'repost-ratio', part: 'coordinated', family: 'network', share: few } as const;
  if (few.of < fewest) {
    // Nobody with few followers took part: there is nothing to count, and that is known.
    const what =
      fewAccounts.of < fewest
        ? `follower numbers: known of ${counted(fewAccounts.of, 'account')}`
        : `reposts of accounts with under ${under} followers: too few posts`;
    return unknown(base, what);
  }
  const sentence = `${shareOfText(few, 'post')} of ${counted(fewAccounts.n, 'account')} with under ${under} followers ${few.n === 1 ? 'is a repost' : 'are reposts'}`;
  return weighShare({ ...base, sentence }, rules);
}

function emptiness({ perPost, interactions, unanswered, fewestHours }: OutsideInteractions, rules: Rules): Indicator {
  const base = { name: 'interaction-emptiness', part: 'coordinated', family: 'network', share: unanswered } as const;
  if (perPost === undefined || unanswered.of < fewest) {
    return unknown(base, `likes and replies from outside ${fewestHours} h after posting`);
  }
  return weigh(
    {
      ...base,
      value: perPost,
      measured: perPost,
      sentence: `${counted(interactions, 'like and reply', 'likes and replies')} from outside on ${counted(unanswered.of, 'post')} after ${fewestHours} h (${perPost.toFixed(2)} each)`,
    },
    rules,
  );
}
