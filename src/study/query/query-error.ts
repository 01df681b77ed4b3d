/** A query that cannot be read; the message shows the place. */
export class QueryError extends Error {
  /** 1-based, in characters (code points). */
  readonly at: number;

  constructor(query: string, at: number, why: string) {
    super(`The query cannot be read at character ${at}: ${why}.\n${pointedAt(query, at)}`);
    this.name = 'QueryError';
    this.at = at;
  }
}

/** Characters shown on each side of the place. */
const around = 40;

function pointedAt(query: string, at: number): string {
  const characters = Array.from(query, (character) => (/[\s\p{C}]/u.test(character) ? ' ' : character));
  const from = Math.max(0, at - 1 - around);
  const shown = characters.slice(from, at - 1 + around).join('');
  return `  ${shown}\n  ${' '.repeat(at - 1 - from)}^`;
}
