/**
 * Lines in, complete rows of a CSV file out, still as text: a row goes on over line breaks inside quotes. A broken quote
 * costs the row it is in, not the rest of the file.
 */

import type { Refusal } from './file-format.ts';
import { type Line, longestLine, tooLong } from './lines.ts';

/** A row whose lines are complete; its fields are not cut yet. */
export interface FramedRow {
  /** 1-based line of the file where the row starts. */
  readonly line: number;
  readonly text: string;
}

export interface CsvFramer {
  take(line: Line): void;
  /** The file has ended: nothing closes a quote any more. */
  end(): void;
  /** The rows completed since the last call. */
  framed(): readonly (FramedRow | Refusal)[];
}

const notClosed = 'has a quote that is not closed';

export function createCsvFramer(delimiter: string): CsvFramer {
  /** Lines of a row whose quote is still open. */
  let pending: FramedRow[] = [];
  let pendingLength = 0;
  let done: (FramedRow | Refusal)[] = [];

  function takePending(): readonly FramedRow[] {
    const lines = pending;
    pending = [];
    pendingLength = 0;
    return lines;
  }

  function giveUp(reason: string): void {
    // Not spread into one call: a pending row may have more lines than a call has room for arguments.
    for (const row of salvaged(takePending(), reason, delimiter)) done.push(row);
  }

  function take({ line, text: raw }: Line): void {
    if (raw === undefined) {
      giveUp(notClosed);
      done.push({ line, reason: tooLong });
      return;
    }
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (pending.length === 0 && text.trim() === '') return;
    const state = quoteAfter(text, delimiter, pending.length > 0);
    if (state === 'broken' && pending.length > 0) {
      giveUp(notClosed);
      take({ line, text });
      return;
    }
    if (state === 'broken') {
      done.push({ line, reason: 'has text behind a closing quote' });
      return;
    }
    pending.push({ line, text });
    pendingLength += text.length;
    if (state === 'closed') done.push(...joined(takePending()));
    else if (pendingLength > longestLine) giveUp(tooLong);
  }

  return {
    take,
    end: () => giveUp(notClosed),
    framed() {
      const rows = done;
      done = [];
      return rows;
    },
  };
}

function joined(lines: readonly FramedRow[]): readonly FramedRow[] {
  const [first] = lines;
  if (first === undefined || lines.length === 1) return lines;
  return [{ line: first.line, text: lines.map(({ text }) => text).join('\n') }];
}

/**
 * The row that opened the quote is refused; the lines it swallowed are rows of their own if they are whole. They are
 * not joined again: a file of broken quotes must not be read over and over.
 */
function salvaged(lines: readonly FramedRow[], reason: string, delimiter: string): readonly (FramedRow | Refusal)[] {
  const [first, ...swallowed] = lines;
  if (first === undefined) return [];
  const rows: (FramedRow | Refusal)[] = [{ line: first.line, reason }];
  for (const { line, text } of swallowed) {
    if (text.trim() === '') continue;
    const whole = quoteAfter(text, delimiter, false) === 'closed';
    rows.push(whole ? { line, text } : { line, reason: notClosed });
  }
  return rows;
}

/**
 * Whether a quote is open at the end of a line. Quotes open at the start of a field only, and close before a delimiter
 * or the end of the line (RFC 4180); inside an unquoted field they are ordinary characters.
 */
function quoteAfter(text: string, delimiter: string, openBefore: boolean): 'open' | 'closed' | 'broken' {
  let open = openBefore;
  let at = 0;
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) return open ? 'open' : 'closed';
    if (!open) {
      open = at === 0 || text[at - 1] === delimiter;
      at += 1;
    } else if (text[at + 1] === '"') {
      at += 2;
    } else {
      open = false;
      at += 1;
      if (at < text.length && text[at] !== delimiter) return 'broken';
    }
  }
}
