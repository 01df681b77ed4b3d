/** What an entry is called before readers: only institutions and persons in public office are named. */
import type { RegistryEntry } from './registry.ts';

export function shownName({ name, kind, publicRole }: Pick<RegistryEntry, 'name' | 'kind' | 'publicRole'>): string {
  if (publicRole) return name;
  return kind === 'proxy-reported' ? 'Network on the list' : 'Person on the list';
}
