/** Values of JSON whose shape is not known, taken apart without believing any of it. */
import type { JsonObject } from './file-reader.ts';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at the end of a path; `undefined` where the path breaks. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject | undefined {
  const found = valueAt(value, ...path);
  return isObject(found) ? found : undefined;
}

export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

/** The objects of a list; none where there is no list. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The first of the values that is a text with content; '' when none is. */
export function textOf(...values: readonly unknown[]): string {
  for (const value of values) if (typeof value === 'string' && value !== '') return value;
  return '';
}

/** An id as text. A number beyond 2^53 lost digits when the JSON was read, or before. */
export function idOf(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  }
  return undefined;
}

/** The value of a line; NUL bytes, which browsers' captures contain, are no part of it. `undefined`: no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.includes('\0') ? text.replaceAll('\0', '') : text);
  } catch {
    return undefined;
  }
}
