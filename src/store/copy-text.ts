/** Values → lines of COPY's text format (PostgreSQL manual, COPY, "Text Format"). */

export type CopyValue = string | number | Date | readonly string[] | undefined;

/** One line, with its line feed. Zero bytes are left out; lone surrogates become U+FFFD when the line is sent. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${copyFields(values)}\n`;
}

/** The beginning of a line. */
export function copyFields(values: readonly CopyValue[]): string {
  let line = '';
  let end = '';
  for (const value of values) {
    line += end + field(value);
    end = '\t';
  }
  return line;
}

function field(value: CopyValue): string {
  if (value === undefined) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return value instanceof Date ? value.toISOString() : list(value);
}

const special = /[\\\n\r\t\0]/;
const names: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '' };

function escaped(text: string): string {
  return special.test(text) ? text.replace(/[\\\n\r\t\0]/g, (char) => names[char] ?? char) : text;
}

/** An array literal; what it escapes is escaped once more for the line. */
function list(items: readonly string[]): string {
  if (items.length === 0) return '{}';
  return escaped(`{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
}
