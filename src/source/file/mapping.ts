/** A mapping file: which column or field of an unknown file is what of a post. YAML in, a checked mapping out. */
import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { postKinds } from '../../post/post.ts';
import { FileError } from './file-error.ts';
import { isZone } from './local-time.ts';

const Column = z.string().min(1, 'names no column');
/** One column, or several of which the first with content counts. */
const Columns = z.union([Column.transform((name) => [name]), z.array(Column).min(1)], {
  error: 'expected the name of a column, or a list of names',
});

const Fields = z.strictObject({
  id: Columns,
  accountId: Columns,
  handle: Columns.optional(),
  accountCreatedAt: Columns.optional(),
  followers: Columns.optional(),
  createdAt: Columns,
  text: Columns.optional(),
  lang: Columns.optional(),
  /** Holds lists of tags; absent: those in the text. */
  tags: Columns.optional(),
  /** Holds lists of links; absent: those in the text. */
  links: Columns.optional(),
  kind: Columns.optional(),
  parentId: Columns.optional(),
  parentAccountId: Columns.optional(),
  likes: Columns.optional(),
  reposts: Columns.optional(),
  replies: Columns.optional(),
  quotes: Columns.optional(),
});

function isPattern(text: string): boolean {
  const count = (part: string): number => text.split(part).length - 1;
  return (
    ['yyyy', 'MM', 'dd'].every((part) => count(part) === 1) && ['HH', 'mm', 'ss'].every((part) => count(part) <= 1)
  );
}

export const Mapping = z.strictObject({
  format: z.enum(['csv', 'ndjson']),
  delimiter: z.string().length(1, 'is one character').optional(),
  platform: z
    .string()
    .regex(/^[a-z][a-z0-9._-]{0,31}$/, 'is a name in small letters')
    .optional(),
  zone: z.string().refine(isZone, 'is no zone such as Europe/Berlin').optional(),
  /** `auto`, `unix`, `unix-ms`, or a pattern of `yyyy MM dd HH mm ss` such as `dd.MM.yyyy HH:mm`. */
  timeFormat: z
    .string()
    .refine(
      (text) => /^(?:auto|unix|unix-ms)$/.test(text) || isPattern(text),
      'is auto, unix, unix-ms or a pattern with yyyy, MM and dd, each once',
    )
    .default('auto'),
  /** What the column `kind` may hold → what it means. Compared without case; anything else is an original. */
  kinds: z.record(z.string(), z.enum(postKinds)).default({}),
  fields: Fields,
  /** Values that every post of the file has. */
  constants: z
    .strictObject({
      lang: z.string().optional(),
      kind: z.enum(postKinds).optional(),
      accountId: z.string().min(1).optional(),
    })
    .default({}),
});
export type Mapping = z.infer<typeof Mapping>;

export async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new FileError(`${path} cannot be read: is it there, and may this user open it?`, { cause });
  });
  return parseMapping(text, path);
}

export function parseMapping(text: string, path: string): Mapping {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new FileError(`${path} line ${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n', 1)[0] ?? ''}`);
  }
  const read = Mapping.safeParse(document.toJS());
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path: field, message }) => {
    const name = field.join('.');
    return `line ${lineOf(document, field, lines)}: ${name === '' ? '' : `${name}: `}${message}`;
  });
  throw new FileError(`${path} ${problems.join('; ')}`);
}

/** The line of a field, or of the nearest one around it that is there. */
function lineOf(document: ReturnType<typeof parseDocument>, field: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = field.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(field.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      const [start] = node.range;
      if (typeof start === 'number') return lines.linePos(start).line;
    }
  }
  return 1;
}
