/** One local day of a channel → the daily digest. A quiet day is two lines. */
import type { Campaign } from '../campaign/campaign.ts';
import type { LanguageCount } from '../measure/day-summary.ts';
import { type Share, shareOf } from '../measure/share.ts';
import { clock, count, counted, duration, percent, shareText, shorten } from '../measure/words.ts';
import { auditButtons } from './buttons.ts';
import { type DigestLearning, learningSections, selfCheckSection, type TightenedLane } from './learning-sections.ts';
import type { Message, Section } from './message.ts';
import { dayName, groupName, keyName, levelMark, platformName, wallTime } from './wording.ts';

export interface AttributedActivity {
  /** `CN state-media`. */
  readonly group: string;
  readonly posts: number;
  /** Range of the days before; absent while there are too few. */
  readonly usual?: { readonly low: number; readonly high: number; readonly days: number } | undefined;
}

export interface Digest {
  /** The instant the digest stands for; it covers the 24 hours before. */
  readonly at: Date;
  readonly zone: string;
  readonly lateMs: number;
  readonly campaigns: readonly Campaign[];
  /** Ids of campaigns that nobody acknowledged and that are still open. */
  readonly unacknowledged: readonly Campaign[];
  /** Bursts without signs of coordination (S4), by name. */
  readonly wideBursts: readonly Campaign[];
  readonly attributed: readonly AttributedActivity[];
  /** Attributed share of the most interactive written posts of the day; absent without counters. */
  readonly influence?: Share | undefined;
  /** The same of the day a week before; absent where there was none. */
  readonly influenceBefore?: Share | undefined;
  readonly languages: readonly LanguageCount[];
  /** What classified stances: `xinjiang-policy 1 (lexicon)`; absent when nothing did. */
  readonly stanceBy?: string | undefined;
  readonly posts: number;
  readonly platforms: readonly string[];
  /** Lines about sources and gaps. */
  readonly sources: readonly string[];
  readonly gaps: number;
  /** Lanes whose thresholds the nightly self-check tightened. */
  readonly selfCheck?: readonly TightenedLane[] | undefined;
  /** On Mondays. */
  readonly learning?: DigestLearning | undefined;
  readonly registryVersion: string;
  readonly rulesVersion: string;
  readonly mark: string;
  readonly sample: boolean;
}

/** A digest lists at most this many campaigns (severity table: top 20). */
const campaignsShown = 20;
/** A digest later than this says so. */
const lateFromMs = 10 * 60_000;

export function digestMessage(digest: Digest): Message {
  const { at, zone, campaigns, lateMs, mark } = digest;
  const late = lateMs >= lateFromMs ? ` · late by ${duration(lateMs)} (restart)` : '';
  const title = `Daily digest · ${dayName(at, zone)} · ${zone} · 24 h to ${wallTime(at, zone)}${late}`;
  const summary = campaigns.length === 0 ? quietLine(digest) : countsLine(digest);
  const sample = digest.sample ? ['Sample data: every account, post and link here is invented.'] : [];
  return {
    kind: 'digest',
    title,
    lead: [summary, ...sample],
    sections: [
      ...campaignSection(digest),
      ...attributedSection(digest),
      ...(campaigns.length === 0 ? [] : detailSections(digest)),
      ...(digest.sources.length > 0 ? [{ label: 'Sources', lines: digest.sources }] : []),
      ...selfCheckSection(digest.selfCheck ?? []),
      ...(digest.learning === undefined ? [] : learningSections(digest.learning, (one) => campaignLine(one, at))),
    ],
    footer: [`rules ${digest.rulesVersion}`, `registry ${digest.registryVersion}`, mark],
    buttons: auditButtons(digest.learning?.audit ?? []),
    fallback: shorten(`${title}. ${summary}`, 300),
  };
}

function quietLine({ platforms, gaps, posts }: Digest): string {
  return `Nothing above the digest line. ${counted(posts, 'post')}, ${counted(platforms.length, 'platform')}, ${counted(gaps, 'gap')}.`;
}

function countsLine({ campaigns, at, unacknowledged }: Digest): string {
  const tally = { new: 0, growing: 0, ended: 0 };
  for (const campaign of campaigns) tally[phaseOf(campaign, at)] += 1;
  const oldest = unacknowledged.reduce<Date | undefined>(
    (first, { openedAt }) => (first === undefined || openedAt < first ? openedAt : first),
    undefined,
  );
  const since = oldest === undefined ? '' : ` (since ${clock(oldest, at)})`;
  return `New ${tally.new} · growing ${tally.growing} · ended ${tally.ended} · open and unacknowledged ${unacknowledged.length}${since}`;
}

function phaseOf({ openedAt, state }: Campaign, at: Date): 'new' | 'growing' | 'ended' {
  if (state === 'ended') return 'ended';
  return at.getTime() - openedAt.getTime() <= 24 * 3_600_000 ? 'new' : 'growing';
}

