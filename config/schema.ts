/**
 * What can be set in the configuration file. An empty file is valid: every key has a default, or may be absent.
 *
 * Unknown keys are errors. Tokens and addresses with passwords are no part of it (`secrets.ts`).
 */
import { join } from 'node:path';
import { z } from 'zod';
import { levels } from '../src/campaign/campaign.ts';
import { AttributedAccountSettings } from '../src/detector/attributed-account.ts';
import { AttributedBurstSettings } from '../src/detector/attributed-burst.ts';
import { HashtagBurstSettings } from '../src/detector/burst-settings.ts';
import { CoShareSettings } from '../src/detector/co-share-detector.ts';
import { normalTag } from '../src/post/normal-form.ts';
import { hostForm } from '../src/registry/host-form.ts';
import { BlueskySettings } from '../src/source/bluesky/settings.ts';
import { FeedSettings } from '../src/source/feed/settings.ts';
import { fileFormats } from '../src/source/file/file-format.ts';
import { GdeltSettings } from '../src/source/gdelt/settings.ts';
import { MastodonSettings } from '../src/source/mastodon/settings.ts';
import { TelegramSettings } from '../src/source/telegram/settings.ts';
import { XSettings } from '../src/source/x/settings.ts';
import { YoutubeSettings } from '../src/source/youtube/settings.ts';

const Enabled = z.union([z.boolean(), z.literal('auto')], { error: 'expected true, false or auto' });
const Minutes = z.int().min(1).max(1440);
const Port = z.int().min(0).max(65_535);
const MinLevel = z.enum(levels);
const LogLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);
const Url = z.url({ protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' });

const Target = z
  .string()
  .regex(
    /^(?:console:[a-z0-9][a-z0-9-]*|slack:[CDG][A-Z0-9]+|discord:\d+)$/,
    'expected console:NAME, slack:ID or discord:ID; the id of a channel, not its name',
  );

const Zone = z.string().refine(isZone, 'expected the name of a time zone, for instance Europe/Berlin or UTC');
const WallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day as HH:MM, 00:00 to 23:59');
const Tag = z.string().transform(normalTag).pipe(z.string().min(1, 'expected a tag'));
const Host = z.string().transform((host, context) => {
  const form = hostForm(host);
  if (form !== undefined) return form;
  context.addIssue({ code: 'custom', message: 'expected a host name, for instance example.org' });
  return z.NEVER;
});

const Route = z.strictObject({
  target: Target,
  minLevel: MinLevel.default('S2'),
  platforms: z.array(z.string().min(1).toLowerCase()).optional(),
  kinds: z.array(z.enum(['hashtag-campaign', 'attributed-burst', 'co-share'])).optional(),
});

const Digest = z.strictObject({
  target: Target,
  zone: Zone.default('UTC'),
  at: WallTime.default('08:00'),
  minLevel: MinLevel.default('S3'),
});

const Slack = z.strictObject({
  enabled: Enabled.default('auto'),
  mode: z.enum(['socket', 'http']).default('socket'),
  port: Port.default(4281),
  // Slack allows lower-case letters, digits, dashes and underscores in the name of a command.
  commandPrefix: z
    .string()
    .regex(/^[a-z0-9_-]*$/, 'expected lower-case letters, digits, - and _ only')
    .default(''),
  apiUrl: Url.optional(),
});

const Discord = z.strictObject({
  enabled: Enabled.default('auto'),
  guildId: z
    .string({ error: 'expected an id in quotes: as a number it would lose its last digits' })
    .regex(/^\d+$/, 'expected the id of a server')
    .optional(),
  apiUrl: Url.optional(),
});

const Sample = z.strictObject({
  enabled: Enabled.default('auto'),
  hourMs: z.number().positive().default(600),
  seed: z.string().min(1).default('tocsin'),
});

const Columns = z.strictObject({
  object: z.string().min(1),
  account: z.string().min(1),
  time: z.string().min(1),
  post: z.string().min(1).optional(),
  text: z.string().min(1).optional(),
});

const Folder = z.strictObject({
  path: z.string().min(1).optional(),
  everyMinutes: Minutes.default(1),
  format: z.enum(fileFormats).optional(),
  platform: z.string().min(1).toLowerCase().optional(),
  columns: Columns.optional(),
  objectKind: z.enum(['tag', 'link', 'repost']).optional(),
  platformByPrefix: z.record(z.string().min(1), z.string().min(1)).optional(),
  zone: Zone.optional(),
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
  mapping: z.string().min(1).optional(),
});

const Admin = z.strictObject({ target: Target.default('console:admin') });

const Enrich = z.strictObject({
  everyMinutes: Minutes.default(15),
  perRun: z.int().min(0).max(10_000).default(200),
  everybody: z.boolean().default(false),
});

const Sources = z.strictObject({
  sample: Sample.prefault({}),
  folder: Folder.prefault({}),
  bluesky: BlueskySettings.prefault({}),
  x: XSettings.prefault({}),
  feeds: FeedSettings.prefault({}),
  telegram: TelegramSettings.prefault({}),
  mastodon: MastodonSettings.prefault({}),
  gdelt: GdeltSettings.prefault({}),
  youtube: YoutubeSettings.prefault({}),
});

const Console = z.strictObject({
  enabled: z.boolean().default(true),
  host: z.string().min(1).default('127.0.0.1'),
  port: Port.default(4280),
  allowedHosts: z.array(z.string().min(1)).default([]),
});

const Watch = z.strictObject({
  tags: z.array(Tag).default([]),
  hosts: z.array(Host).default([]),
  // Tags that people declare to be one subject; none is ever joined by itself.
  families: z.record(z.string().min(1).max(60), z.array(Tag).min(2, 'expected at least two tags')).default({}),
});

const Edition = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected small letters, digits and hyphens'),
  // A path, or an address that is read over https.
  from: z.string().min(1),
  everyHours: z.int().min(1).max(8760).default(24),
  apply: z.enum(['ask', 'at-once']).default('ask'),
});

