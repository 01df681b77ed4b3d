/** Says what is wrong with an entry: one reason per issue, with the path a person can find. */
import type { z } from 'zod';
import { editDistance } from './edit-distance.ts';
import { entryKeys } from './entry-schema.ts';

type Issue = z.core.$ZodIssue;

export interface EntryIssue {
  readonly path: readonly PropertyKey[];
  /** A key that does not belong there. */
  readonly unknownKey?: string | undefined;
  readonly text: string;
}

export function issuesOf(error: z.ZodError): readonly EntryIssue[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(issue.path, key)) : [issueOf(issue)],
  );
}

function issueOf(issue: Issue): EntryIssue {
  const text = issue.code === 'custom' || issue.code === 'too_small' ? issue.message : plainReason(issue);
  return { path: issue.path, text: `${pathText(issue.path)}${text}` };
}

function plainReason(issue: Issue): string {
  if (issue.code === 'invalid_value') {
    return issue.message.startsWith('Invalid') ? `is none of ${issue.values.join(', ')}` : issue.message;
  }
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid')) {
    return issue.input === undefined && issue.message.includes('received undefined')
      ? 'is missing'
      : `is no ${issue.expected === 'array' ? 'list' : issue.expected === 'object' ? 'mapping' : 'single value'}`;
  }
  return issue.message;
}

function unknownKey(path: readonly PropertyKey[], key: string): EntryIssue {
  const known = path.includes('accounts')
    ? entryKeys.accounts
    : path.includes('evidence')
      ? entryKeys.evidence
      : entryKeys.entry;
  const near = known.find((one) => editDistance(plain(key), plain(one), 2) <= 2);
  const hint = near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`;
  return { path, unknownKey: key, text: `${pathText([...path, key])}unknown key; ${hint}` };
}

/** `public_role`, `PublicRole` and `publicRole` are the same word to a person. */
function plain(key: string): string {
  return key.replaceAll(/[_\s-]/g, '').toLowerCase();
}

/** `accounts[1].platform: ` */
function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return `${steps.join('').replace(/^\./, '')}: `;
}
