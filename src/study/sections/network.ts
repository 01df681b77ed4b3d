/** F11: accounts that share the same objects within seconds of each other, again and again, and their communities. */
import { type CoShareNetwork, coShareNetwork } from '../../detector/co-share.ts';
import { type Communities, findCommunities, type NetworkEdge } from '../../measure/communities.ts';
import type { ShareLog } from '../../measure/share-log.ts';
import { classesOf, isStateClass } from '../../measure/study/classes.ts';
import { entryOfAccount } from '../../measure/study/parent-entries.ts';
import { count } from '../../measure/words.ts';
import { number, text } from '../cells.ts';
import { coShareLogOf } from '../co-share-log.ts';
import type { StudyContext } from '../context.ts';
import type { Cell, NetworkNode, Picture, StudySection } from '../report.ts';

/** Seconds: the one that is looked at, and the others for comparison (field study, F11). */
const usualWindow = 60;
const windows = [10, usualWindow, 300] as const;
const minWeight = 2;
const minComponent = 3;
/** A post whose object has more posts than this in the window before it looks for no partner: its pairs say nothing. */
const hotObjectCap = 200;
const communitiesListed = 30;
/** Fewer accounts are a few friends, not a community that something could break out into. */
const communityForBreakout = 5;
/** Accounts and edges of the picture; more of them are a blot. */
const accountsDrawn = 300;
const edgesDrawn = 1_500;

export interface NetworkFound {
  readonly section: StudySection;
  /** Communities that count as a place of their own. */
  readonly communities: number;
}

export function networkSection(context: StudyContext): NetworkFound {
  const log = coShareLogOf(context.table, context.rows);
  const networks = windows.map((windowSeconds) => ({ windowSeconds, network: networkOf(log, windowSeconds) }));
  const usual = networks.find(({ windowSeconds }) => windowSeconds === usualWindow)?.network;
  const edges = usual === undefined ? [] : edgesOf(usual);
  const found = findCommunities(edges);
  const groups = found.groups.filter((group) => group.length >= minComponent);
  const communities = groups.filter((group) => group.length >= communityForBreakout).length;
  return { communities, section: describe(context, networks, { ...found, groups }, edges) };
}

function networkOf(log: ShareLog, windowSeconds: number): CoShareNetwork {
  return coShareNetwork(log, { windowSeconds, minWeight, minPosts: 2, hotObjectCap });
}

/** Edges of components that are large enough. Accounts of the log are numbers written out. */
function edgesOf(network: CoShareNetwork): readonly NetworkEdge[] {
  const large = new Set(
    network.components.filter(({ accounts }) => accounts.length >= minComponent).flatMap(({ accounts }) => accounts),
  );
  const edges: NetworkEdge[] = [];
  for (const { a, b, weight } of network.listEdges()) {
    if (large.has(a)) edges.push({ a: Number(a), b: Number(b), weight });
  }
  return edges;
}

function describe(
  context: StudyContext,
  networks: readonly { readonly windowSeconds: number; readonly network: CoShareNetwork }[],
  { groups, modularity }: Communities,
  edges: readonly NetworkEdge[],
): StudySection {
  return {
    id: 'network',
    title: 'Network of co-sharing',
    measure: 'F11',
    definition: `Two accounts are joined when they put out the same link, medium, text or original of a repost within ${usualWindow} s of each other, for at least ${minWeight} different ones and with at least two posts on each side.`,
    parameters: [
      `weight from ${minWeight} on, components of at least ${minComponent} accounts`,
      `objects with more than ${hotObjectCap} posts in the window look for no partner`,
      'communities by the Louvain method from a fixed seed',
    ],
    guard:
      'Synchronised sharing has innocent reasons: one press desk, scheduled campaigns, fans, tools that repost. Coordination is a matter of degree.',
    notes: [
      groups.length === 0
        ? `No community of ${minComponent} and more accounts.`
        : `Modularity of the communities: ${modularity.toFixed(2)}${modularity < 0.3 ? '; below 0.30 they mean little' : ''}.`,
    ],
    tables: [
      {
        id: 'network',
        title: 'The network at several windows',
        columns: [
          'window, s',
          'accounts',
          'edges',
          'heaviest edge',
          `components of ${minComponent} and more`,
          'posts that looked for no partner',
        ],
        rows: networks.map(({ windowSeconds, network }) => [
          number(windowSeconds),
          accountsCell(network.components.flatMap(({ accounts }) => accounts.map(Number))),
          number(network.edges),
          number(network.maxWeight),
          number(network.components.filter(({ accounts }) => accounts.length >= minComponent).length),
          number(network.postsSkipped),
        ]),
      },
      {
        id: 'communities',
        title: `Communities at ${usualWindow} s`,
        columns: ['community', 'accounts', 'edges inside', 'attributed to a state', 'other listed', 'in no registry'],
        rows: groups.slice(0, communitiesListed).map((group, n) => communityRow(context, group, edges, n)),
        more: Math.max(0, groups.length - communitiesListed),
      },
    ],
    pictures: picture(context, groups, edges),
  };
}

function accountsCell(accounts: readonly number[]): Cell {
  return number(accounts.length, () => ({ of: 'accounts', rows: Uint32Array.from(accounts).sort() }));
}

function communityRow(
  context: StudyContext,
  group: readonly number[],
  edges: readonly NetworkEdge[],
  n: number,
): readonly Cell[] {
  const entryOf = entryOfAccount(context.table);
  const { ofEntry } = classesOf(context.table, { states: context.question.states });
  const inside = new Set(group);
  const listed = group.filter((account) => (entryOf[account] ?? -1) >= 0);
  const attributed = listed.filter((account) => isStateClass(ofEntry(context.table.entries[entryOf[account] ?? -1])));
  return [
    text(String(n + 1)),
    accountsCell(group),
    number(edges.filter(({ a, b }) => inside.has(a) && inside.has(b)).length),
    accountsCell(attributed),
    accountsCell(listed.filter((account) => !attributed.includes(account))),
    accountsCell(group.filter((account) => (entryOf[account] ?? -1) < 0)),
  ];
}

function picture(
  { table }: StudyContext,
  groups: readonly (readonly number[])[],
  edges: readonly NetworkEdge[],
): readonly Picture[] {
  const entryOf = entryOfAccount(table);
  const nodes: NetworkNode[] = [];
  const placeOf = new Map<number, number>();
  for (const [community, group] of groups.entries()) {
    for (const account of group) {
      if (nodes.length >= accountsDrawn) break;
      placeOf.set(account, nodes.length);
      nodes.push({ community, listed: (entryOf[account] ?? -1) >= 0 });
    }
  }
  if (nodes.length === 0) return [];
  const drawn = edges.flatMap(({ a, b }): readonly (readonly [number, number])[] => {
    const [from, to] = [placeOf.get(a), placeOf.get(b)];
    return from === undefined || to === undefined ? [] : [[from, to]];
  });
  const all = groups.reduce((sum, group) => sum + group.length, 0);
  const some = nodes.length < all ? `, ${count(nodes.length)} of ${count(all)} accounts` : '';
  return [
    { kind: 'network', title: `Communities of co-sharing accounts${some}`, nodes, edges: drawn.slice(0, edgesDrawn) },
  ];
}
