/** What the settings will cost a month, told before they are used. X prices by the item. */
import type { XSettings } from './settings.ts';

export interface XCostEstimate {
  /** Without the posts of search, whose number nobody knows before. */
  readonly usdPerMonth: number;
  readonly lines: readonly string[];
}

const minutesPerMonth = 30 * 24 * 60;
/** What an attributed account is taken to post a day; outlets post more, diplomats less. */
const postsPerDay = 10;

export function estimateXCost(
  settings: XSettings,
  watched: { readonly tags: number; readonly accounts: number },
): XCostEstimate {
  const counted = countCost(settings, watched.tags);
  const read = accountCost(settings, watched.accounts);
  const { usdPerDay, usdPerMonth } = settings.budget;
  const total = counted.usd + read.usd;
  const lines = [
    ...counted.lines,
    ...read.lines,
    `posts of what is unusual: ${money(settings.prices.post * 1000)} for each 1,000`,
    ...Object.keys(settings.rules).map(
      (name) => `rule "${name}": ${money(settings.prices.post * 1000)} for each 1,000 posts`,
    ),
    `never more than ${money(usdPerDay)} a day and ${money(usdPerMonth)} a month`,
  ];
  const short = total > usdPerMonth || total / 30 > usdPerDay;
  return {
    usdPerMonth: total,
    lines: short ? [...lines, 'this is more than the budget: reading will stop when the budget is spent'] : lines,
  };
}

interface Part {
  readonly usd: number;
  readonly lines: readonly string[];
}

function countCost({ counts, queries, prices }: XSettings, tags: number): Part {
  const keys = tags + Object.keys(queries).length;
  if (keys === 0) return { usd: 0, lines: [] };
  const usd = cents((keys * minutesPerMonth * prices.count) / counts.everyMinutes);
  const what =
    Object.keys(queries).length === 0 ? plural(tags, 'tag') : plural(keys, 'tag or query', 'tags and queries');
  return { usd, lines: [`${what} counted every ${counts.everyMinutes} min: about ${money(usd)} a month`] };
}

function accountCost({ accounts, prices }: XSettings, number: number): Part {
  if (accounts === 'off' || number === 0) return { usd: 0, lines: [] };
  const price = accounts === 'activity' ? prices.activity : prices.post;
  const usd = cents(number * postsPerDay * 30 * price);
  return { usd, lines: [`${plural(number, 'account')} at ${postsPerDay} posts a day: about ${money(usd)} a month`] };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

function plural(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

function money(usd: number): string {
  const digits = Number.isInteger(usd) ? 0 : 2;
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
