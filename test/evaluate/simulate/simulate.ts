/**
 * A world to be watched: everyday life, campaigns and what looks like them, seen through polls, with the truth beside
 * it. The same parameters and seed give the same world; each part draws from a stream of its own, so that another event
 * changes nothing of the rest. How well detectors do on it measures agreement with these assumptions, and no more.
 */
import {
  type AttributedEvent,
  attributedKinds,
  campaignKinds,
  type HardNegative,
  negativeKinds,
  type SimulatedCampaign,
  type Simulation,
} from '../simulation.ts';
import { createPen, type Draft } from './draft.ts';
import type { EventDraft, MadeEvent, MakeEvent } from './event.ts';
import { makers } from './makers.ts';
import { everydayNews } from './news.ts';
import { type Outage, observe, postOf } from './observe.ts';
import type { SimulationParameters } from './parameters.ts';
import { zipfIndex } from './population.ts';
import { createRandom, itemAt } from './random.ts';
import { truthOf } from './truth.ts';
import { createWorld, type World } from './world.ts';

export function simulate(parameters: SimulationParameters, seed: number): Simulation {
  const world = createWorld(parameters, seed);
  const made = makeEvents(world);
  const outages = made.flatMap(({ event }) => outageOf(event));
  const drafts = [...world.drafts];
  for (const { event } of made) {
    for (const draft of event.drafts) if (isWithin(world, draft)) drafts.push(draft);
    for (const draft of event.aside ?? []) if (isWithin(world, draft)) drafts.push(draft);
  }
  const { posts, fates, gaps } = observe(drafts, outages, parameters, seed);
  const history = made.flatMap(({ event }) => event.history ?? []).sort((a, b) => a.atMs - b.atMs);
  return {
    seed,
    parameters: parameters.name,
    from: new Date(world.fromMs),
    to: new Date(world.untilMs),
    posts,
    fates,
    gaps,
    registry: world.listed.registry,
    watchedTags: watchedTags(world, made),
    news: [...everydayNews(world), ...made.flatMap(({ event }) => event.news ?? [])].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    ),
    events: made.flatMap(({ event }) => event.events ?? []),
    truth: made.map((one) => truthOf(one, world)),
    history: history.map((draft) => postOf(draft, draft.atMs + 60_000)),
  };
}

function makeEvents(world: World): readonly MadeEvent[] {
  const { campaigns, negatives, attributed } = world.parameters;
  const taken = new Set<string>();
  const made: MadeEvent[] = [];
  const make = <K extends SimulatedCampaign | HardNegative | AttributedEvent>(
    kinds: readonly K[],
    counts: Readonly<Record<K, number>>,
    wanted: MadeEvent['wanted'],
  ): void => {
    for (const kind of kinds) {
      const maker: MakeEvent = makers[kind];
      for (let n = 1; n <= counts[kind]; n += 1) {
        const id = `${kind}-${n}`;
        const random = createRandom(world.seed, `event/${id}`);
        made.push({ id, kind, wanted, event: maker({ world, random, id, pen: createPen(id), taken }) });
      }
    }
  };
  make(campaignKinds, campaigns, 'campaign');
  make(attributedKinds, attributed, 'campaign');
  make(negativeKinds, negatives, 'innocent');
  return made;
}

function isWithin({ fromMs, untilMs }: World, { atMs }: Draft): boolean {
  return atMs >= fromMs && atMs < untilMs;
}

function outageOf({ platform, outage }: EventDraft): readonly Outage[] {
  return outage === undefined ? [] : [{ platform, ...outage }];
}

/** What a team watches: known tags, used much or little, and half of the known tags that something happens on. */
function watchedTags(world: World, made: readonly MadeEvent[]): readonly string[] {
  const random = createRandom(world.seed, 'watched');
  const watched = new Set<string>();
  const known = new Set(world.tags.map(({ tag }) => tag));
  const wanted = Math.min(60, world.tags.length >> 1);
  while (watched.size < wanted) watched.add(itemAt(world.tags, zipfIndex(random, world.tags.length, 1.05)).tag);
  for (const { id, event } of made) {
    const chance = createRandom(world.seed, `watched/${id}`);
    for (const tag of event.tags) if (known.has(tag) && chance.chance(0.5)) watched.add(tag);
  }
  return [...watched].sort();
}
