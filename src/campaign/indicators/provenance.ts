/** Where it comes from, as far as that is no attribution: accounts that people confirmed before, one place for all links. */
import type { Landing } from '../../measure/landing.ts';
import type { Overlap } from '../../measure/overlap.ts';
import { counted } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { shareOfText } from './share-words.ts';
import { unknown, weigh, weighShare } from './weigh.ts';

export interface ProvenanceMeasures {
  /** Absent: nobody looked for confirmed campaigns. */
  readonly overlap?: Overlap | undefined;
  readonly landing: Landing;
  /** A list of the registry holds the host that most links lead to. */
  readonly isListed: boolean;
  /** This installation had seen that host before; absent: nobody looked. */
  readonly isKnownHost?: boolean | undefined;
}

/** Fewer accounts of confirmed campaigns are told and weigh nothing (table of indicators: k ≥ 5). */
export const fewestConfirmed = 5;
const fewestLinks = 10;
/** A host that fewer accounts link to is somebody's own page. */
const fewestOfHost = 3;

export function provenanceIndicators(measures: ProvenanceMeasures, rules: Rules): readonly Indicator[] {
  return [overlapping(measures.overlap, rules), landingPage(measures, rules)];
}

function overlapping(overlap: Overlap | undefined, rules: Rules): Indicator {
  const base = { name: 'campaign-overlap', part: 'coordinated', family: 'provenance' } as const;
  if (overlap === undefined) return unknown(base, 'accounts of campaigns that people confirmed');
  const { accounts, campaigns, compared, lnTail } = overlap;
  return weigh(
    {
      ...base,
      share: accounts,
      measured: -(lnTail ?? 0),
      counts: accounts.n >= fewestConfirmed,
      sentence: overlapSentence({ accounts, campaigns, compared, lnTail }),
    },
    rules,
  );
}

function overlapSentence({ accounts, campaigns, compared }: Overlap): string {
  if (compared === 0) return 'no earlier campaign is confirmed that accounts could be compared with';
  if (accounts.n === 0)
    return `none of ${counted(accounts.of, 'account')} took part in ${counted(compared, 'confirmed campaign')}`;
  const [most] = campaigns;
  const named = most === undefined ? '' : `, ${counted(most.accounts.n, 'account')} in ${most.campaignId}`;
  return `${shareOfText(accounts, 'account')} took part in campaigns that people confirmed${named}`;
}

/** One shop or petition has all its links, too: they count only where a list names the host, or nobody saw it before. */
function landingPage({ landing, isListed, isKnownHost }: ProvenanceMeasures, rules: Rules): Indicator {
  const { share, hosts, accounts } = landing;
  const base = { name: 'same-landing-page', part: 'coordinated', family: 'provenance', share } as const;
  if (share.of < fewestLinks) return unknown(base, 'one landing page: too few posts with links');
  const isNew = isKnownHost === false && accounts >= fewestOfHost;
  const list = isListed
    ? 'a host that a list of the registry names'
    : `one host that no list names${hostWords(isKnownHost)}`;
  const sentence = `${shareOfText(share, 'post with a link', 'posts with a link')} ${share.n === 1 ? 'leads' : 'lead'} to ${list} (${counted(hosts, 'host')} in all)`;
  return weighShare({ ...base, counts: isListed || isNew, sentence }, rules);
}

function hostWords(isKnownHost: boolean | undefined): string {
  if (isKnownHost === undefined) return '';
  return isKnownHost ? ', linked here before that day' : ', not linked here in the 30 days before';
}
