/** Text of others made harmless in each form: it is shown as written, and nothing in it is obeyed. */

/** Controls, surrogates without a partner, private use and signs that turn the direction of reading. */
const commanding =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{2028}\u{2029}\u{feff}]/gu;

/** Most texts are of these signs alone. */
const harmless = /^[ -~]*$/;

/** For a terminal, and the first step of every other form: one line without signs that command. */
export function plain(text: string): string {
  if (harmless.test(text)) return text;
  return text.replace(/[\t\r\n\u{2028}\u{2029}]+/gu, ' ').replace(commanding, '\u{fffd}');
}

/** A host or link that no program takes for one: `news[.]example/a`. */
export function defanged(text: string): string {
  return plain(text)
    .replace(/^https?:\/\//i, '')
    .replace(/\./g, '[.]');
}

/** For Markdown: nothing is emphasised, linked, mentioned, or made a heading, a table or HTML. */
export function markdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_[\]<>#|~&$!:@]/g, (sign) => `\\${sign}`)
    .replace(/(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, '\\.')
    .replace(/^(\s*)([-+=]|\d+[.)])/, '$1\\$2');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function html(text: string): string {
  return plain(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

/** Begins and ends with a letter or digit, without separators: most cells. */
const bare = /^[A-Za-z0-9](?:[ !#-+\--:<-~]*[A-Za-z0-9])?$/;

/** A cell of a CSV (RFC 4180). What a spreadsheet would calculate gets an apostrophe before it. */
export function csv(text: string): string {
  if (text === '' || bare.test(text)) return text;
  const line = plain(text);
  const still = /^\s*[=+\-@＝＋－＠|%]/u.test(line) ? `'${line}` : line;
  return /[",;\n\r]|^\s|\s$/.test(still) ? `"${still.replaceAll('"', '""')}"` : still;
}