function campaignSection({ campaigns, at }: Digest): readonly Section[] {
  if (campaigns.length === 0) return [];
  const lines = campaigns.slice(0, campaignsShown).map((campaign, i) => `${i + 1}. ${campaignLine(campaign, at)}`);
  const more = campaigns.length - campaignsShown;
  return [{ label: 'Campaigns', lines: more > 0 ? [...lines, `and ${counted(more, 'campaign')} more`] : lines }];
}

/** `● S2 #tag  X  391 accounts, attributed 4 %, coordinated 63 %, gone 5 %  [open]`. */
export function campaignLine(campaign: Campaign, now: Date): string {
  const share = (name: string): string | undefined => {
    const found = campaign.assessment.indicators.find((indicator) => indicator.name === name && indicator.known)?.share;
    return found === undefined ? undefined : percent(found.value);
  };
  const facts =
    campaign.kind === 'attributed-burst'
      ? [counted(campaign.accounts, 'listed account'), counted(campaign.posts, 'post')]
      : [
          counted(campaign.accounts, 'account'),
          ...shareFact('attributed', share('attributed-accounts')),
          ...coordinatedFact(campaign, share),
          ...shareFact('gone', share('suspended-accounts')),
        ];
  const state = campaign.state === 'ended' ? `ended ${clock(campaign.endedAt ?? campaign.lastAt, now)}` : 'open';
  return `${levelMark(campaign.level)} ${keyName(campaign)} · ${platformName(campaign.platform)} · ${facts.join(', ')} [${state}]`;
}

/** `coordinated 82 %`; where nobody shares objects within seconds, the copies say it: `near-identical text 1.00`. */
function coordinatedFact({ assessment }: Campaign, share: (name: string) => string | undefined): readonly string[] {
  const measured = (name: string): Share | undefined =>
    assessment.indicators.find((indicator) => indicator.name === name && indicator.known)?.share;
  const copies = measured('copy-share');
  if ((measured('co-sharing')?.n ?? 0) === 0 && copies !== undefined && copies.n > 0) {
    return [`near-identical text ${copies.value.toFixed(2)}`];
  }
  return shareFact('coordinated', share('co-sharing') ?? share('copy-share'));
}

function shareFact(label: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${label} ${value}`];
}

function attributedSection({ attributed }: Digest): readonly Section[] {
  if (attributed.length === 0) return [{ label: 'Attributed', lines: ['no account of the registry posted'] }];
  const lines = attributed.map(({ group: key, posts, usual }) => {
    const group = groupName(key);
    if (usual === undefined) return `${group} ${counted(posts, 'post')} (usual not known yet)`;
    const mark = posts > usual.high ? ' ↑' : posts < usual.low ? ' ↓' : '';
    return `${group} ${counted(posts, 'post')} (usual ${count(usual.low)}-${count(usual.high)} over ${usual.days} days)${mark}`;
  });
  return [{ label: 'Attributed', lines }];
}

function detailSections({ influence, influenceBefore, languages, stanceBy, wideBursts }: Digest): readonly Section[] {
  const sections: Section[] = [];
  if (influence !== undefined) {
    const before = influenceBefore === undefined ? '' : `, a week before ${shareText(influenceBefore)}`;
    sections.push({
      label: 'Influence',
      lines: [
        `attributed share of the most interactive written posts (likes + reposts; Bluesky also quotes): ${shareText(influence)}${before}`,
      ],
    });
  }
  if (languages.length > 0) {
    const shown = languages.slice(0, 6).map(({ lang, posts }) => `${lang} ${count(posts)}`);
    sections.push({ label: 'Languages', lines: [`${shown.join(' · ')}${stanceText(languages, stanceBy)}`] });
  }
  if (wideBursts.length > 0) {
    const names = wideBursts.slice(0, 5).map(keyName).join(', ');
    sections.push({ label: 'Wide bursts', lines: [`${wideBursts.length} without signs of coordination: ${names}`] });
  }
  return sections;
}

/** Both sides and what is left open; nothing while nobody classifies. */
function stanceText(languages: readonly LanguageCount[], stanceBy: string | undefined): string {
  if (stanceBy === undefined) return '';
  const sum = (stance: 'positive' | 'neutral' | 'negative' | 'unclassified'): number =>
    languages.reduce((total, { stances }) => total + stances[stance], 0);
  const posts = languages.reduce((total, language) => total + language.posts, 0);
  if (sum('unclassified') === posts) return ` · stance (${stanceBy}): none of ${counted(posts, 'post')} classified`;
  const sides = (['positive', 'neutral', 'negative'] as const).map((stance) => `${stance} ${count(sum(stance))}`);
  return ` · stance (${stanceBy}): ${sides.join(', ')}, unclassified ${shareText(shareOf(sum('unclassified'), posts))}`;
}
