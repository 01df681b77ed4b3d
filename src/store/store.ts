/**
 * What the program keeps and asks, one small contract per kind of state. One PostgreSQL behind all of them.
 *
 * Every method that writes is one transaction; after `kill -9` it happened whole or not at all, and doing it again
 * adds nothing.
 */
import type { CampaignAction, SentAlert } from '../alert/alert.ts';
import type { Campaign, Level } from '../campaign/campaign.ts';
import type { RulesFit } from '../campaign/fit-rules.ts';
import type { Label } from '../campaign/label.ts';
import type { Detection, KeyKind, StateEntry } from '../detector/detector.ts';
import type { NamingRequest, NewNaming } from '../export/naming.ts';
import type { TechniqueDecision } from '../export/technique.ts';
import type { Message } from '../message/message.ts';
import type { AccountFact, AccountStatus, Post, Span } from '../post/post.ts';
import type { RegistryEntry, RegistrySnapshot } from '../registry/registry.ts';

export interface PostRef {
  readonly platform: string;
  readonly id: string;
}

/** What a platform counted without giving the posts; see `CountBucket` in source/source.ts. */
export interface StoredCount {
  readonly platform: string;
  readonly key: string;
  readonly at: Date;
  readonly seconds: number;
  readonly posts: number;
  readonly tone?: number | undefined;
}

/** What a page of a source carries; see `Page` in source/source.ts. */
export interface KeepPage {
  readonly posts: readonly Post[];
  readonly accounts?: readonly AccountFact[] | undefined;
  /** Their text and raw payload are purged; ids, counts, tags and links stay. */
  readonly deletes?: readonly PostRef[];
  readonly gaps?: readonly (Span & { readonly reason: string })[];
  readonly counts?: readonly StoredCount[] | undefined;
  readonly raw?: readonly (PostRef & { readonly payload: unknown })[] | undefined;
  /** Absent: the source's cursor is left as it is (imports). */
  readonly cursor?: unknown;
  readonly watermark?: Date | undefined;
}

export interface KeptPage {
  /** Posts not seen before. */
  readonly added: number;
  /** Posts known already; tags, links and newer counts were merged in. */
  readonly known: number;
  readonly deleted: number;
}

export interface SourceState {
  readonly sourceId: string;
  /** Absent for imports. */
  readonly platform?: string | undefined;
  readonly cursor: unknown;
  readonly watermark?: Date | undefined;
  /** When it was last asked, with or without success. */
  readonly lastPolledAt?: Date | undefined;
  /** When it was last asked with success. */
  readonly lastReadAt?: Date | undefined;
  readonly lastError?: string | undefined;
  readonly trouble?: SourceTrouble | undefined;
  readonly posts: number;
}

/** Since when and why a source is not read. */
export interface SourceTrouble {
  readonly kind: string;
  readonly since: Date;
  /** Failures in a row; waits and our own budget do not count. */
  readonly failures: number;
  /** It is not asked before. Absent: at its next turn. */
  readonly notBefore?: Date | undefined;
}

export interface StoredGap extends Span {
  readonly sourceId: string;
  readonly platform?: string | undefined;
  readonly coverage: 'platform' | 'part';
  readonly reason: string;
}

/** Which source a page or a trouble is of; see `Source` in source/source.ts. */
export interface SourceName {
  readonly id: string;
  readonly platform: string;
  readonly coverage: 'platform' | 'part';
}

/** What is kept of a source besides its posts. */
export interface SourceStore {
  /** One holder at a time; `false` while somebody else holds it. The holder may take it again. */
  takeLease(sourceId: string, holder: string, leaseMs: number, now: Date): Promise<boolean>;
  releaseLease(sourceId: string, holder: string): Promise<void>;
  state(sourceId: string): Promise<SourceState | undefined>;
  /** A run ended well: trouble is over. An open gap is closed at `now`, or taken back when `filled`. */
  noteRead(source: SourceName, filled: boolean, now: Date): Promise<void>;
  /** A run ended in trouble: counts failures, and opens a gap since the last success or lengthens it to `now`. */
  noteTrouble(source: SourceName, trouble: NewTrouble, now: Date): Promise<SourceTrouble>;
  /**
   * Counts before the call: adds to the purse's day and month in one step, unless a limit would be passed; then what
   * is left stays as it is and `until` says when the purse is filled again. A negative amount gives back.
   */
  spend(spending: Spending, now: Date): Promise<{ readonly ok: boolean; readonly until?: Date | undefined }>;
  /** What the purse has spent on the day and in the month of `now`; the amount is not looked at. */
  spent(spending: Spending, now: Date): Promise<{ readonly day: number; readonly month: number }>;
  countsOf(question: CountQuestion): Promise<readonly StoredCount[]>;
  /** Raw items of a span of reading, oldest first. */
  rawItems(question: RawQuestion): AsyncIterable<StoredRaw>;
  /** Removes raw items read before, and says how many. */
  pruneRaw(before: Date): Promise<number>;
}

