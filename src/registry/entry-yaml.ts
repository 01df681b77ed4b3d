/** The YAML form of the registry: a list of entries, at the top or under `entries`. */
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import { type EntryIssue, issuesOf } from './entry-issues.ts';
import { RegistryEntryText, withOurNames } from './entry-schema.ts';
import type { RegistryEntry } from './registry.ts';

export interface LinedEntries {
  readonly entries: readonly { readonly entry: RegistryEntry; readonly line: number }[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

export function readYamlEntries(text: string): LinedEntries {
  const lines = new LineCounter();
  // Failsafe: every value stays text, so an id of 19 digits keeps its last three and `NO` stays Norway.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const list = listOf(document, lineAt);
  if ('refused' in list) return { entries: [], refused: list.refused };
  const broken = document.errors.filter((error) => !list.items.some((item) => holds(item, error)));
  if (broken.length > 0) {
    return {
      entries: [],
      refused: broken.map((error) => ({ line: lineAt(error.pos[0]), reason: `not YAML: ${error.message}` })),
    };
  }
  return readItems(list.items, document, lineAt);
}

type List = { readonly items: readonly Node[] } | { readonly refused: LinedEntries['refused'] };

function listOf(document: Document.Parsed, lineAt: (offset: number) => number): List {
  const top: unknown = document.contents;
  if (isSeq<Node>(top)) return { items: top.items };
  if (isMap<Node, Node>(top)) {
    const unknown = top.items.filter(({ key }) => keyText(key) !== 'entries');
    const list = top.get('entries', true);
    if (unknown.length === 0 && isSeq<Node>(list)) return { items: list.items };
    if (unknown.length > 0) {
      return {
        refused: unknown.map(({ key }) => ({
          line: lineAt(key.range?.[0] ?? 0),
          reason: `${keyText(key)}: unknown key; the only one here is entries`,
        })),
      };
    }
  }
  if (document.errors.length > 0) {
    return {
      refused: document.errors.map((error) => ({ line: lineAt(error.pos[0]), reason: `not YAML: ${error.message}` })),
    };
  }
  return { refused: [{ line: 1, reason: 'no list of entries: the file is a list, or a mapping with entries' }] };
}

function holds(item: Node, error: YAMLError): boolean {
  // Only a doubled key leaves the rest of the file as its author meant it.
  return (
    error.code === 'DUPLICATE_KEY' &&
    item.range !== null &&
    item.range !== undefined &&
    error.pos[0] >= item.range[0] &&
    error.pos[0] < item.range[2]
  );
}

function readItems(
  items: readonly Node[],
  document: Document.Parsed,
  lineAt: (offset: number) => number,
): LinedEntries {
  const entries: { entry: RegistryEntry; line: number }[] = [];
  const refused: { line: number; reason: string }[] = [];
  for (const [index, item] of items.entries()) {
    const line = lineAt(item.range?.[0] ?? 0);
    const doubled = document.errors.find((error) => holds(item, error));
    if (doubled !== undefined) {
      refused.push({ line: lineAt(doubled.pos[0]), reason: `entries[${index}]: a key stands twice in one mapping` });
      continue;
    }
    const value: unknown = withOurNames(plainValue(item, document));
    const parsed = RegistryEntryText.safeParse(value);
    if (parsed.success) {
      entries.push({ entry: parsed.data, line });
      continue;
    }
    const issues = issuesOf(parsed.error).map((issue) => ({ ...issue, line: lineAt(offsetOf(item, issue)) }));
    refused.push({
      line: Math.min(...issues.map((issue) => issue.line)),
      reason: `${nameOf(value) ?? `entries[${index}]`}: ${reasonsOf(issues)}`,
    });
  }
  return { entries, refused };
}

function reasonsOf(issues: readonly (EntryIssue & { readonly line: number })[]): string {
  const [first, ...rest] = issues;
  if (first !== undefined && rest.length === 0) return first.text;
  return issues.map(({ text, line }) => `${text} (line ${line})`).join('; ');
}

function plainValue(item: Node, document: Document.Parsed): unknown {
  try {
    return item.toJS(document, { maxAliasCount: 100 });
  } catch {
    return undefined; // an alias without its anchor, or one that unfolds without end
  }
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'string' && value.id !== '' ? value.id.slice(0, 80) : undefined;
}

/** Where the issue stands in the file; for something missing, where its parent starts. */
function offsetOf(item: Node, { path, unknownKey }: EntryIssue): number {
  let node: unknown = item;
  let offset = item.range?.[0] ?? 0;
  for (const step of unknownKey === undefined ? path : [...path, unknownKey]) {
    if (isMap<Node, Node>(node)) {
      const pair = node.items.find(({ key }) => keyText(key) === String(step));
      if (pair === undefined) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq<Node>(node) && typeof step === 'number') {
      node = node.items[step];
      if (isMap(node) || isScalar(node) || isSeq(node)) offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}
