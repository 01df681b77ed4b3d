/** The YAML file of a lexicon: text in, lexicon out, or all that is wrong with it, each with its line. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { languageTag } from './language-tag.ts';
import { type Lexicon, lexiconForm, type Term, type TermList, termLists } from './lexicon.ts';

export interface LexiconProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** All problems at once, one a line: `stance.yaml:7 positive[2]: …`. */
export class LexiconError extends Error {
  override readonly name = 'LexiconError';
  readonly problems: readonly LexiconProblem[];

  constructor(file: string, problems: readonly LexiconProblem[]) {
    super(problems.map(({ line, message }) => `${file}:${line} ${message}`).join('\n'));
    this.problems = problems;
  }
}

/** @param file its name, for problems */
export function readLexicon(text: string, file: string): Lexicon {
  const lines = new LineCounter();
  // Failsafe: every value stays text, so the negator `no` is no boolean.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const lineAt = (node: Node | null | undefined): number => Math.max(1, lines.linePos(node?.range?.[0] ?? 0).line);
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    const problems = broken.map(({ pos, message }) => ({
      line: lines.linePos(pos[0]).line,
      message: `not YAML: ${message}`,
    }));
    throw new LexiconError(file, problems);
  }
  const top: unknown = document.contents;
  if (!isMap<Node, Node | null>(top)) {
    throw new LexiconError(file, [{ line: 1, message: `no lexicon: expected a mapping with ${keys.join(', ')}` }]);
  }
  const reader = createReader(top, lineAt);
  const lexicon = readAll(reader);
  if (reader.problems.length > 0)
    throw new LexiconError(
      file,
      reader.problems.toSorted((a, b) => a.line - b.line),
    );
  return lexicon;
}

const keys = ['id', 'version', 'question', 'language', ...termLists];
const mostTerms = 5_000;
const longestTerm = 100;
/** A prefix matches whatever begins like it. */
const shortestPrefix = 3;

function readAll(reader: Reader): Lexicon {
  reader.refuseUnknownKeys();
  const lexicon = {
    id: reader.text('id', (id) => (/^[a-z][a-z\d-]{0,59}$/.test(id) ? undefined : 'expected small letters, digits, -')),
    version: reader.text('version', (version) => (version.length <= 20 ? undefined : 'expected 20 characters or less')),
    question: reader.text('question', () => undefined),
    language: reader.text('language', (tag) =>
      languageTag(tag) === tag ? undefined : 'expected a language as BCP 47, for instance en, zh or ug-Latn',
    ),
    positive: reader.terms('positive'),
    negative: reader.terms('negative'),
    neutral: reader.terms('neutral'),
    negators: reader.terms('negators'),
  };
  reader.refuseDoubles();
  return lexicon;
}

interface Reader {
  readonly problems: LexiconProblem[];
  refuseUnknownKeys(): void;
  text(key: string, wrong: (value: string) => string | undefined): string;
  terms(list: TermList): readonly Term[];
  refuseDoubles(): void;
}

function createReader(top: YAMLMap<Node, Node | null>, lineAt: (node: Node | null | undefined) => number): Reader {
  const problems: LexiconProblem[] = [];
  const places: { readonly term: string; readonly list: TermList; readonly line: number }[] = [];
  const report = (node: Node | null | undefined, message: string): void => {
    problems.push({ line: lineAt(node), message });
  };
  const pairOf = (key: string) => top.items.find((item) => isScalar(item.key) && item.key.value === key);

  function termOf(item: Node, list: TermList, index: number): readonly Term[] {
    const written = isScalar(item) && typeof item.value === 'string' ? item.value : '';
    const wrong = wrongTerm(written, list);
    if (wrong !== undefined) {
      report(item, `${list}[${index}]: ${wrong}`);
      return [];
    }
    const term = { text: lexiconForm(written.replace(/\*$/, '')), isPrefix: written.endsWith('*') };
    places.push({ term: `${term.text}${term.isPrefix ? '*' : ''}`, list, line: lineAt(item) });
    return [term];
  }

  return {
    problems,
    refuseUnknownKeys() {
      for (const { key } of top.items) {
        const name = isScalar(key) ? String(key.value) : '?';
        if (!keys.includes(name)) report(key, `${name}: unknown key; there are ${keys.join(', ')}`);
      }
    },
    text(key, wrong) {
      const pair = pairOf(key);
      const value = isScalar(pair?.value) && typeof pair.value.value === 'string' ? pair.value.value.trim() : '';
      const message = value === '' ? 'is missing or no text' : wrong(value);
      if (message !== undefined) report(pair?.key, `${key}: ${message}`);
      return value;
    },
    terms(list) {
      const pair = pairOf(list);
      const value = pair?.value;
      if (pair === undefined || value === null || (isScalar(value) && value.value === '')) return [];
      if (!isSeq<Node>(value)) {
        report(pair.key, `${list}: expected a list of terms`);
        return [];
      }
      if (value.items.length > mostTerms) report(pair.key, `${list}: expected ${mostTerms} terms or less`);
      return value.items.slice(0, mostTerms).flatMap((item, index) => termOf(item, list, index));
    },
    refuseDoubles() {
      const first = new Map<string, (typeof places)[number]>();
      for (const place of places) {
        const earlier = first.get(place.term);
        if (earlier === undefined) first.set(place.term, place);
        else {
          const message = `${place.list}: the same term as in line ${earlier.line} (${earlier.list})`;
          problems.push({ line: place.line, message });
        }
      }
    },
  };
}

function wrongTerm(written: string, list: TermList): string | undefined {
  if (written.trim() === '') return 'expected a term';
  if (written.length > longestTerm) return `expected ${longestTerm} characters or less`;
  const text = lexiconForm(written.replace(/\*$/, ''));
  if (!/^[\p{L}\p{M}\p{N}'][\p{L}\p{M}\p{N}' ]*$/u.test(text)) {
    return 'expected letters, digits, spaces, hyphens and apostrophes, and * only at the end';
  }
  if (!written.endsWith('*')) return undefined;
  if (list === 'negators') return 'a negator is a whole word';
  return text.length < shortestPrefix ? `expected ${shortestPrefix} characters or more before *` : undefined;
}
