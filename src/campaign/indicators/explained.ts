/** Was there a reason to post? News of the same words and known events. What nobody could look up is unknown, never "no". */
import { type NewsMeasure, squash } from '../../measure/news.ts';
import { counted } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import type { Subject } from '../subject.ts';
import type { KnownEvent, Surroundings } from '../surroundings.ts';
import { unknown, weigh } from './weigh.ts';

export function explainedIndicators(
  subject: Pick<Subject, 'tags' | 'key'>,
  { news, events }: Surroundings,
  rules: Rules,
): readonly Indicator[] {
  return [newsMatch(news, rules), calendar(subject, events, rules)];
}

function newsMatch(news: NewsMeasure | undefined, rules: Rules): Indicator {
  const base = { name: 'news-match', part: 'innocent', family: 'against' } as const;
  if (news === undefined) return unknown(base, 'news: no feed is configured');
  if (news.hosts === 0) return unknown(base, 'news: no feed was read within two hours of the beginning');
  const usual = news.usual < 0.05 ? '0' : news.usual.toFixed(1);
  const found = `${counted(news.articles, 'article')} on ${counted(news.matchingHosts, 'host')} of ${news.hosts} (±2 h, usually ${usual})`;
  return weigh(
    {
      ...base,
      value: news.articles,
      measured: news.isBurst ? 1 : 0,
      sentence: news.isBurst ? `news: a matching burst, ${found}` : `news: no matching burst, ${found}`,
    },
    rules,
  );
}

/** A known event that bears the tag weighs; one that only falls on the day is named and weighs nothing. */
function calendar(
  { tags, key }: Pick<Subject, 'tags' | 'key'>,
  events: readonly KnownEvent[] | undefined,
  rules: Rules,
): Indicator {
  const base = { name: 'calendar', part: 'innocent', family: 'against' } as const;
  if (events === undefined) return unknown(base, 'calendar: no list of events is configured');
  const words = new Set([...tags, key].map(squash));
  const matching = events.filter((event) => bearsOneOf(event, words));
  const named = matching.length > 0 ? matching : events;
  const names = [...new Set(named.map(({ name, source }) => `${name} (${source})`))].slice(0, 3).join(', ');
  const sentence =
    matching.length > 0
      ? `calendar: ${names}`
      : events.length > 0
        ? `calendar: on the same day, but of other tags: ${names}`
        : 'calendar: none';
  return weigh({ ...base, value: matching.length, measured: matching.length, sentence }, rules);
}

/** Names are compared with tags as a whole: `Example Cup Final` and `#examplecupfinal`. */
function bearsOneOf({ name, tags }: KnownEvent, words: ReadonlySet<string>): boolean {
  return words.has(squash(name)) || tags.some((tag) => words.has(squash(tag)));
}