/** Which accounts are worth asking their platform about. */
export interface AccountChecks {
  /** Known accounts without creation date or followers, not asked about since `checkedBefore`; latest active first. */
  lacking(question: LackingQuestion): Promise<readonly string[]>;
  /** They were asked about now, whatever came. */
  note(platform: string, accountIds: readonly string[], now: Date): Promise<void>;
  prune(before: Date): Promise<number>;
}

interface LackingQuestion {
  readonly platform: string;
  /** Only these. Absent: all of the platform. */
  readonly accountIds?: readonly string[] | undefined;
  readonly activeSince?: Date | undefined;
  readonly checkedBefore: Date;
  readonly limit: number;
}

export interface NewTrouble {
  readonly kind: string;
  /** Shown to people: one phrase. */
  readonly message: string;
  readonly notBefore?: Date | undefined;
  /** Counts towards `failures`. */
  readonly failure: boolean;
  /** Opens or lengthens a gap: nothing is read meanwhile. */
  readonly gap: boolean;
}

export interface Spending {
  readonly purse: string;
  readonly unit: string;
  readonly amount: number;
  readonly day?: number | undefined;
  readonly month?: number | undefined;
  /** IANA zone in which days and months begin. */
  readonly zone: string;
}

export interface CountQuestion extends Span {
  readonly platform: string;
  /** Absent: all keys. */
  readonly keys?: readonly string[] | undefined;
}

export interface RawQuestion {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly sourceId?: string | undefined;
  readonly post?: PostRef | undefined;
}

export interface StoredRaw extends PostRef {
  readonly sourceId: string;
  readonly readAt: Date;
  readonly payload: unknown;
}

export interface KeyQuestion extends Span {
  /** Absent: every platform. */
  readonly platform?: string | undefined;
  readonly keyKind: KeyKind;
  /** As in a detection. Accounts, groups, networks and texts are found by `accountIds`, families by `tags`. */
  readonly key: string;
  readonly tags?: readonly string[] | undefined;
  readonly accountIds?: readonly string[] | undefined;
  /** Newest first beyond this many are left out; default 20,000. */
  readonly limit?: number | undefined;
}

export interface StoreSummary {
  readonly posts: number;
  readonly accounts: number;
  readonly first?: Date | undefined;
  readonly last?: Date | undefined;
  readonly platforms: readonly { readonly platform: string; readonly posts: number }[];
}

/** Posts in arrival order up to a mark; marks only grow and survive restarts. */
export interface Arrivals {
  readonly posts: readonly Post[];
  /** Give it back to go on after these posts. */
  readonly mark: string;
}

export interface PostStore {
  /**
   * Keeps posts, deletes, gaps and the source's new cursor in one transaction. `(platform, id)` is unique: a known
   * post keeps its first `createdAt` and `seenAt`, takes the latest counts, the text of the highest edit, and gains
   * tags, links and media it lacked. A post known as deleted never gets its text back.
   */
  keepPage(source: string | SourceName, page: KeepPage, now: Date): Promise<KeptPage>;
  cursorOf(sourceId: string): Promise<unknown>;
  sourceStates(): Promise<readonly SourceState[]>;
  /** Gaps that touch the span; those that were filled later are left out. */
  gapsIn(span: Span): Promise<readonly StoredGap[]>;
  /** Posts that became visible after `mark` ('' = from the beginning), complete and without holes. */
  arrivedAfter(mark: string, limit: number): Promise<Arrivals>;
  /** The mark after everything stored now. */
  newestMark(): Promise<string>;
  /** Posts by `createdAt`, ties by id, in batches; a consistent snapshot. `platforms` absent: all. */
  readInOrder(
    span: Partial<Span>,
    platforms: readonly string[] | undefined,
    batch: number,
  ): AsyncIterable<readonly Post[]>;
  /** Posts carrying a key inside a span, by `createdAt`. */
  postsOf(question: KeyQuestion): Promise<readonly Post[]>;
  summary(): Promise<StoreSummary>;
  /** Removes posts created before `before` (whole month partitions where possible) and says how many. */
  prune(before: Date): Promise<number>;
}

