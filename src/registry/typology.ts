/** The State Media Monitor's seven types of media, and what they say about who decides. */
import type { EntryKind } from './registry.ts';

/**
 * SC state-controlled, CaPu captured public, CaPr captured private; ISFM, ISF, ISM independent but funded and/or
 * managed by the state, IP independent public. A `?` after the type is the list's own doubt.
 */
export const typologyPattern = /^(?:SC|CaPu|CaPr|ISFM|ISF|ISM|IP)\??$/;

const controlled = new Set(['SC', 'CaPu', 'CaPr']);

/** Which kind of media a typology stands for: public service is kept apart from what a state controls. */
export function kindOfTypology(typology: string): Extract<EntryKind, 'state-media' | 'public-service-media'> {
  return controlled.has(typology.replace('?', '')) ? 'state-media' : 'public-service-media';
}
