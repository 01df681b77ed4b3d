/** Was the crowd there before? Fans of many months, people who talked to each other, old accounts, takers of a prize. */
import type { ConnectedCrowd } from '../../measure/connected-crowd.ts';
import type { CrowdMeasure } from '../../measure/crowd.ts';
import type { Fandom } from '../../measure/fandom.ts';
import type { Giveaway } from '../../measure/giveaway.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { datesMissing, noHistory, shareOfText } from './share-words.ts';
import { unknown, weighShare } from './weigh.ts';

export interface CommunityMeasures {
  readonly crowd: CrowdMeasure;
  readonly giveaway: Giveaway;
  /** Absent: nobody read what the accounts did before. */
  readonly fandom?: Fandom | undefined;
  readonly connected?: ConnectedCrowd | undefined;
}

const fewest = { texts: 10, accounts: 20 } as const;
/** Older than this, the median account was there before (table of indicators: 3 years). */
const oldDays = 3 * 365.25;

export function communityIndicators(measures: CommunityMeasures, rules: Rules): readonly Indicator[] {
  return [
    oldAccounts(measures, rules),
    connectedCrowd(measures, rules),
    fans(measures.fandom, rules),
    giveaways(measures.giveaway, rules),
  ];
}

/** By age alone as long as nobody knows whether the accounts knew each other; then that decides. */
function oldAccounts({ crowd, connected }: CommunityMeasures, rules: Rules): Indicator {
  const { accounts, olderThanThreeYears: old, medianAgeDays } = crowd;
  const base = { name: 'old-accounts', part: 'innocent', family: 'against', share: old } as const;
  if (old.of < fewest.accounts || medianAgeDays === undefined) return unknown(base, datesMissing(old.of, accounts));
  const sentence = `${shareOfText(old, 'account')} ${old.n === 1 ? 'is' : 'are'} older than three years (median ${(medianAgeDays / 365.25).toFixed(1)} years)`;
  return weighShare({ ...base, counts: !isKnown(connected), sentence }, rules);
}

function connectedCrowd({ crowd, connected }: CommunityMeasures, rules: Rules): Indicator {
  const base = { name: 'connected-crowd', part: 'innocent', family: 'against' } as const;
  if (connected === undefined || !isKnown(connected)) return unknown(base, noHistory);
  const { mutual } = connected;
  const isOld = (crowd.medianAgeDays ?? 0) > oldDays;
  const sentence = `${shareOfText(mutual, 'account')} with a known past answered each other before the burst${isOld ? '' : '; the median account is not older than three years'}`;
  return weighShare({ ...base, share: mutual, counts: isOld, sentence }, rules);
}

function isKnown(connected: ConnectedCrowd | undefined): boolean {
  return (connected?.mutual.of ?? 0) >= fewest.accounts;
}

function fans(fandom: Fandom | undefined, rules: Rules): Indicator {
  const base = { name: 'fandom', part: 'innocent', family: 'against' } as const;
  if (fandom === undefined || fandom.accounts.of < fewest.accounts) return unknown(base, noHistory);
  const { accounts, days } = fandom;
  const sentence = `fandom: ${shareOfText(accounts, 'account')} with a known past used the tag or its family more than ${days} days before`;
  return weighShare({ ...base, share: accounts, sentence }, rules);
}

/** "Repost and follow to win" makes copies and bursts of its own. */
function giveaways({ share }: Giveaway, rules: Rules): Indicator {
  const base = { name: 'giveaway', part: 'innocent', family: 'against', share } as const;
  if (share.of < fewest.texts) return unknown(base, 'giveaway: too few texts');
  const sentence =
    share.n > 0
      ? `${shareOfText(share, 'text')} ${share.n === 1 ? 'announces' : 'announce'} a giveaway`
      : 'giveaway: no';
  return weighShare({ ...base, sentence }, rules);
}
