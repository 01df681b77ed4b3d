/**
 * From an account or host of a STIX bundle to the actors that the bundle attributes it to, and from an actor to its
 * state. References may be missing and may go round in circles.
 */
import type { StixObject } from './stix-objects.ts';

export interface StixGraph {
  /** Nearest actors of an object, with the weakest confidence on the way; several are for a person to choose from. */
  readonly actorsOf: (id: string) => readonly ReachedActor[];
  /** ISO 3166-1 codes of the countries that the actor is said to be of, the nearest ones. */
  readonly statesOf: (id: string) => readonly string[];
}

export interface ReachedActor {
  readonly actor: StixObject;
  /** 0 to 100; `undefined` when nothing on the way says it. */
  readonly confidence: number | undefined;
  /** Objects and relationships on the way, the actor last. */
  readonly path: readonly StixObject[];
}

interface Edge {
  readonly to: string;
  readonly by: StixObject;
  /** `related-to` says that there is a relation and not which. */
  readonly loose: boolean;
}

/** Whose an object is, told by the object … */
const upward = new Set(['attributed-to', 'belongs-to', 'part-of', 'owned-by']);
/** … or by the actor. `targets`, `impersonates` and the like say the opposite. */
const downward = new Set(['uses', 'owns', 'controls', 'publishes', 'consists-of']);
const placed = new Set(['located-at', 'originates-from']);
const sponsored = new Set(['attributed-to', 'sponsored-by', 'part-of']);

const actorTypes = new Set(['threat-actor', 'intrusion-set', 'identity']);
const betweenTypes = new Set(['channel', 'media-content', 'campaign', 'infrastructure']);

/** STIX gives `related-to` no meaning, so it counts as a confidence at the lower end of "low". */
const looseConfidence = 1;

export function createStixGraph(objects: readonly StixObject[]): StixGraph {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const owners = new Map<string, Edge[]>();
  const places = new Map<string, Edge[]>();
  const sponsors = new Map<string, Edge[]>();
  for (const object of objects) {
    if (object.type !== 'relationship') continue;
    const { relationship_type: type, source_ref: source, target_ref: target } = object;
    const loose = type === 'related-to';
    if (upward.has(type) || loose) push(owners, source, { to: target, by: object, loose });
    if (downward.has(type) || loose) push(owners, target, { to: source, by: object, loose });
    if (placed.has(type)) push(places, source, { to: target, by: object, loose });
    if (sponsored.has(type)) push(sponsors, source, { to: target, by: object, loose });
  }

  return {
    actorsOf: (id) => {
      let front: readonly ReachedActor[] = [];
      const start = byId.get(id);
      if (start !== undefined) front = [{ actor: start, confidence: start.confidence, path: [start] }];
      const seen = new Set([id]);
      while (front.length > 0) {
        const next = front.flatMap((one) => stepsFrom(one, owners.get(one.actor.id) ?? [], byId, seen));
        const actors = next.filter(({ actor }) => actorTypes.has(actor.type));
        if (actors.length > 0) return actors;
        front = next;
      }
      return [];
    },
    statesOf: (id) => {
      let front: readonly string[] = [id];
      const seen = new Set(front);
      while (front.length > 0) {
        const found = front.flatMap((one) => (places.get(one) ?? []).flatMap(({ to }) => countryOf(byId.get(to))));
        if (found.length > 0) return [...new Set(found)];
        front = front.flatMap((one) => (sponsors.get(one) ?? []).map(({ to }) => to)).filter((to) => isNew(seen, to));
      }
      return [];
    },
  };
}

function push(edges: Map<string, Edge[]>, from: string, edge: Edge): void {
  const known = edges.get(from);
  if (known === undefined) edges.set(from, [edge]);
  else known.push(edge);
}

function stepsFrom(
  from: ReachedActor,
  edges: readonly Edge[],
  byId: ReadonlyMap<string, StixObject>,
  seen: Set<string>,
): readonly ReachedActor[] {
  return edges.flatMap(({ to, by, loose }): ReachedActor[] => {
    const actor = byId.get(to);
    if (actor === undefined || !(actorTypes.has(actor.type) || betweenTypes.has(actor.type))) return [];
    // An identity that something is merely related to may be a victim as well.
    if (loose && actor.type === 'identity') return [];
    if (!isNew(seen, to)) return [];
    const given = [from.confidence, by.confidence, actor.confidence, loose ? looseConfidence : undefined];
    const known = given.filter((one) => one !== undefined);
    return [
      { actor, confidence: known.length === 0 ? undefined : Math.min(...known), path: [...from.path, by, actor] },
    ];
  });
}

function isNew(seen: Set<string>, id: string): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

function countryOf(place: StixObject | undefined): readonly string[] {
  if (place?.type !== 'location' || place.country === undefined) return [];
  const code = place.country.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? [code] : [];
}
