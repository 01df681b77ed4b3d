/**
 * Evidence → the class of concern, from topic lists and provenance first, then from what explains a burst. It is told
 * beside the score and changes neither score nor level: an army of fans is coordinated, and looks like fans.
 */
import { shareOf } from '../measure/share.ts';
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Indicator } from './campaign.ts';
import type { Concern, ConcernClass } from './concern.ts';
import { advertises, isPetition, petitionHosts } from './concern-words.ts';
import { shareOfText } from './indicators/share-words.ts';
import type { Subject } from './subject.ts';

export interface ConcernQuestion {
  readonly subject: Pick<Subject, 'kind'>;
  readonly posts: readonly Post[];
  readonly indicators: readonly Indicator[];
  readonly coordination: number;
  /** The watched tag or host that it is about. */
  readonly watched?: string | undefined;
}

/** Half way to strong an indicator decides a class; on a watched topic, where regulars are many, only a strong one. */
const enough = 0.5;
/** Share of texts that advertise or ask for a signature from which on that is what a burst is about. */
const mostly = 0.3;
const fewestTexts = 10;
/** From here on the words of an alert speak of coordination (see the table of levels). */
const coordinatedFrom = 0.3;
/** A campaign that rides the news is no news. */
const campaignFrom = 0.6;

export function concernOf(question: ConcernQuestion): Concern {
  const { watched, coordination } = question;
  const isWatched = watched !== undefined;
  const news = newsFact(question);
  const claims: readonly (Claim | undefined)[] = [
    claim('political-or-state-linked', provenanceFact(question)),
    claim('fandom', strongFact(question, 'fandom', isWatched ? 1 : enough)),
    claim('commercial', strongFact(question, 'giveaway', enough)),
    claim('activism', textFact(question, isPetitionPost, 'ask for a signature')),
    claim(
      'commercial',
      textFact(question, ({ text }) => advertises(text), 'advertise an offer'),
    ),
    claim('news', coordination < campaignFrom ? news : undefined),
    claim('political-or-state-linked', isWatched ? `${watched} is a watched topic` : undefined),
    claim('news', news),
  ];
  const found = claims.find((one) => one !== undefined) ?? { class: 'unknown', fact: nothingFound };
  const together = coordination >= coordinatedFrom && explaining.includes(found.class) ? 'coordinated, ' : '';
  return { class: found.class, sentence: `${together}${words[found.class]}: ${found.fact}` };
}

interface Claim {
  readonly class: ConcernClass;
  readonly fact: string;
}

const words: Readonly<Record<ConcernClass, string>> = {
  'political-or-state-linked': 'political or linked to a state',
  commercial: 'looks commercial',
  fandom: 'looks like a fan community',
  activism: 'looks like activism',
  news: 'looks like interest in news or a known event',
  unknown: 'unknown',
};
/** Classes whose members act together by nature. */
const explaining: readonly ConcernClass[] = ['commercial', 'fandom', 'activism', 'news'];
const nothingFound = 'no watched topic, listed account, news, event, fan community, prize or petition was found';

function claim(of: ConcernClass, fact: string | undefined): Claim | undefined {
  return fact === undefined ? undefined : { class: of, fact };
}

function provenanceFact({ subject, indicators }: ConcernQuestion): string | undefined {
  const listed = indicators.find(({ name }) => name === 'attributed-accounts');
  if (subject.kind === 'attributed-burst') return listed?.sentence ?? 'accounts of a list act together';
  const linking = ['campaign-overlap', 'attributed-accounts', 'same-landing-page'];
  return indicators.find(({ name, known, strength = 0 }) => linking.includes(name) && known && strength >= enough)
    ?.sentence;
}

function strongFact({ indicators }: ConcernQuestion, wanted: string, from: number): string | undefined {
  return indicators.find(({ name, known, strength = 0 }) => name === wanted && known && strength >= from)?.sentence;
}

function newsFact(question: ConcernQuestion): string | undefined {
  const headlines = question.indicators.find(({ name }) => name === 'headline-copies');
  return (
    strongFact(question, 'news-match', enough) ??
    strongFact(question, 'calendar', enough) ??
    ((headlines?.share?.value ?? 0) >= mostly ? headlines?.sentence : undefined)
  );
}

function textFact({ posts }: ConcernQuestion, isSuch: (post: Post) => boolean, what: string): string | undefined {
  const written = posts.filter(({ kind, text }) => kind !== 'repost' && text !== '');
  if (written.length < fewestTexts) return undefined;
  const share = shareOf(written.filter(isSuch).length, written.length);
  return share.value >= mostly ? `${shareOfText(share, 'text')} ${what}` : undefined;
}

function isPetitionPost({ text, links }: Post): boolean {
  return isPetition(text) || links.some((link) => petitionHosts.has(hostOf(link)));
}
