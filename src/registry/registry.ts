/**
 * Who is attributed, by whom, since when and how sure: the record and the questions asked of it.
 *
 * Attribution is cited, never made: an entry without evidence is refused at import.
 */

export const entryKinds = [
  'state-media',
  'government',
  'diplomat',
  'party',
  'proxy-reported',
  'public-service-media',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Kinds that speak for a state; `proxy-reported` and public-service broadcasters are counted apart from them. */
export const stateKinds: readonly EntryKind[] = ['state-media', 'government', 'diplomat', 'party'];

/** How a channel stands to its state (the ladder of EEAS' third FIMI report), apart from how sure that is. */
export const controls = ['official', 'state-controlled', 'state-linked', 'state-aligned'] as const;
export type Control = (typeof controls)[number];

export const evidenceTypes = [
  'self-declared',
  'platform-label',
  'platform-takedown',
  'registry',
  'government-statement',
  'research',
  'analyst',
] as const;
type EvidenceType = (typeof evidenceTypes)[number];

/** Words for confidence in an analytic judgement (ICD 203). */
export const confidences = ['low', 'moderate', 'high'] as const;
export type Confidence = (typeof confidences)[number];

export const entryStatuses = ['active', 'disputed', 'withdrawn'] as const;
export type EntryStatus = (typeof entryStatuses)[number];

export interface RegistryAccount {
  readonly platform: string;
  /** Without `@`, as written; compared without case. */
  readonly handle?: string | undefined;
  /** Numeric id, DID …: matched before the handle. */
  readonly nativeId?: string | undefined;
  readonly validFrom?: Date | undefined;
  readonly validTo?: Date | undefined;
}

export interface RegistryEvidence {
  readonly type: EvidenceType;
  /** Whose finding it is: "ASD State Media Matrix 2024-02". */
  readonly source: string;
  readonly url?: string | undefined;
  readonly quote?: string | undefined;
  readonly date?: Date | undefined;
  readonly by?: string | undefined;
  /** Copy of the page in an archive. */
  readonly archiveUrl?: string | undefined;
  readonly retrievedAt?: Date | undefined;
  /** SHA-256 of what was retrieved, hex. */
  readonly contentHash?: string | undefined;
}

export interface RegistryEntry {
  /** Stable slug, unique in a registry: `cn-china-daily`. */
  readonly id: string;
  readonly name: string;
  readonly kind: EntryKind;
  /** ISO 3166-1 alpha-2, upper case; `XX` in the sample. */
  readonly state: string;
  /** State Media Monitor typology (SC, CaPu, CaPr, IP, ISFM, ISF, ISM) where the source gives one. */
  readonly typology?: string | undefined;
  readonly role?: string | undefined;
  readonly control?: Control | undefined;
  /** An institution or a person in public office; only these are named in messages. */
  readonly publicRole: boolean;
  readonly accounts: readonly RegistryAccount[];
  /** Registrable or longer hosts in lower case, matched by label suffix. */
  readonly hosts: readonly string[];
  readonly evidence: readonly RegistryEvidence[];
  readonly confidence: Confidence;
  /** Admiralty code such as `B2`. */
  readonly admiralty?: string | undefined;
  readonly status: EntryStatus;
  readonly notes?: string | undefined;
}

/** A registry at one moment: what every number in a message names. */
export interface RegistrySnapshot {
  /** `2026-11-20`, or `2026-11-20.2` for the second edition of a day; `none` while nothing is imported. */
  readonly version: string;
  readonly entries: readonly RegistryEntry[];
}

export interface Attribution {
  readonly entry: RegistryEntry;
  readonly by: 'native-id' | 'handle' | 'host';
}

export interface AccountQuestion {
  readonly platform: string;
  readonly accountId?: string | undefined;
  readonly handle?: string | undefined;
}

export interface Registry {
  readonly version: string;
  readonly entries: readonly RegistryEntry[];
  /**
   * Native id before handle, valid at `at`; withdrawn entries never match, and `sample` only matches the sample. Accounts of
   * `web` and `news` are outlets, named by their host, and match as hosts do.
   */
  findAccount(question: AccountQuestion, at: Date): Attribution | undefined;
  /** Longest host that equals `host` or is a label suffix of it (`news.cn` matches `english.news.cn`, not `fakenews.cn`). */
  findHost(host: string, at: Date): Attribution | undefined;
  /** Registered handles most like the one asked for, best first. */
  nearestHandles(handle: string, count: number): readonly string[];
  /** Registered hosts that the one asked for looks like: homoglyphs, typing errors; best first. Never a match. */
  nearestHosts(host: string, count: number): readonly string[];
}