export interface TagActivity {
  readonly tag: string;
  readonly posts: number;
  readonly accounts: number;
  readonly first: Date;
  readonly last: Date;
  readonly platforms: readonly { readonly platform: string; readonly posts: number }[];
  /** Posts per UTC day, days with posts only, ascending. */
  readonly days: readonly { readonly day: string; readonly posts: number; readonly accounts: number }[];
  readonly topLinks: readonly { readonly link: string; readonly posts: number; readonly accounts: number }[];
  readonly coTags: readonly { readonly tag: string; readonly posts: number }[];
}

export interface AccountActivity {
  readonly platform: string;
  readonly accountId: string;
  readonly handle?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly followers?: number | undefined;
  readonly status?: AccountStatus | undefined;
  readonly statusCheckedAt?: Date | undefined;
  readonly posts: number;
  readonly reposts: number;
  readonly first?: Date | undefined;
  readonly last?: Date | undefined;
  readonly topTags: readonly { readonly tag: string; readonly posts: number }[];
  /** Posts per hour of day, UTC, 24 numbers. */
  readonly hours: readonly number[];
}

/** Questions of the commands; each answers in well under three seconds on millions of posts. */
export interface Lookups {
  tagActivity(tag: string, span: Partial<Span>): Promise<TagActivity | undefined>;
  /** Tags seen that are most like the one asked for, most used first among equals. */
  nearestTags(tag: string, count: number): Promise<readonly { readonly tag: string; readonly posts: number }[]>;
  tagsStartingWith(prefix: string, count: number): Promise<readonly string[]>;
  /** By handle (without case) or native id; several platforms may answer. */
  findAccounts(handleOrId: string): Promise<readonly { readonly platform: string; readonly accountId: string }[]>;
  accountActivity(platform: string, accountId: string, span: Partial<Span>): Promise<AccountActivity | undefined>;
  /** Attributed activity: posts and accounts per group of account ids. */
  countPosts(
    platform: string,
    accountIds: readonly string[],
    span: Span,
  ): Promise<{ readonly posts: number; readonly accounts: number }>;
  /** Posts per language in a span, `und` where the platform gave none. */
  languages(span: Span): Promise<readonly { readonly lang: string; readonly posts: number }[]>;
}

/** Everything one detect tick leaves behind; kept in one transaction. */
export interface DetectTick {
  readonly at: Date;
  /** Arrival mark up to which posts were observed. */
  readonly mark: string;
  readonly changes: readonly StateEntry[];
  readonly detections: readonly Detection[];
  readonly campaigns: readonly Campaign[];
}

export interface DetectStore {
  progress(): Promise<{ readonly mark: string; readonly at: Date } | undefined>;
  loadState(detector: string): Promise<readonly StateEntry[]>;
  /** Refused (throws) when another process has kept a later tick since `progress` was read. */
  keepTick(tick: DetectTick): Promise<void>;
}

export interface CampaignQuestion {
  readonly openOnly?: boolean | undefined;
  readonly minLevel?: Level | undefined;
  /** Campaigns active in the span. */
  readonly span?: Span | undefined;
  readonly limit?: number | undefined;
}

export interface CampaignStore {
  /** Open campaigns and those ended since `endedSince`: what a tick may continue. */
  current(endedSince: Date): Promise<readonly Campaign[]>;
  /** Campaigns that were written since, by the database's clock; ended ones too. */
  changedSince(at: Date): Promise<readonly Campaign[]>;
  /** Keeps what a later look at its posts found; `false` when the campaign was changed meanwhile. */
  replace(campaign: Campaign): Promise<boolean>;
  byId(id: string): Promise<Campaign | undefined>;
  /** Newest activity first. */
  list(question: CampaignQuestion): Promise<readonly Campaign[]>;
  /** Campaigns whose id, key or tags equal or start with the text, newest first. */
  search(text: string, limit: number): Promise<readonly Campaign[]>;
  /** An action on a campaign; the first ack wins: `false` when somebody was earlier. */
  act(action: CampaignAction): Promise<boolean>;
  actionsOf(campaignIds: readonly string[]): Promise<readonly CampaignAction[]>;
}

export type DeliveryKind = 'alert' | 'reply' | 'digest' | 'notice';

export interface NewDelivery {
  /** Unique over all time: `campaign|target|kind|step`. */
  readonly id: string;
  readonly campaignId?: string | undefined;
  /** `platform:channel`. */
  readonly target: string;
  readonly kind: DeliveryKind;
  readonly message: Message;
  /** `post` makes a message, `edit` replaces the newest message of this campaign and target, `reply` goes under it. */
  readonly how: 'post' | 'edit' | 'reply';
  readonly version: number;
  readonly level?: Level | undefined;
  readonly accounts?: number | undefined;
  readonly growthTold?: number | undefined;
}

