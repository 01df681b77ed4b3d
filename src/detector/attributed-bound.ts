/** Bounds what is kept of a group: its accounts choose their topics themselves, and may choose a new one each time. */

/** Some 110 bytes of stored state each, written again whenever the group posts. */
const mostTopics = 10_000;
/** Cut a little further, so that not every hour has to. */
const keptTopics = 9_000;

interface Forgettable {
  readonly uses: number;
  readonly buckets: readonly unknown[];
  readonly episode: unknown;
}

/** Forgets the topics used least; those of the last days and those with an episode stay. */
export function boundTopics(topics: Map<string, Forgettable>): void {
  if (topics.size <= mostTopics) return;
  const idle = [...topics].filter(([, { buckets, episode }]) => buckets.length === 0 && episode === undefined);
  idle.sort(([a, one], [b, other]) => one.uses - other.uses || (a < b ? -1 : 1));
  for (const [name] of idle.slice(0, topics.size - keptTopics)) topics.delete(name);
}
