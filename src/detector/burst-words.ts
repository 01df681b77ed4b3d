/** A burst in words, and what travelled with it. */

import { crowdSize } from './burst-bucket.ts';
import type { BurstKind } from './burst-objects.ts';
import { amountInWords, chanceInWords, hoursInWords, rangeInWords } from './chance.ts';
import type { Episode } from './episode.ts';

/** Objects in at least so many of the posts belong to the burst. */
const carriedShare = 0.5;

interface Carried {
  readonly tags: readonly string[];
  readonly links: readonly string[];
}

/** The key itself and the objects that at least half of the posts carry, most frequent first. */
export function carriedObjects(kind: BurstKind, value: string, episode: Episode): Carried {
  return carriedTopics(kind === 'tag' ? `#${value}` : kind === 'link' ? value : undefined, episode);
}

/** The same for a topic as it is written with companions: `#tag`, or a link or host; or for none. */
export function carriedTopics(topic: string | undefined, episode: Episode): Carried {
  const carried = [...episode.companions]
    .filter(([, count]) => count >= carriedShare * episode.posts)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([object]) => object);
  const all = topic === undefined ? carried : [topic, ...carried];
  return {
    tags: all.filter((object) => object.startsWith('#')).map((object) => object.slice(1)),
    links: all.filter((object) => !object.startsWith('#')),
  };
}

/** `usually 0-3 accounts in 24 h, now 214 (so far 412 posts by 214 accounts); by chance once in 11 years` */
export function burstReason(kind: BurstKind, episode: Episode): string {
  const { best } = episode;
  const usual = rangeInWords(best.low, best.high, best.unit);
  const span = hoursInWords(best.hours);
  const before =
    best.lane === 'new'
      ? `new ${kind}: others have ${usual} after ${best.hours === 1 ? 'one hour' : span}`
      : `usually ${usual} ${best.hours === 1 ? span : `in ${span}`}`;
  return `${before}, this one ${amountInWords(best.observed, best.unit)} ${soFar(episode)}${busyInWords(episode)}`;
}

/** A rise of everything is no burst of one thing: the share is tested, and what the bare count would say is told too. */
function busyInWords({ best: { busy } }: Episode): string {
  if (busy === undefined) return '';
  return `, though the platform has ${busy.ratio.toFixed(1)} times its usual posts (without asking that: ${chanceInWords(busy.alone)})`;
}

/** `usually 0-1 accounts of XX government on #topic in 24 h, now 5 (so far 9 posts by 5 accounts); by chance …` */
export function attributedReason(group: string, topic: string | undefined, episode: Episode): string {
  const { best } = episode;
  const usual = rangeInWords(best.low, best.high, best.unit);
  const span = best.hours === 1 ? hoursInWords(1) : `in ${hoursInWords(best.hours)}`;
  const about = topic === undefined ? '' : ` on ${topic}`;
  return `usually ${usual} of ${group}${about} ${span}, now ${amountInWords(best.observed, best.unit)} ${soFar(episode)}`;
}

/** `usually 0-2 posts of this account on #topic in 6 h, now 14 (so far 14 posts); by chance …` */
export function accountReason(topic: string | undefined, episode: Episode): string {
  const { best } = episode;
  const span = best.hours === 1 ? hoursInWords(1) : `in ${hoursInWords(best.hours)}`;
  const about = topic === undefined ? '' : ` on ${topic}`;
  return `usually ${rangeInWords(best.low, best.high, best.unit)} of this account${about} ${span}, now ${amountInWords(best.observed, best.unit)} (so far ${amountInWords(episode.posts, 'posts')}); ${chanceInWords(best.expectedFalsePerDay)}`;
}

function soFar(episode: Episode): string {
  const total = `${amountInWords(episode.posts, 'posts')} by ${amountInWords(crowdSize(episode.crowd), 'accounts')}`;
  return `(so far ${total}); ${chanceInWords(episode.best.expectedFalsePerDay)}`;
}
