/** The rules of the filtered stream: those configured, and the watched accounts; made equal at X to what is wanted. */
import type { PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi } from './api.ts';
import { packTerms } from './queries.ts';
import { readEach, XRule } from './schema.ts';
import { longestRule, type XSettings } from './settings.ts';

export interface WantedRule {
  readonly value: string;
  readonly tag: string;
}

/** Marks the rules that are ours; those of other programs are left alone. */
const ourTag = 'tocsin ';
/** A self-serve key has so many rules (docs.x.com, filtered stream). */
const mostRules = 1000;
const atOnce = 100;
const mostPages = 20;

export function wantedRules(settings: XSettings, accountIds: readonly string[]): readonly WantedRule[] {
  const named = Object.entries(settings.rules).map(([name, value]) => ({ value, tag: `${ourTag}rule ${name}` }));
  const terms = settings.accounts === 'stream' ? accountIds.map((id) => `from:${id}`) : [];
  const ofAccounts = packTerms(terms, longestRule).map((value) => ({ value, tag: `${ourTag}accounts` }));
  return [...named, ...ofAccounts].slice(0, mostRules);
}

/** Says how many rules X did not take. */
export async function syncRules(api: XApi, wanted: readonly WantedRule[], context: PollContext): Promise<number> {
  const existing = await listRules(api, context);
  const keyOf = ({ value, tag }: { value: string; tag?: string | undefined }): string => `${tag ?? ''}\n${value}`;
  const wantedKeys = new Set(wanted.map(keyOf));
  const known = new Set(existing.map(keyOf));
  // A tag cannot be changed at X: a rule whose tag differs is another rule.
  const dead = existing.filter((rule) => rule.tag?.startsWith(ourTag) === true && !wantedKeys.has(keyOf(rule)));
  const missing = wanted.filter((rule) => !known.has(keyOf(rule)));
  // New rules first, so that nothing is unread between the two; where there is no room for both, the old ones go first.
  const hasRoom = existing.length + missing.length <= mostRules;
  if (!hasRoom) await remove(api, dead, context);
  const refused = await add(api, missing, context);
  if (hasRoom) await remove(api, dead, context);
  return refused;
}

async function listRules(api: XApi, context: PollContext): Promise<readonly (typeof XRule)['_output'][]> {
  const rules = new Map<string, (typeof XRule)['_output']>();
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    context.signal.throwIfAborted();
    const answer = await api.get({ ...call, query: { pagination_token: token }, context });
    const before = rules.size;
    for (const rule of readEach(XRule, answer.data).items) rules.set(rule.id, rule);
    token = answer.meta?.next_token;
    if (token === undefined || rules.size === before) break;
  }
  return [...rules.values()];
}

const call = { limit: 'rules', path: '/2/tweets/search/stream/rules' };

async function remove(api: XApi, rules: readonly { readonly id: string }[], context: PollContext): Promise<void> {
  for (let at = 0; at < rules.length; at += atOnce) {
    const ids = rules.slice(at, at + atOnce).map(({ id }) => id);
    await api.post({ ...call, body: { delete: { ids } }, context });
  }
}

/** Tried dry first: one rule that X does not take would cost the others of its request. */
async function add(api: XApi, rules: readonly WantedRule[], context: PollContext): Promise<number> {
  let refused = 0;
  for (let at = 0; at < rules.length; at += atOnce) {
    const some = rules.slice(at, at + atOnce);
    const good = (await isTaken(api, some, context)) ? some : await eachTaken(api, some, context);
    refused += some.length - good.length;
    if (good.length > 0) await api.post({ ...call, body: { add: good }, context });
  }
  return refused;
}

async function eachTaken(
  api: XApi,
  rules: readonly WantedRule[],
  context: PollContext,
): Promise<readonly WantedRule[]> {
  if (rules.length === 1) return [];
  const good: WantedRule[] = [];
  for (const rule of rules) {
    context.signal.throwIfAborted();
    if (await isTaken(api, [rule], context)) good.push(rule);
  }
  return good;
}

async function isTaken(api: XApi, rules: readonly WantedRule[], context: PollContext): Promise<boolean> {
  try {
    const { errors } = await api.post({ ...call, query: { dry_run: 'true' }, body: { add: rules }, context });
    // That X has the rule already, under another program's tag, is no reason not to read by it.
    return (errors ?? []).every(({ title }) => title === 'DuplicateRule');
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'refused') return false;
    throw error;
  }
}
