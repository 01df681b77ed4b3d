/**
 * The innocent explanation, looked for as seriously as the other side: a wide crowd, varied text, old accounts, a
 * giveaway. What nobody could look up yet is unknown, never "no".
 */

import type { CoSharingMeasure } from '../../measure/co-sharing.ts';
import type { Concentration } from '../../measure/concentration.ts';
import type { CopyMeasure } from '../../measure/copies.ts';
import type { CrowdMeasure } from '../../measure/crowd.ts';
import { type NewsMeasure, squash } from '../../measure/news.ts';
import type { VarietyMeasure } from '../../measure/variety.ts';
import { counted, percent } from '../../measure/words.ts';
import type { Post } from '../../post/post.ts';
import type { Indicator } from '../campaign.ts';
import type { Subject } from '../subject.ts';
import type { KnownEvent, Surroundings } from '../surroundings.ts';
import { datesMissing, shareOfText } from './share-words.ts';
import { ramp, unknown } from './weights.ts';

export interface InnocentMeasures {
  readonly variety: VarietyMeasure;
  readonly crowd: CrowdMeasure;
  readonly concentration: Concentration;
  readonly copies: CopyMeasure;
  readonly coSharing: CoSharingMeasure;
}

const fewestTexts = 10;
const fewestAccounts = 20;

export function innocentIndicators(
  posts: readonly Post[],
  measures: InnocentMeasures,
  subject: Pick<Subject, 'tags' | 'key'>,
  around: Surroundings,
): readonly Indicator[] {
  return [
    textVariety(measures.variety),
    breadth(measures),
    oldCrowd(measures.crowd),
    giveaway(posts),
    newsMatch(around.news),
    calendar(subject, around.events),
  ];
}

/** News of the same words within two hours weighs 1.2 against (table of indicators). */
function newsMatch(news: NewsMeasure | undefined): Indicator {
  const base = { name: 'news-match', part: 'innocent', family: 'against' } as const;
  if (news === undefined) return { ...base, ...unknown('news: no feed is configured') };
  if (news.hosts === 0) return { ...base, ...unknown('news: no feed was read within two hours of the beginning') };
  const usual = news.usual < 0.05 ? '0' : news.usual.toFixed(1);
  const found = `${counted(news.articles, 'article')} on ${counted(news.matchingHosts, 'host')} of ${news.hosts} (±2 h, usually ${usual})`;
  return {
    ...base,
    known: true,
    value: news.articles,
    weight: news.isBurst ? -1.2 : 0,
    sentence: news.isBurst ? `news: a matching burst, ${found}` : `news: no matching burst, ${found}`,
  };
}

/** A known event that bears the tag weighs 1.0 against; one that only falls on the day is named and weighs nothing. */
function calendar({ tags, key }: Pick<Subject, 'tags' | 'key'>, events: readonly KnownEvent[] | undefined): Indicator {
  const base = { name: 'calendar', part: 'innocent', family: 'against' } as const;
  if (events === undefined) return { ...base, ...unknown('calendar: no list of events is configured') };
  const words = new Set([...tags, key].map(squash));
  const matching = events.filter((event) => bearsOneOf(event, words));
  const named = matching.length > 0 ? matching : events;
  const names = [...new Set(named.map(({ name, source }) => `${name} (${source})`))].slice(0, 3).join(', ');
  if (matching.length > 0) {
    return { ...base, known: true, value: matching.length, weight: -1, sentence: `calendar: ${names}` };
  }
  const sentence = events.length > 0 ? `calendar: on the same day, but of other tags: ${names}` : 'calendar: none';
  return { ...base, known: true, value: 0, weight: 0, sentence };
}

/** Names are compared with tags as a whole: `Example Cup Final` and `#examplecupfinal`. */
function bearsOneOf({ name, tags }: KnownEvent, words: ReadonlySet<string>): boolean {
  return words.has(squash(name)) || tags.some((tag) => words.has(squash(tag)));
}

/** Explains from 90 % distinct texts on (table of indicators). */
function textVariety({ texts }: VarietyMeasure): Indicator {
  const base = { name: 'text-variety', part: 'innocent', family: 'against', share: texts, strongAt: 0.9 } as const;
  if (texts.of < fewestTexts) return { ...base, ...unknown('text variety: too few texts') };
  const low = texts.value < 0.5 ? 'low' : texts.value < 0.9 ? 'medium' : 'high';
  return {
    ...base,
    known: true,
    weight: -ramp(texts.value, 0.8, 0.95, 1),
    sentence: `text variety ${low} (${texts.value.toFixed(2)}: ${texts.n} distinct of ${counted(texts.of, 'text')})`,
  };
}

/** A crowd of many accounts with one post each and no pattern among them is what public interest looks like. */
function breadth({ concentration, copies, coSharing }: InnocentMeasures): Indicator {
  const { singlePost, accounts } = concentration;
  const base = { name: 'breadth', part: 'innocent', family: 'against', share: singlePost, strongAt: 0.8 } as const;
  if (accounts < fewestAccounts) {
    return {
      ...base,
      known: accounts > 0,
      weight: 0,
      sentence: accounts > 0 ? `breadth: only ${counted(accounts, 'account')} took part` : 'breadth: no post is stored',
    };
  }
  const patterned =
    coSharing.beyondPopularity.value > 0.1 || (copies.early.of >= fewestTexts && copies.early.value > 0.2);
  return {
    ...base,
    known: true,
    weight: patterned ? 0 : -ramp(singlePost.value, 0.6, 0.8, 0.7),
    sentence: `${shareOfText(singlePost, 'account')} posted once${patterned ? ', but with the same objects or texts' : ''}`,
  };
}

/** Old accounts are a crowd that was there before (table of indicators: median above 3 years). */
function oldCrowd({ accounts, olderThanThreeYears, medianAgeDays }: CrowdMeasure): Indicator {
  const base = {
    name: 'old-accounts',
    part: 'innocent',
    family: 'against',
    share: olderThanThreeYears,
    strongAt: 0.5,
  } as const;
  if (olderThanThreeYears.of < fewestAccounts || medianAgeDays === undefined) {
    return { ...base, ...unknown(datesMissing(olderThanThreeYears.of, accounts)) };
  }
  return {
    ...base,
    known: true,
    weight: -ramp(olderThanThreeYears.value, 0.5, 0.7, 0.8),
    sentence: `${shareOfText(olderThanThreeYears, 'account')} ${olderThanThreeYears.n === 1 ? 'is' : 'are'} older than three years (median ${(medianAgeDays / 365.25).toFixed(1)} years)`,
  };
}

const prize = /\b(giveaway|give away|sweepstakes?|gewinnspiel|sorteo|розыгрыш)\b|抽奖|转发抽/iu;

/** "Repost and follow to win" makes copies and bursts of its own. */
function giveaway(posts: readonly Post[]): Indicator {
  const texts = posts.filter(({ text }) => text !== '');
  const base = { name: 'giveaway', part: 'innocent', family: 'against', strongAt: 0.3 } as const;
  if (texts.length < fewestTexts) return { ...base, ...unknown('giveaway: too few texts') };
  const share = texts.filter(({ text }) => prize.test(text)).length / texts.length;
  return {
    ...base,
    known: true,
    value: share,
    weight: -ramp(share, 0.1, 0.3, 1.5),
    sentence: share > 0.1 ? `${percent(share)} of the texts announce a giveaway` : 'giveaway: no',
  };
}
