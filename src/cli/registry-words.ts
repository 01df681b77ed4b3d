/** A difference between two registries as lines of a terminal. */
import { count } from '../measure/words.ts';
import { changeText, summaryOf } from '../message/registry-diff-message.ts';
import type { DiffEntry, RegistryDiff } from '../registry/diff.ts';

/** @param listed entries named of each part; the rest is counted */
export function diffLines(diff: RegistryDiff, listed = Number.POSITIVE_INFINITY): readonly string[] {
  const { added, removed, changed, moved } = diff;
  return [
    summaryOf(diff),
    ...cut(added, listed, (entry) => [`  + ${nameOf(entry)}`]),
    ...cut(removed, listed, (entry) => [`  - ${nameOf(entry)}`]),
    ...cut(changed, listed, (entry) => [
      `  ~ ${nameOf(entry)}`,
      ...entry.changes.map((change) => `      ${changeText(change, (host) => host)}`),
    ]),
    ...cut(moved, listed, ({ what, from, to }) => [`  > ${what}: from ${from.id} to ${to.id}`]),
  ];
}

function nameOf({ id, name }: DiffEntry): string {
  return `${id} · ${name}`;
}

function cut<Item>(
  items: readonly Item[],
  listed: number,
  linesOf: (item: Item) => readonly string[],
): readonly string[] {
  const lines = items.slice(0, listed).flatMap(linesOf);
  return items.length > listed
    ? [...lines, `  and ${count(items.length - listed)} more; --json lists them all`]
    : lines;
}
