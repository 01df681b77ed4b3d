/** What can be set of X. Prices are settings, since vendors change them (docs.x.com, pricing; August 2026). */
import { z } from 'zod';

/** X takes no longer query from a self-serve key (docs.x.com, build a query). */
export const longestQuery = 512;
/** And no longer rule (docs.x.com, filtered stream). */
export const longestRule = 1024;

const Minutes = z.int().min(1).max(1440);
const Usd = z.number().min(0).max(1_000_000);
const Name = z.string().min(1).max(100);

const WhenCountsOver = z.strictObject({
  atLeast: z.int().min(1).default(100),
  quantile: z.number().min(0.5).max(1).default(0.98),
});

const Search = z.strictObject({
  everyMinutes: Minutes.default(15),
  whenCountsOver: WhenCountsOver.prefault({}),
  always: z.array(z.string().min(1)).default([]),
  pagesPerRun: z.int().min(1).max(1000).default(20),
  usdPerRun: Usd.default(2),
  // An author may edit for half an hour; an edit is a new id that the index takes some minutes to hold.
  editLookBackMinutes: z.int().min(0).max(1440).default(35),
});

const Prices = z.strictObject({
  post: Usd.default(0.005),
  user: Usd.default(0.01),
  count: Usd.default(0.005),
  activity: Usd.default(0.005),
});

export const XSettings = z.strictObject({
  enabled: z.union([z.boolean(), z.literal('auto')], { error: 'expected true, false or auto' }).default('auto'),
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'expected a URL that begins with http:// or https://' })
    .default('https://api.x.com'),
  queries: z.record(Name, z.string().min(1).max(longestQuery)).default({}),
  counts: z.strictObject({ everyMinutes: Minutes.default(60) }).prefault({}),
  search: Search.prefault({}),
  accounts: z.enum(['off', 'timeline', 'activity', 'stream']).default('off'),
  timelines: z
    .strictObject({
      everyMinutes: Minutes.default(60),
      firstDays: z.int().min(1).max(365).default(7),
      pagesPerRun: z.int().min(1).max(10_000).default(500),
    })
    .prefault({}),
  rules: z.record(Name, z.string().min(1).max(longestRule)).default({}),
  prices: Prices.prefault({}),
  budget: z.strictObject({ usdPerDay: Usd.default(5), usdPerMonth: Usd.default(100) }).prefault({}),
});
export type XSettings = z.infer<typeof XSettings>;
