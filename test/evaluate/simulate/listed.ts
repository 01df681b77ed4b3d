/**
 * The listed accounts of a world: invented bodies of invented states, what they post every day, and the registry that
 * names them. State codes are from the range that ISO 3166-1 leaves to its users; no such institution exists.
 */
import { dayMs, hourMs } from '../../../src/post/post.ts';
import { createRegistry } from '../../../src/registry/create-registry.ts';
import type { EntryKind, Registry, RegistryEntry } from '../../../src/registry/registry.ts';
import { createPen, type Draft, someLikes } from './draft.ts';
import type { SimulationParameters } from './parameters.ts';
import { type Account, createAccount, type Group, plainWord } from './population.ts';
import { createRandom, itemAt, type Random } from './random.ts';
import { headline, newLink, newTag } from './text.ts';

export interface ListedAccount {
  readonly account: Account;
  readonly group: Group;
  readonly state: string;
  readonly kind: EntryKind;
  readonly host: string;
  readonly postsPerDay: number;
  /** Tags that it uses, most used first. */
  readonly topics: readonly string[];
}

export interface Listed {
  readonly accounts: readonly ListedAccount[];
  readonly registry: Registry;
  readonly drafts: readonly Draft[];
}

export function createListed(parameters: SimulationParameters, groups: readonly Group[], seed: number): Listed {
  const random = createRandom(seed, 'listed');
  const accounts = createAccounts(parameters, groups, random);
  const entries = accounts.map((one, index) => entryOf(one, index, parameters));
  return {
    accounts,
    registry: createRegistry({ version: parameters.from.toISOString().slice(0, 10), entries }),
    drafts: everyday(accounts, parameters, random),
  };
}

const kinds: readonly EntryKind[] = ['state-media', 'state-media', 'diplomat', 'government', 'diplomat'];

function createAccounts(
  parameters: SimulationParameters,
  groups: readonly Group[],
  random: Random,
): readonly ListedAccount[] {
  const main = itemAt(groups, 0).parameters.platform;
  const homes = groups.filter(({ parameters: { platform } }) => platform === main);
  const states = parameters.listedStates.map((state) => ({
    state,
    topics: homes.map(({ words }) => Array.from({ length: 8 }, () => newTag(words, random))),
  }));
  return Array.from({ length: parameters.listedAccounts }, (_, index) => {
    const { state, topics } = itemAt(states, index % states.length);
    const kind = itemAt(kinds, Math.floor(index / states.length) % kinds.length);
    // Half of them speak the first language of their platform.
    const home = random.chance(0.5) ? 0 : random.below(homes.length);
    const group = itemAt(homes, home);
    const createdAt = new Date(Date.UTC(random.whole(2010, 2021), random.below(12), random.whole(1, 28)));
    const id = `${900_000 + index}`;
    return {
      account: {
        ...createAccount(parameters, random, { id, platform: main, lang: group.parameters.lang, createdAt }),
        handle: `${plainWord(random)}_${state.toLowerCase()}${index}`,
        followers: Math.round(random.lognormal(40_000, 1.5)),
        reach: random.lognormal(1.5, 0.5),
      },
      group,
      state,
      kind,
      host: `outlet${index}.${state.toLowerCase()}.example`,
      postsPerDay: random.lognormal(parameters.listedPostsPerDay, 0.7),
      topics: random.some(itemAt(topics, home), random.whole(3, 6)),
    };
  });
}

function entryOf(
  { account, state, kind, host }: ListedAccount,
  index: number,
  { from }: SimulationParameters,
): RegistryEntry {
  return {
    id: `${state.toLowerCase()}-invented-${index}`,
    name: `Invented ${kind} ${index} of ${state}`,
    kind,
    state,
    publicRole: true,
    accounts: [{ platform: account.platform, handle: account.handle, nativeId: account.id }],
    hosts: kind === 'state-media' ? [host] : [],
    evidence: [
      { type: 'registry', source: 'Invented list of a simulated world', date: new Date(from.getTime() - 90 * dayMs) },
    ],
    confidence: 'high',
    status: 'active',
  };
}

/** Office hours of the home of each, fewer at weekends; now and then one repeats another of its state. */
function everyday(
  accounts: readonly ListedAccount[],
  parameters: SimulationParameters,
  random: Random,
): readonly Draft[] {
  const pen = createPen('l');
  const drafts: Draft[] = [];
  const saidBy = new Map<string, Draft[]>();
  for (const { account, group, host, postsPerDay, topics, state } of accounts) {
    const said: Draft[] = [];
    const others = saidBy.get(state) ?? [];
    for (let day = 0; day < parameters.days; day += 1) {
      const dayStart = parameters.from.getTime() + day * dayMs;
      const isWeekend = [0, 6].includes(new Date(dayStart).getUTCDay());
      for (let left = random.count(postsPerDay * (isWeekend ? 0.45 : 1.2), 1.6); left > 0; left -= 1) {
        const atMs = dayStart + ((group.parameters.peakHour - 9 + 11 * random.next() + 24) % 24) * hourMs;
        const parent = others.length > 0 && random.chance(0.24) ? random.pick(others) : undefined;
        if (parent !== undefined && parent.atMs < atMs) {
          drafts.push(pen.repost(account, atMs, parent));
          continue;
        }
        const tags = random.chance(0.65) ? [itemAt(topics, Math.floor(topics.length * random.next() ** 1.6))] : [];
        const links = random.chance(0.5) ? [newLink(host, random)] : [];
        const likes = someLikes(random, account.reach);
        said.push(pen.write(account, atMs, { text: headline(group.words, random), tags, links, likes }));
      }
    }
    drafts.push(...said);
    saidBy.set(state, [...others, ...said]);
  }
  return drafts;
}
