/** The YAML file as values with their places: text in; the value, where each part of it stands, and what is no YAML out. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';

export type Path = readonly (string | number)[];

interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ConfigDocument {
  /** Keys without a value are left out: a section whose lines are all comments is as good as absent. */
  readonly value: unknown;
  /** Where the value at a path stands, or what is nearest around it. */
  place(path: Path): Place;
  /** Where the key itself stands. */
  keyPlace(path: Path): Place;
  readonly texts: readonly { readonly text: string; readonly path: Path; readonly place: Place }[];
  readonly problems: readonly { readonly place: Place; readonly message: string }[];
}

export function readConfigDocument(text: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const placeOf = (node: Node | undefined): Place => placeAt(node?.range?.[0] ?? 0);
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    place: placeAt(pos[0]),
    message: `not valid YAML: ${message}`,
  }));
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) {
        problems.push({ place: placeOf(alias), message: `not valid YAML: there is no anchor &${alias.source}` });
      }
    },
  });
  return {
    value: problems.length > 0 ? undefined : withoutNulls(document.toJS()),
    place: (path) => placeOf(find(document, path).value),
    keyPlace: (path) => placeOf(find(document, path).key),
    texts: textsOf(document).map(({ text: value, path, node }) => ({ text: value, path, place: placeOf(node) })),
    problems,
  };
}

/** The deepest nodes on the way along the path. */
function find(document: Document.Parsed, path: Path): { readonly key?: Node; readonly value?: Node } {
  let found: { readonly key?: Node; readonly value?: Node } = {};
  let node: unknown = document.contents;
  if (isNode(node)) found = { key: node, value: node };
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined;
    const key: unknown = pair?.key;
    node = pair !== undefined ? pair.value : isSeq(node) ? node.items[Number(part)] : undefined;
    const here = isNode(key) ? key : isNode(node) ? node : undefined;
    if (here === undefined) return found;
    // Of a block the key is the better place: its value begins on the next line.
    found = { key: here, value: isScalar(node) && node.value !== null ? node : here };
  }
  return found;
}

interface Text {
  readonly text: string;
  readonly path: Path;
  readonly node: Node;
}

function textsOf(document: Document.Parsed): readonly Text[] {
  const texts: Text[] = [];
  const walk = (node: unknown, path: Path): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) walk(value, [...path, isScalar(key) ? String(key.value) : '?']);
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
    } else if (isScalar(node) && typeof node.value === 'string') {
      texts.push({ text: node.value, path, node });
    }
  };
  walk(document.contents, []);
  return texts;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}
