/** Gathers what is to be told of a file besides its posts, in bounded memory. */
import type { FileItem, FileNotes } from './file-format.ts';

export interface NotesTaker {
  readonly tell: (what: string) => void;
  unknownColumns(names: readonly string[]): void;
  /** Counts what was refused. */
  count(items: readonly FileItem[]): void;
  taken(): FileNotes;
}

/** A damaged file may have a reason of its own for each row. */
const mostReasons = 50;
const otherReasons = 'other reasons';
const mostColumns = 100;

export function createNotes(): NotesTaker {
  const refusedBy = new Map<string, number>();
  const told = new Map<string, number>();
  let columns: readonly string[] = [];
  return {
    tell: (what) => add(told, what),
    unknownColumns(names) {
      columns = [...new Set(names.map((name) => name.slice(0, 100)))].slice(0, mostColumns);
    },
    count(items) {
      for (const item of items) if ('refused' in item) add(refusedBy, general(item.refused.reason));
    },
    taken: () => ({
      refusedBy: Object.fromEntries([...refusedBy].sort(([, a], [, b]) => b - a)),
      unknownColumns: columns,
      told: Object.fromEntries(told),
    }),
  };
}

function add(counts: Map<string, number>, key: string): void {
  const known = counts.has(key) || counts.size < mostReasons ? key : otherReasons;
  counts.set(known, (counts.get(known) ?? 0) + 1);
}

/** The reason without the row's own values. */
function general(reason: string): string {
  return reason.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…').replace(/(?<= )\d+(?= columns|$)/g, '…');
}
