/** One binding of the Wikidata query: which item, and which account or site a statement gives it. */
import { z } from 'zod';
import { hostForm, tooBroad } from '../host-form.ts';
import { readProfile } from '../profile.ts';
import type { RegistryAccount } from '../registry.ts';
import { readAddress } from './read-address.ts';

/** Variables of the query in docs/registry.md, in its order. */
export const wikidataVariables: readonly string[] = [
  'item',
  'itemLabel',
  'kind',
  'state',
  'human',
  'property',
  'account',
  'nativeId',
  'rank',
  'start',
  'end',
  'retrieved',
];

export interface WikidataRow {
  readonly line: number;
  /** `Q123`. */
  readonly item: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  /** Instance of human (Q5). */
  readonly human: boolean;
  readonly property: string;
  readonly rank: 'normal' | 'preferred';
  readonly account?: RegistryAccount | undefined;
  readonly host?: string | undefined;
  readonly retrieved?: Date | undefined;
}

interface Refused {
  readonly refused: string;
  /** Under which name it is counted, where that is of interest. */
  readonly count?: string | undefined;
}

const platforms: ReadonlyMap<string, string> = new Map([
  ['P2002', 'x'],
  ['P2013', 'facebook'],
  ['P2003', 'instagram'],
  ['P2397', 'youtube'],
  ['P7085', 'tiktok'],
  ['P3789', 'telegram'],
  ['P11892', 'threads'],
  ['P11962', 'rumble'],
  ['P3185', 'vk'],
  ['P8919', 'gab'],
  ['P9269', 'ok'],
  ['P8904', 'parler'],
  ['P10858', 'truthsocial'],
  ['P12361', 'bluesky'],
]);
/** Official website. */
const siteProperty = 'P856';

const Term = z.object({ type: z.string(), value: z.string().max(5000) });
const Binding = z.object({
  item: Term,
  itemLabel: Term.optional(),
  kind: Term,
  state: Term,
  human: Term,
  property: Term,
  account: Term,
  nativeId: Term.optional(),
  rank: Term,
  start: Term.optional(),
  end: Term.optional(),
  retrieved: Term.optional(),
});
type Binding = z.infer<typeof Binding>;

export function readWikidataRow(value: unknown): Omit<WikidataRow, 'line'> | Refused {
  const parsed = Binding.safeParse(value);
  if (!parsed.success)
    return { refused: `${parsed.error.issues[0]?.path.join('.') ?? ''}: missing or of another form` };
  const row = parsed.data;
  const item = /(?:^|\/)(Q[1-9]\d{0,11})$/.exec(row.item.value)?.[1];
  const property = /(?:^|\/)(P[1-9]\d{0,7})$/.exec(row.property.value)?.[1];
  const rank = /#?(Normal|Preferred|Deprecated)Rank$/.exec(row.rank.value)?.[1]?.toLowerCase();
  if (item === undefined) return { refused: `"${row.item.value.slice(0, 60)}" is no item` };
  if (property === undefined) return { refused: `${item}: "${row.property.value.slice(0, 60)}" is no property` };
  if (rank === 'deprecated')
    return { refused: `${item}: the statement of ${property} is deprecated`, count: 'deprecated' };
  if (rank !== 'normal' && rank !== 'preferred') return { refused: `${item}: unknown rank of ${property}` };
  if (!/^[A-Z]{2}$/.test(row.state.value))
    return { refused: `${item}: "${row.state.value.slice(0, 20)}" is no ISO 3166-1 code` };
  const stated = statedIn(row, property);
  if ('refused' in stated) return { ...stated, refused: `${item}: ${stated.refused}` };
  return {
    item,
    name: row.itemLabel?.value.trim().slice(0, 200) || item,
    kind: row.kind.value,
    state: row.state.value,
    human: /^(?:true|1)$/i.test(row.human.value),
    property,
    rank,
    ...stated,
    retrieved: timeOf(row.retrieved),
  };
}

type Stated = Pick<WikidataRow, 'account' | 'host'>;

function statedIn(row: Binding, property: string): Stated | Refused {
  if (!isKnown(row.account)) return { refused: `${property} has no known value` };
  // "Ended, nobody knows when": no moment from which it would not match.
  if (row.end !== undefined && timeOf(row.end) === undefined)
    return { refused: `${property} ended at an unknown time` };
  if (property === siteProperty) return siteOf(row);
  const platform = platforms.get(property);
  if (platform === undefined)
    return { refused: `${property} is no account that is known here`, count: 'other properties' };
  const read = readProfile(platform, row.account.value);
  if ('refused' in read) return { refused: read.refused };
  const validFrom = timeOf(row.start);
  const validTo = timeOf(row.end);
  if (validFrom !== undefined && validTo !== undefined && validFrom >= validTo)
    return { refused: `${property} ends before it starts` };
  const nativeId = nativeIdOf(row, property) ?? read.account.nativeId;
  return {
    account: {
      ...read.account,
      ...(nativeId === undefined ? {} : { nativeId }),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validTo === undefined ? {} : { validTo }),
    },
  };
}

/** X numeric user ID (P6552) is a qualifier of P2002 only. */
function nativeIdOf({ nativeId }: Binding, property: string): string | undefined {
  return property === 'P2002' && nativeId !== undefined && /^\d{1,20}$/.test(nativeId.value)
    ? nativeId.value
    : undefined;
}

/** Hosts have no span of validity, so a site that was given up is not taken: somebody else may hold it. */
function siteOf(row: Binding): Stated | Refused {
  if (row.end !== undefined) return { refused: `${siteProperty} has ended`, count: 'ended sites' };
  const read = readAddress(row.account.value);
  if (read?.what === 'site') return { host: read.host };
  if (read?.what === 'account') return { account: read.account };
  const host = hostForm(read?.host ?? '');
  const reason = read?.reason ?? (host === undefined ? 'no address' : tooBroad(host));
  return { refused: `"${row.account.value.slice(0, 60)}": ${reason ?? 'no site'}` };
}

/** "Unknown value" comes as a blank node or as a skolem address. */
function isKnown({ type, value }: Binding['account']): boolean {
  return type !== 'bnode' && !value.includes('/.well-known/genid/');
}

function timeOf(term: Binding['end']): Date | undefined {
  if (term === undefined || !isKnown(term)) return undefined;
  const at = /^\d{4}-\d\d-\d\dT/.test(term.value) ? new Date(term.value) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}
