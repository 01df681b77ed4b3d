/** Tags that people declared to be one campaign under several spellings. Tags are never joined by meaning silently. */
import type { Subject } from './subject.ts';

/** Tags in normal form by the family's name. */
export type Families = Readonly<Record<string, readonly string[]>>;

/** The tags a subject stands for: its own with those of their family; for what is no tag, the tags of its posts. */
export function tagsOf(
  { keyKind, key, tags }: Pick<Subject, 'keyKind' | 'key' | 'tags'>,
  families: Families = {},
): readonly string[] {
  if (keyKind === 'family') return families[key] ?? tags;
  if (keyKind !== 'tag') return tags;
  return [...new Set([key, ...familiesOf(key, families).flatMap((family) => families[family] ?? [])])];
}

/** Names of the families that a tag belongs to, sorted. */
export function familiesOf(tag: string, families: Families): readonly string[] {
  return Object.keys(families)
    .filter((family) => families[family]?.includes(tag) === true)
    .sort();
}

/** One topic: the same key, or a tag and its family, or two tags of one family. */
export function isSameTopic(
  a: Pick<Subject, 'keyKind' | 'key'>,
  b: Pick<Subject, 'keyKind' | 'key'>,
  families: Families = {},
): boolean {
  if (a.keyKind === b.keyKind && a.key === b.key) return true;
  const theirs = topicsOf(b, families);
  return topicsOf(a, families).some((topic) => theirs.includes(topic));
}

function topicsOf({ keyKind, key }: Pick<Subject, 'keyKind' | 'key'>, families: Families): readonly string[] {
  if (keyKind === 'family') return [key];
  return keyKind === 'tag' ? familiesOf(key, families) : [];
}
