/**
 * Text and JSON as PostgreSQL takes them: it refuses zero bytes and halves of surrogate pairs, and one of them in one
 * post would cost the whole page.
 */

/** Halves of surrogate pairs, lone or not: telling this much is fast, and most texts have none. */
const anySurrogate = /[\ud800-\udfff]/;

/** Without zero bytes, and U+FFFD for every lone surrogate. */
export function cleanText(text: string): string {
  const whole = anySurrogate.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '') : whole;
}

/** JSON with the same care for every text and key inside. Dates become ISO text, and numbers stay numbers or null. */
export function toJson(value: unknown): string {
  return cleanJson(JSON.stringify(value) ?? 'null');
}

/** JSON for a document that `codec.ts` reads back: infinite numbers and NaN are kept as text instead of as null. */
export function toDocument(value: unknown): string {
  const json = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  );
  return cleanJson(json ?? 'null');
}

/** `JSON.stringify` writes zero bytes and lone surrogates, and these only, as \u escapes of four digits. */
function cleanJson(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  // Every escape is read as one piece, so that an escaped backslash before "u0000" is not taken for the escape.
  return json.replace(/\\(?:u[0-9a-f]{4}|.)/g, (escape) => {
    if (escape === '\\u0000') return '';
    return /^\\ud[89a-f]/.test(escape) ? '\ufffd' : escape;
  });
}
