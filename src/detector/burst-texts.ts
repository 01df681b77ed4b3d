/**
 * Texts that one account has posted: most are never seen again, so a text becomes a key only when a second account posts
 * it within a day.
 */

/** Who said a text first. */
export interface FirstPost {
  readonly hour: number;
  readonly accountId: string;
  readonly time: number;
}

/** Changed in place. */
export interface SeenTexts {
  /** By hour and text. */
  readonly hours: Map<number, Map<string, FirstPost>>;
  readonly changed: Set<number>;
}

/** Of one hour and platform; the rest of it is not noted, which costs a copy its first post and nothing else. */
const textsPerHour = 20_000;

export function newSeenTexts(): SeenTexts {
  return { hours: new Map(), changed: new Set() };
}

/** Notes a text that is no key yet; gives the post of another account when there was one, and forgets it. */
export function noteText(texts: SeenTexts, text: string, post: FirstPost): FirstPost | undefined {
  for (const [hour, seen] of texts.hours) {
    const first = seen.get(text);
    if (first === undefined) continue;
    if (first.accountId === post.accountId) return undefined;
    seen.delete(text);
    texts.changed.add(hour);
    return first;
  }
  const seen = texts.hours.get(post.hour) ?? new Map<string, FirstPost>();
  texts.hours.set(post.hour, seen);
  if (seen.size < textsPerHour) {
    seen.set(text, post);
    texts.changed.add(post.hour);
  }
  return undefined;
}

/** Lets go the hours that take no posts any more. */
export function forgetTexts(texts: SeenTexts, oldest: number): void {
  for (const hour of texts.hours.keys()) {
    if (hour >= oldest) continue;
    texts.hours.delete(hour);
    texts.changed.add(hour);
  }
}