const Registry = z.strictObject({
  includeOfficials: z.boolean().default(false),
  files: z.array(z.string().min(1)).default([]),
  editions: z.array(Edition).default([]),
});

const Stance = z.strictObject({
  lexicons: z.array(z.string().min(1)).default([]),
  model: z.strictObject({ name: z.string().min(1).max(60), command: z.array(z.string().min(1)).min(1) }).optional(),
});

const User = z
  .string()
  .regex(/^(?:console:console|slack:[UW][A-Z0-9]+|discord:\d+)$/, 'expected console:console, slack:U… or discord:ID');

// A detector's settings stand with the detector; here they only become strict.
const Detect = z.strictObject({
  everyMinutes: Minutes.default(1),
  hashtag: z.strictObject(HashtagBurstSettings.shape).prefault({}),
  attributed: z.strictObject(AttributedBurstSettings.shape).prefault({}),
  account: z.strictObject(AttributedAccountSettings.shape).prefault({}),
  coShare: z.strictObject(CoShareSettings.shape).prefault({}),
});

const Alerts = z.strictObject({
  capPerHour: z.int().min(1).default(6),
  snoozeHours: z.int().min(1).max(720).default(24),
});

const File = z.strictObject({
  dataDir: z.string().min(1).default('./data'),
  console: Console.prefault({}),
  chat: z.strictObject({ slack: Slack.prefault({}), discord: Discord.prefault({}) }).prefault({}),
  routes: z.array(Route).default([{ target: 'console:alerts', minLevel: 'S2' }]),
  digests: z.array(Digest).default([{ target: 'console:digest', zone: 'UTC', at: '08:00', minLevel: 'S3' }]),
  admin: Admin.prefault({}),
  admins: z.array(User).default(['console:console']),
  allowChannels: z.array(Target).optional(),
  watch: Watch.prefault({}),
  registry: Registry.prefault({}),
  stance: Stance.prefault({}),
  sources: Sources.prefault({}),
  calendars: z.array(z.string().min(1)).default([]),
  enrich: Enrich.prefault({}),
  detect: Detect.prefault({}),
  alerts: Alerts.prefault({}),
  retention: z
    .strictObject({ postDays: z.int().min(1).default(400), rawDays: z.int().min(0).default(14) })
    .prefault({}),
  mark: z.string().min(1).max(60).default('TLP:AMBER'),
  log: z.strictObject({ level: LogLevel.default('info') }).prefault({}),
});

/** The file's shape with all defaults filled in. The inbox lies in the data folder unless it is set. */
export const Config = File.transform(({ sources, ...config }) => ({
  ...config,
  sources: { ...sources, folder: { ...sources.folder, path: sources.folder.path ?? join(config.dataDir, 'inbox') } },
}));
export type Config = z.infer<typeof Config>;

function isZone(zone: string): boolean {
  // Intl takes offsets, too, but they are wrong half of the year.
  if (/^[+-]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
