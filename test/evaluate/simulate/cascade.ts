/** Who takes up a post: a Hawkes process by branching, with the delays that were measured on reposts. */
import { hourMs, minuteMs } from '../../../src/post/post.ts';
import { type Draft, type Pen, someLikes } from './draft.ts';
import type { Vocabulary } from './language.ts';
import type { Account } from './population.ts';
import type { Random } from './random.ts';
import { sentence } from './text.ts';

export interface CascadeSettings {
  /** Mean number of children of a post of mean reach; below 1. */
  readonly branching: number;
  readonly repostShare: number;
  readonly quoteShare: number;
  readonly untilMs: number;
  readonly words: Vocabulary;
  readonly author: () => Account;
}

/** Rarer than once in a world; it bounds what a chain of chances can cost. */
const largest = 5000;

/** Adds all descendants of a post to `into`, in no order of time. */
export function cascade(root: Draft, settings: CascadeSettings, random: Random, pen: Pen, into: Draft[]): void {
  const open: Draft[] = [root];
  const most = into.length + largest;
  for (let at = open.pop(); at !== undefined && into.length < most; at = open.pop()) {
    for (let left = random.count(settings.branching * at.account.reach, 1); left > 0; left -= 1) {
      const atMs = at.atMs + cascadeDelay(random);
      if (atMs >= settings.untilMs) continue;
      const child = childOf(at, atMs, settings, random, pen);
      into.push(child);
      open.push(child);
    }
  }
}

const flatMs = 5 * minuteMs;
const theta = 0.242;
/** Later children would hardly come before a world ends, and would let every world grow from its first day on. */
const longestMs = 48 * hourMs;
const leastTail = (flatMs / longestMs) ** theta;

/** SEISMIC (Zhao et al. 2015): equal for five minutes, then a power law with exponent 1 + 0.242; cut at two days. */
export function cascadeDelay(random: Random): number {
  const tail = (1 - leastTail) / theta;
  if (random.next() * (1 + tail) < 1) return flatMs * random.next();
  return flatMs * (leastTail + (1 - leastTail) * random.next()) ** (-1 / theta);
}

function childOf(parent: Draft, atMs: number, settings: CascadeSettings, random: Random, pen: Pen): Draft {
  const account = settings.author();
  const chance = random.next();
  if (chance < settings.repostShare) return pen.repost(account, atMs, parent);
  const likes = someLikes(random, account.reach);
  const { tags, links } = parent;
  if (chance < settings.repostShare + settings.quoteShare) {
    const kept = random.chance(0.6) ? tags : [];
    return pen.write(account, atMs, {
      text: sentence(settings.words, random),
      tags: kept,
      likes,
      kind: 'quote',
      parent,
    });
  }
  // Who shares the same link shares its title as well, more often than not.
  const isHeadline = links.length > 0 && parent.kind === 'original' && random.chance(0.5);
  const text = isHeadline ? titleOf(parent) : sentence(settings.words, random);
  if (isHeadline || random.chance(0.5)) {
    return pen.write(account, atMs, { text, tags, links: isHeadline ? links : [], likes });
  }
  return pen.write(account, atMs, { text, tags: random.chance(0.5) ? tags : [], likes, kind: 'reply', parent });
}

/** What stands before the tags and links. */
function titleOf({ text }: Draft): string {
  const end = text.search(/ (#|https:)/);
  return end < 0 ? text : text.slice(0, end);
}
