/** What changed in one entry, field by field, in words. */
import type { SplitClaims } from './diff-claims.ts';
import { accountDetailOf, claimDetail, evidenceWords } from './diff-words.ts';
import { findingKey } from './join-evidence.ts';
import type { RegistryEntry, RegistryEvidence } from './registry.ts';

/** `before` alone: taken away. `after` alone: added. Both: changed. */
export interface FieldChange {
  /** Name of the field, such as `status`; of lists it is `accounts`, `hosts`, `evidence`, one change an item. */
  readonly field: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** Words of a list or of a person's life: never repeated of somebody without a public role. */
const personal = ['name', 'role', 'notes'] as const;
const plain = ['kind', 'state', 'typology', 'control', 'publicRole', 'confidence', 'admiralty', 'status'] as const;

/** Sorted by field in the order of the record, then by words. */
export function fieldChanges(
  before: RegistryEntry,
  after: RegistryEntry,
  { gone, come, altered }: SplitClaims,
): readonly FieldChange[] {
  const named = before.publicRole && after.publicRole;
  const shown = (text: string | undefined): string | undefined =>
    named || text === undefined ? text : 'not shown of a person';
  const changes: FieldChange[] = [];
  for (const field of personal) {
    if (before[field] !== after[field]) changes.push(aChange(field, shown(before[field]), shown(after[field])));
  }
  for (const field of plain) {
    if (before[field] !== after[field]) changes.push(aChange(field, wordOf(before[field]), wordOf(after[field])));
  }
  for (const pair of altered) {
    changes.push(aChange('accounts', accountDetailOf(pair.before, named), accountDetailOf(pair.after, named)));
  }
  for (const claim of gone) changes.push(aChange(listOf(claim.kind), claimDetail(claim, named), undefined));
  for (const claim of come) changes.push(aChange(listOf(claim.kind), undefined, claimDetail(claim, named)));
  changes.push(...evidenceChanges(before.evidence, after.evidence, named));
  return changes.sort(byFieldAndWords);
}

function aChange(field: string, before: string | undefined, after: string | undefined): FieldChange {
  return {
    field,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function listOf(kind: 'account' | 'host'): string {
  return kind === 'account' ? 'accounts' : 'hosts';
}

function wordOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}

/** A finding that gained an archive copy is one change, not one taken away and one added. */
function evidenceChanges(
  before: readonly RegistryEvidence[],
  after: readonly RegistryEvidence[],
  named: boolean,
): readonly FieldChange[] {
  const old = byFinding(before);
  const young = byFinding(after);
  const changes: FieldChange[] = [];
  for (const [key, one] of old) {
    const other = young.get(key);
    if (other === undefined) changes.push(aChange('evidence', evidenceWords(one, named), undefined));
    else if (copyKey(one) !== copyKey(other)) {
      changes.push(aChange('evidence', evidenceWords(one, named), evidenceWords(other, named)));
    }
  }
  for (const [key, one] of young) {
    if (!old.has(key)) changes.push(aChange('evidence', undefined, evidenceWords(one, named)));
  }
  return changes;
}

/** Of two copies of one finding the one that sorts last, so that their order does not matter. */
function byFinding(evidence: readonly RegistryEvidence[]): ReadonlyMap<string, RegistryEvidence> {
  const sorted = evidence.toSorted((a, b) => (copyKey(a) < copyKey(b) ? -1 : 1));
  return new Map(sorted.map((one) => [findingKey(one), one]));
}

function copyKey({ archiveUrl, retrievedAt, contentHash }: RegistryEvidence): string {
  return JSON.stringify([archiveUrl, retrievedAt?.getTime(), contentHash]);
}

const order: readonly string[] = [...personal, ...plain, 'accounts', 'hosts', 'evidence'];

function byFieldAndWords(a: FieldChange, b: FieldChange): number {
  const [left, right] = [a, b].map(({ before, after }) => JSON.stringify([before, after]));
  return order.indexOf(a.field) - order.indexOf(b.field) || ((left ?? '') < (right ?? '') ? -1 : 1);
}
