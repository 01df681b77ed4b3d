/** The form of a registry entry in a file: strict, every refusal with its path. Values arrive as text. */
import { z } from 'zod';
import { handleForm } from './handle-form.ts';
import { registeredForm, tooBroad } from './host-form.ts';
import { confidences, controls, entryKinds, entryStatuses, evidenceTypes } from './registry.ts';
import { kindOfTypology, typologyPattern } from './typology.ts';

const missing = 'is missing';

const text = z.string().trim().min(1, 'is empty');
const words = text.max(2000, 'is longer than 2,000 characters');

const truth = z
  .enum(['true', 'false'], { error: ({ input }) => (input === undefined ? missing : 'is neither true nor false') })
  .transform((value) => value === 'true');

/** What is said of a word that is none of these is for `entry-issues.ts`. */
const isMissing = { error: ({ input }: { readonly input?: unknown }) => (input === undefined ? missing : undefined) };

const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const date = text.transform((value, context) => {
  const at = isoDay.test(value) || isoTime.test(value) ? new Date(value) : undefined;
  // 31 April parses as 1 May: the day has to come back as it was written.
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (at !== undefined && !Number.isNaN(at.getTime()) && isoOf(day) === value.slice(0, 10)) return at;
  context.addIssue({ code: 'custom', message: `"${value}" is no date: write 2024-02-29 or 2024-02-29T12:00:00Z` });
  return z.NEVER;
});

function isoOf(day: Date): string {
  return Number.isNaN(day.getTime()) ? '' : day.toISOString().slice(0, 10);
}

const handle = text.transform((value, context) => {
  const bare = value.replace(/^@+/, '').trim();
  if (handleForm(bare) !== '' && !/[\s/]/.test(bare)) return bare;
  context.addIssue({ code: 'custom', message: `"${value}" is no handle: write the name alone, no address` });
  return z.NEVER;
});

const account = z
  .strictObject({
    platform: text.regex(/^[a-z0-9][a-z0-9.-]*$/, 'is no platform: lower-case name such as x, bluesky, telegram'),
    handle: handle.optional(),
    nativeId: text.regex(/^\S+$/, 'has a space in it').optional(),
    validFrom: date.optional(),
    validTo: date.optional(),
  })
  .refine((one) => one.handle !== undefined || one.nativeId !== undefined, 'needs a handle or a nativeId')
  .refine(
    ({ validFrom, validTo }) => validFrom === undefined || validTo === undefined || validFrom < validTo,
    'validTo is not after validFrom',
  );

const host = text.transform((value, context) => {
  const form = registeredForm(value);
  const reason = form === undefined ? `"${value}" is no host: write news.example, no scheme, no path` : tooBroad(form);
  if (form !== undefined && reason === undefined) return form;
  context.addIssue({ code: 'custom', message: reason ?? 'is no host' });
  return z.NEVER;
});

const address = z.url({ protocol: /^https?$/, message: 'is no http(s) address' });

const contentHash = text
  .regex(/^[0-9a-f]{64}$/i, 'is no SHA-256: 64 hexadecimal digits')
  .transform((digits) => digits.toLowerCase());

const evidence = z.strictObject({
  type: z.enum(evidenceTypes, isMissing),
  source: text.max(200, 'is longer than 200 characters'),
  url: address.optional(),
  quote: words.optional(),
  date: date.optional(),
  by: text.optional(),
  archiveUrl: address.optional(),
  retrievedAt: date.optional(),
  contentHash: contentHash.optional(),
});

export const RegistryEntryText = z
  .strictObject({
    id: text.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'is no id: small letters, digits and hyphens, as in cn-china-daily'),
    name: text.max(200, 'is longer than 200 characters'),
    kind: z.enum(entryKinds, isMissing),
    state: text.regex(/^[A-Z]{2}$/, 'is no ISO 3166-1 code: two capital letters'),
    typology: text.regex(typologyPattern, 'is none of SC, CaPu, CaPr, ISFM, ISF, ISM, IP').optional(),
    role: words.optional(),
    control: z.enum(controls).optional(),
    publicRole: truth,
    accounts: z.array(account).default([]),
    hosts: z.array(host).default([]),
    evidence: z
      .array(evidence, { error: 'no source, no attribution: give at least one' })
      .min(1, 'no source, no attribution: give at least one'),
    confidence: z.enum(confidences, isMissing),
    admiralty: text.regex(/^[A-F][1-6]$/, 'is no Admiralty code such as B2').optional(),
    status: z.enum(entryStatuses).default('active'),
    notes: words.optional(),
  })
  .refine((entry) => entry.accounts.length + entry.hosts.length > 0, 'has neither accounts nor hosts: nothing matches')
  .refine(({ kind, typology }) => typology === undefined || !isMedia(kind) || kindOfTypology(typology) === kind, {
    path: ['typology'],
    error: 'contradicts the kind: SC, CaPu, CaPr are state-media; ISFM, ISF, ISM, IP are public-service-media',
  });

function isMedia(kind: string): boolean {
  return kind === 'state-media' || kind === 'public-service-media';
}

/** Keys of each object of the form, to say which one an unknown key is nearest to. */
export const entryKeys = {
  entry: Object.keys(RegistryEntryText.shape),
  accounts: Object.keys(account.shape),
  evidence: Object.keys(evidence.shape),
};

/** Names of the published record (`public_role`, `numeric_id` …) beside ours; both at once are refused as doubled. */
const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    public_role: 'publicRole',
    native_id: 'nativeId',
    numeric_id: 'nativeId',
    did: 'nativeId',
    valid_from: 'validFrom',
    valid_to: 'validTo',
    archive_url: 'archiveUrl',
    retrieved_at: 'retrievedAt',
    content_hash: 'contentHash',
  }),
);

/** The same value with our names for keys; what is given under two names keeps the other one, and is refused as unknown. */
export function withOurNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOurNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const given = new Set(entries.map(([key]) => key));
  return Object.fromEntries(
    entries.map(([key, inner]) => {
      const ours = otherNames.get(key);
      return [ours === undefined || given.has(ours) ? key : ours, withOurNames(inner)] as const;
    }),
  );
}
