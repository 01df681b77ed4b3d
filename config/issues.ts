/** What the schema found wrong → problems for people: where it stands, what is expected, never what was written. */
import { z } from 'zod';
import type { ConfigDocument, Path } from './document.ts';
import { misplaced, secretOfKey, secretOfValue } from './misplaced.ts';
import type { Problem } from './problem.ts';
import { Config } from './schema.ts';

export function issueProblems(
  issues: readonly z.core.$ZodIssue[],
  file: string,
  document: ConfigDocument,
): readonly Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, file, document));
    const message = valueAt(document.value, path) === undefined ? 'is missing' : messageOf(issue);
    return [{ file, ...document.place(path), path: pathText(path), message }];
  });
}

/** Tokens and addresses with passwords that were written as the value of whatever key. */
export function secretProblems(file: string, { texts }: ConfigDocument): readonly Problem[] {
  return texts.flatMap(({ text, path, place }) => {
    const name = secretOfValue(text);
    return name === undefined ? [] : [{ file, ...place, path: pathText(path), message: misplaced(name) }];
  });
}

/** `routes[0].minLevel` */
export function pathText(path: Path): string {
  return path.map((part, n) => (typeof part === 'number' ? `[${part}]` : n === 0 ? part : `.${part}`)).join('');
}

function unknownKey(section: Path, key: string, file: string, document: ConfigDocument): Problem {
  const path = [...section, key];
  const secret = secretOfKey(section, key);
  const known = knownKeys(section);
  const message =
    secret === undefined
      ? `unknown key; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`
      : misplaced(secret);
  return { file, ...document.keyPlace(path), path: pathText(path), message };
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received null')) {
    return 'is empty; a value that begins with # has to stand in quotes';
  }
  if (issue.code === 'too_big') return `expected ${issue.maximum} ${unitOf(issue.origin)}or less`;
  if (issue.code === 'too_small') {
    const { inclusive = true, minimum, origin } = issue;
    return inclusive ? `expected ${minimum} ${unitOf(origin)}or more` : `expected more than ${minimum}`;
  }
  // `Invalid option: expected one of "S1"|"S2"` → `expected one of S1, S2`
  return issue.message
    .replace(/^Invalid (?:input|option): /, '')
    .replaceAll('"|"', ', ')
    .replaceAll('"', '');
}

function unitOf(origin: string): string {
  return origin === 'string' ? 'character(s) ' : '';
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.getOwnPropertyDescriptor(at, String(part))?.value;
  }
  return at;
}

const JsonSchema = z.object({
  get properties() {
    return z.record(z.string(), JsonSchema).optional();
  },
  get items() {
    return JsonSchema.optional();
  },
});
type JsonSchema = z.infer<typeof JsonSchema>;

function knownKeys(section: Path): readonly string[] {
  let schema: JsonSchema | undefined = JsonSchema.parse(
    z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }),
  );
  for (const part of section) schema = typeof part === 'number' ? schema?.items : schema?.properties?.[part];
  return Object.keys(schema?.properties ?? {});
}
