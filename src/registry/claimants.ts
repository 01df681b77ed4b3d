/**
 * Every entry that claims an account or a host, at whatever time and of whatever status.
 *
 * The registry answers with one entry that matches at a time; this is for a person who wants to see the others, too.
 */
import { handleOn, platformForm } from './handle-form.ts';
import { type RegistryAccount, type RegistryEntry, stateKinds } from './registry.ts';
import type { Subject, SubjectAccount } from './subject.ts';

export interface Claimant {
  readonly entry: RegistryEntry;
  readonly by: 'native-id' | 'handle' | 'host';
  /** Absent for a host. */
  readonly account?: RegistryAccount | undefined;
  /** The host of the entry that matched. */
  readonly host?: string | undefined;
  /** Valid at the moment asked about; hosts have no span. */
  readonly valid: boolean;
}

/** Those that match at `at` first: standing before withdrawn, valid before not, native id before handle, then by id. */
export function claimantsOf(entries: readonly RegistryEntry[], subject: Subject, at: Date): readonly Claimant[] {
  // A link to `www.gov.cn` is kept without its `www.`; the site is registered with it.
  const suffixes = subject.host === undefined ? [] : [...suffixesOf(subject.host), `www.${subject.host}`];
  const asked = subject.accounts.map(formOf);
  const found: Claimant[] = [];
  for (const entry of entries) {
    found.push(...accountClaims(entry, asked, at));
    if (suffixes.length > 0) found.push(...hostClaims(entry, suffixes));
  }
  return found.sort((a, b) => weightOf(b, suffixes) - weightOf(a, suffixes) || (a.entry.id < b.entry.id ? -1 : 1));
}

function weightOf({ entry, by, valid, host }: Claimant, suffixes: readonly string[]): number {
  const standing = entry.status === 'withdrawn' ? 0 : 1_000;
  const speaksForState = stateKinds.includes(entry.kind) ? 1 : 0;
  const closeness = host === undefined ? (by === 'native-id' ? 20 : 10) : suffixes.length - suffixes.indexOf(host);
  return standing + (valid ? 500 : 0) + closeness + speaksForState;
}

/** The forms that are compared, made once for all entries. */
interface Asked {
  readonly platform: string | undefined;
  readonly nativeId: string | undefined;
  /** The handle as that platform compares it. */
  readonly handleOn: (platform: string) => string | undefined;
}

function formOf({ platform, handle, nativeId }: SubjectAccount): Asked {
  const forms = new Map<string, string>();
  return {
    platform: platform === undefined ? undefined : platformForm(platform),
    nativeId: nativeId?.trim(),
    handleOn(of) {
      if (handle === undefined) return undefined;
      const form = forms.get(of) ?? handleOn(of, handle);
      forms.set(of, form);
      return form;
    },
  };
}

function accountClaims(entry: RegistryEntry, asked: readonly Asked[], at: Date): readonly Claimant[] {
  const found: Claimant[] = [];
  for (const account of entry.accounts) {
    for (const one of asked) {
      const by = matchOf(account, one);
      if (by === undefined) continue;
      found.push({ entry, by, account, valid: isValid(account, at) });
      break;
    }
  }
  return found;
}

/** @param asked in the forms of `formOf` */
function matchOf(account: RegistryAccount, asked: Asked): 'native-id' | 'handle' | undefined {
  if (asked.platform !== undefined && asked.platform !== platformForm(account.platform)) return undefined;
  if (asked.nativeId !== undefined && account.nativeId !== undefined) {
    return account.nativeId.trim() === asked.nativeId ? 'native-id' : undefined;
  }
  const { platform, handle } = account;
  return handle !== undefined && handleOn(platform, handle) === asked.handleOn(platform) ? 'handle' : undefined;
}

/** Hosts of entries are in their compared form already. */
function hostClaims(entry: RegistryEntry, suffixes: readonly string[]): readonly Claimant[] {
  const [host] = entry.hosts.filter((one) => suffixes.includes(one)).sort((a, b) => b.length - a.length);
  return host === undefined ? [] : [{ entry, by: 'host', host, valid: true }];
}

/** `english.news.cn` → itself, `news.cn`, `cn`. */
function suffixesOf(host: string): readonly string[] {
  const labels = host.split('.');
  return labels.map((_label, i) => labels.slice(i).join('.'));
}

/** `validFrom` belongs to the span, `validTo` does not. */
function isValid({ validFrom, validTo }: RegistryAccount, at: Date): boolean {
  return (validFrom === undefined || at >= validFrom) && (validTo === undefined || at < validTo);
}
