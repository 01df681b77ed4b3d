/** Entries, accounts, hosts and evidence in the words of a difference. Persons without a public role stay unnamed. */
import { accountText, type Claim } from './claim.ts';
import type { RegistryAccount, RegistryEntry, RegistryEvidence } from './registry.ts';
import { shownName } from './shown-name.ts';

export interface DiffEntry {
  readonly id: string;
  /** Of an entry without a public role: no name. */
  readonly name: string;
}

export function entryWords(entry: RegistryEntry | undefined): readonly DiffEntry[] {
  if (entry === undefined) return [];
  return [{ id: entry.id, name: shownName(entry) }];
}

/** Which account or host it is, without its details. */
export function claimWords(claim: Claim, named: boolean): string {
  if (!named) return unnamed(claim);
  return claim.kind === 'host' ? claim.host : accountText(claim.account);
}

export function claimDetail(claim: Claim, named: boolean): string {
  if (!named) return unnamed(claim);
  return claim.kind === 'host' ? claim.host : accountDetail(claim.account);
}

export function accountDetailOf(account: RegistryAccount, named: boolean): string {
  return claimDetail({ kind: 'account', account }, named);
}

/** `x @ChinaDaily, id 87775422, from 2009-11-05 to 2023-05-01`: differs whenever the account does. */
export function accountDetail(account: RegistryAccount): string {
  const { handle, nativeId, validFrom, validTo } = account;
  const parts = [accountText(account)];
  if (handle !== undefined && nativeId !== undefined) parts.push(`id ${nativeId}`);
  const span = [validFrom && `from ${dateWords(validFrom)}`, validTo && `to ${dateWords(validTo)}`];
  const words = span.filter((one) => one !== undefined).join(' ');
  return [...parts, ...(words === '' ? [] : [words])].join(', ');
}

function unnamed(claim: Claim): string {
  return claim.kind === 'host' ? 'a host, not named' : `${claim.account.platform} account, not named`;
}

/** `registry: ASD State Media Matrix 2024-02, 2024-02-07, https://…, archived` */
export function evidenceWords(evidence: RegistryEvidence, named: boolean): string {
  const { type, source, url, quote, date, by, archiveUrl, retrievedAt, contentHash } = evidence;
  const parts = [`${type}: ${source}`];
  if (date !== undefined) parts.push(dateWords(date));
  // An address or a quotation may name the person.
  if (named && by !== undefined) parts.push(`by ${by}`);
  if (named && quote !== undefined) parts.push(`"${cut(quote)}"`);
  if (named && url !== undefined) parts.push(url);
  if (archiveUrl !== undefined) parts.push(named ? `archived at ${archiveUrl}` : 'archived');
  if (retrievedAt !== undefined) parts.push(`retrieved ${dateWords(retrievedAt)}`);
  if (contentHash !== undefined) parts.push(`SHA-256 ${contentHash.slice(0, 12)}…`);
  return parts.join(', ');
}

/** Midnight is how a day is kept; any other time is shown whole. */
function dateWords(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}

/** A difference is for looking over, not for reading sources. */
const longestQuote = 80;

function cut(quote: string): string {
  return quote.length > longestQuote ? `${quote.slice(0, longestQuote)}…` : quote;
}
