/**
 * Values of a file as every store can hold them: no NUL, no half of a surrogate pair, and nothing in a key that is too
 * long for an index. PostgreSQL refuses the first two in text and JSON, and index rows over 2,704 bytes.
 */
import { normalLink, normalTag } from '../post/normal-form.ts';

const longestId = 200;
const longestTag = 200;
const longestLink = 2000;
/** What a 32-bit counter holds; no platform counts further. */
export const largestCount = 2_147_483_647;

const unstorable = /\0|\p{Cs}/gu;

export function safeText(text: string): string {
  return text.replace(unstorable, '\u{fffd}');
}

/** The id without blanks around it; `undefined` when it is empty, too long for a key, or holds control characters. */
export function safeId(value: string): string | undefined {
  const id = value.trim();
  return id === '' || id.length > longestId || /[\p{Cc}\p{Cs}]/u.test(id) ? undefined : id;
}

export function safeHandle(value: string): string | undefined {
  return safeId(value.trim().replace(/^@+/, ''));
}

/** Tags in normal form, each once; what is no tag or longer than any platform allows is left out. */
export function safeTags(values: readonly string[]): readonly string[] {
  if (values.length === 0) return values;
  const tags = values.map((value) => normalTag(safeText(value)));
  return [...new Set(tags.filter((tag) => tag !== '' && tag.length <= longestTag))];
}

/**
 * Links in normal form, each once. A value that is no URL stays as it is: share logs number their links. Links longer
 * than an index holds are left out.
 */
export function safeLinks(values: readonly string[]): readonly string[] {
  if (values.length === 0) return values;
  const links = values.map((value) => linkKey(safeText(value).trim()));
  return [...new Set(links.filter((link) => link !== '' && link.length <= longestLink))];
}

/** `host.name`, perhaps with a port, path or query, but no scheme: the normal form itself looks so. */
const schemeless = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?]|$)/u;

function linkKey(value: string): string {
  const link = normalLink(value) ?? (schemeless.test(value) ? normalLink(`https://${value}`) : undefined);
  if (link !== undefined) return link;
  return value.length <= longestId ? value : '';
}