export interface ClaimedDelivery extends NewDelivery {
  readonly attempts: number;
  /** Reference of the parent message, for `edit` and `reply`. */
  readonly parentRef?: string | undefined;
  /** An earlier attempt ended with an unknown outcome, or its process died: ask `find` first. */
  readonly uncertain: boolean;
}

export type SettledDelivery =
  | { readonly outcome: 'sent'; readonly ref: string }
  | { readonly outcome: 'retry'; readonly at: Date; readonly reason: string; readonly uncertain: boolean }
  | { readonly outcome: 'dead'; readonly reason: string };

export interface Outbox {
  /** Rows whose id is known are left as they are. An unsent older `edit` of the same parent is superseded. */
  add(deliveries: readonly NewDelivery[], now: Date): Promise<number>;
  /**
   * Claims due deliveries for `leaseMs`: at most one per target, oldest first, and none for a target whose earlier
   * delivery is still claimed. An expired claim may be claimed again, as uncertain.
   */
  claim(now: Date, leaseMs: number, limit: number, platforms: readonly string[]): Promise<readonly ClaimedDelivery[]>;
  settle(id: string, outcome: SettledDelivery, now: Date): Promise<void>;
  /** The newest parent message per campaign and target, planned ones included. */
  sentAlerts(campaignIds: readonly string[]): Promise<readonly SentAlert[]>;
  /** Alert messages posted to a target since `since`, for the cap per hour. */
  countPosted(target: string, since: Date): Promise<number>;
  backlog(): Promise<{ readonly pending: number; readonly dead: number; readonly oldest?: Date | undefined }>;
  /** Campaign whose message has this reference, for answers in a thread. */
  campaignOf(target: string, ref: string): Promise<string | undefined>;
}

export interface DigestStore {
  /** Local date (`YYYY-MM-DD`) of the last digest planned for a target. */
  lastDigest(target: string): Promise<string | undefined>;
  /** Plans a digest once per target and local date, with its delivery, in one transaction; `false` when it was there. */
  planDigest(target: string, localDate: string, delivery: NewDelivery, now: Date): Promise<boolean>;
}

/** One edition of a registry source taken in, and what it changed. */
export interface RegistryEdition {
  readonly version: string;
  readonly source: string;
  readonly by: string;
  readonly at: Date;
  readonly added: number;
  readonly changed: number;
  readonly refused: number;
  /** Why, in the words of who did it. */
  readonly reason?: string | undefined;
}

/** What one edition did to one entry. */
export interface RegistryEvent {
  readonly version: string;
  readonly source: string;
  readonly by: string;
  readonly at: Date;
  readonly reason?: string | undefined;
  /** Absent: the entry was new. */
  readonly before?: RegistryEntry | undefined;
  readonly after: RegistryEntry;
}

/** An edition that was read again and waits for a person. */
export interface PendingEdition {
  /** `edition-4`: small, unique, never reused. */
  readonly id: string;
  readonly source: string;
  readonly at: Date;
  /** Registry version that the difference was computed against. */
  readonly against: string;
  /** Entries to be kept, each whole. */
  readonly entries: readonly RegistryEntry[];
  readonly refused: number;
  /** SHA-256 of what was read, so that the same content is not asked about twice. */
  readonly contentHash: string;
  readonly settled?: { readonly as: 'applied' | 'dismissed'; readonly by: string; readonly at: Date } | undefined;
}

/**
 * What an edition keeps; a function makes it from the registry of that moment, which nobody changes meanwhile: entries
 * made from an earlier one would take back what others kept since.
 */
export type EditionEntries = readonly RegistryEntry[] | ((current: RegistrySnapshot) => readonly RegistryEntry[]);

