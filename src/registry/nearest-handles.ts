/** Registered handles like a given one, for "did you mean": look-alike letters and typing errors, never a match. */
import { handleForm, lookOf } from './handle-form.ts';
import { createLookIndex } from './look-index.ts';

export type NearestHandles = (handle: string, count: number) => readonly string[];

/** Shorter beginnings would offer half the registry. */
const shortestBeginning = 4;
/** No platform has longer names; whatever is longer is no handle. */
const longestHandle = 300;

export function createNearestHandles(handles: Iterable<string>): NearestHandles {
  const words = onceEach(handles).map((name) => ({ name, look: lookOf(name) }));
  const index = createLookIndex(words.filter(({ look }) => look !== ''));
  return (handle, count) => {
    const look = handle.length > longestHandle ? '' : lookOf(handle);
    if (look === '' || count < 1) return [];
    const near = index.within(look, allowedEdits(look.length), count).map(({ name }) => name);
    if (look.length < shortestBeginning || near.length === count) return near;
    // Of so many that begin so, at most all that are near have been offered already.
    const begin = index.beginningWith(look, count + near.length);
    return [...new Set([...near, ...begin])].slice(0, count);
  };
}

/** Each handle in the spelling that sorts first, so that the order of entries does not matter. */
function onceEach(handles: Iterable<string>): readonly string[] {
  const byForm = new Map<string, string>();
  for (const handle of handles) {
    const form = handleForm(handle);
    const known = byForm.get(form);
    if (known === undefined || handle < known) byForm.set(form, handle);
  }
  return [...byForm.values()];
}

/** One edit in four letters, at most three: beyond that the names have little in common. */
function allowedEdits(length: number): number {
  return Math.min(3, Math.max(1, Math.floor(length / 4)));
}