export interface RegistryStore {
  snapshot(): Promise<RegistrySnapshot>;
  /** The registry as it was: of a version, or at a moment; `undefined` when there was none of that name or before it. */
  snapshotOf(version: string | Date): Promise<RegistrySnapshot | undefined>;
  /** What happened to an entry, newest first. */
  history(entryId: string): Promise<readonly RegistryEvent[]>;
  /** Keeps it and gives it its id; an unsettled one of the same source is dismissed. */
  keepPending(pending: Omit<PendingEdition, 'id' | 'settled'>): Promise<PendingEdition>;
  /** Of a source the newest, settled or not; or the one with the id. */
  pending(question: { readonly id: string } | { readonly source: string }): Promise<PendingEdition | undefined>;
  unsettled(): Promise<readonly PendingEdition[]>;
  /** `false` when somebody settled it before. */
  settle(id: string, as: 'applied' | 'dismissed', by: string, at: Date): Promise<boolean>;
  /** Keeps entries (each whole, replacing its id) as a new edition with one event per changed entry. */
  keepEdition(edition: Omit<RegistryEdition, 'version'>, entries: EditionEntries): Promise<RegistryEdition>;
  editions(limit: number): Promise<readonly RegistryEdition[]>;
}

/** A message as the console shows it. */
export interface ConsoleMessage {
  readonly ref: string;
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly message: Message;
  readonly createdAt: Date;
  readonly editedAt?: Date | undefined;
}

export interface ConsoleStore {
  /** The same delivery id keeps one message; answers its reference. */
  keep(channel: string, deliveryId: string, message: Message, thread: string | undefined, now: Date): Promise<string>;
  replace(ref: string, message: Message, now: Date): Promise<boolean>;
  refOf(deliveryId: string): Promise<string | undefined>;
  /** Channels with messages, and the newest messages of one, oldest first. */
  channels(): Promise<readonly string[]>;
  messages(channel: string, limit: number): Promise<readonly ConsoleMessage[]>;
  /** Grows with every change: what a page asks for news with. */
  revision(): Promise<string>;
}

export interface AuditRecord {
  readonly at: Date;
  readonly by: string;
  readonly action: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export interface AuditStore {
  append(record: AuditRecord): Promise<void>;
  latest(limit: number): Promise<readonly AuditRecord[]>;
}

/** Small settings that must outlive a restart: the installation's secret, the sample clock. */
export interface SettingStore {
  /** The value kept first wins: two processes starting at once agree. */
  getOrCreate(name: string, create: () => string): Promise<string>;
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

export interface Store {
  readonly posts: PostStore;
  readonly sources: SourceStore;
  readonly accountChecks: AccountChecks;
  readonly lookups: Lookups;
  readonly detect: DetectStore;
  readonly campaigns: CampaignStore;
  readonly outbox: Outbox;
  readonly digests: DigestStore;
  readonly registry: RegistryStore;
  readonly console: ConsoleStore;
  readonly audit: AuditStore;
  readonly settings: SettingStore;
  readonly sharing: SharingStore;
  readonly labels: LabelStore;
  /** One round trip; throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What people decided about what leaves of a campaign. */
export interface SharingStore {
  /** Keeps a decision beside the earlier ones. */
  decide(decision: TechniqueDecision): Promise<void>;
  /** The newest decision about each technique, by technique. */
  decisionsOf(campaignId: string): Promise<readonly TechniqueDecision[]>;
  /** One request for an account counts at a time: a second one gives the first back, unless that has expired. */
  requestNaming(request: NewNaming): Promise<NamingRequest>;
  naming(id: string): Promise<NamingRequest | undefined>;
  /** Requests of a campaign, newest first, whatever became of them. */
  namingsOf(campaignId: string): Promise<readonly NamingRequest[]>;
  /**
   * `false` when it is confirmed already, expired, or made by the same person: a second reader is another one, which
   * the database itself enforces.
   */
  confirmNaming(id: string, reader: { readonly by: string; readonly byName: string }, at: Date): Promise<boolean>;
}

/** A campaign drawn for people to judge, and the chance it had. */
export interface AuditedCampaign {
  readonly campaignId: string;
  readonly probability: number;
}

/** What people judged, what they were asked to judge, and what was learned from it. */
export interface LabelStore {
  /** The same label twice is one. */
  keep(label: Label): Promise<void>;
  /** All labels, oldest first. */
  all(): Promise<readonly Label[]>;
  /** Campaigns opened in the span that never got above S4 and are judged by a score, by id. */
  auditCandidates(span: Span): Promise<readonly Pick<AuditedCampaign, 'campaignId'>[]>;
  /** The sample kept first for a week wins; answers the one that is kept. */
  keepAuditSample(week: string, drawn: readonly AuditedCampaign[]): Promise<readonly AuditedCampaign[]>;
  /** Chance with which a campaign was drawn last; `undefined` when it never was. */
  auditProbability(campaignId: string): Promise<number | undefined>;
  /** One a week; `false` when that week has one. */
  keepFit(fit: RulesFit): Promise<boolean>;
  /** Newest first. */
  fits(limit: number): Promise<readonly RulesFit[]>;
}
