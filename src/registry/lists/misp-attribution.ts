/** What a MISP event, or one object of it, says about whose it is and how sure that is: in tags, galaxies and attributes. */
import type { Confidence } from '../registry.ts';
import { stateCode } from '../state-code.ts';
import type { MispAttribute, MispCluster } from './misp-event.ts';
import { strictest, tlpMark } from './tlp.ts';

export interface MispClaim {
  /** ISO 3166-1 codes that are named as those of the actor; none: no attribution. */
  readonly states: readonly string[];
  /** Names of actors. */
  readonly actors: readonly string[];
}

/** @param attributes those of the object, or those of the event that are in no object */
export function claimOf(
  tags: readonly string[],
  attributes: readonly MispAttribute[],
  clusters: readonly MispCluster[],
): MispClaim {
  const states = [
    ...tags.flatMap((tag) => disinformantIn(tag)),
    ...attributes
      .filter(isAttribution)
      .flatMap(({ value, comment }) => countryIn(value) ?? countryIn(comment ?? '') ?? []),
    ...clusters
      .filter(isActor)
      .flatMap(({ meta }) => [meta?.country, meta?.['cfr-suspected-state-sponsor']].flatMap(countries)),
  ];
  const actors = [
    ...attributes.filter(({ type }) => type === 'threat-actor').map(({ value }) => value.trim()),
    ...clusters.filter(isActor).map(({ value }) => value.trim()),
  ];
  return { states: [...new Set(states)], actors: [...new Set(actors)].filter((name) => name !== '') };
}

/** DFRLab's dichotomies name the disinformant's country; the `country` galaxy does not say whether it is a target's. */
function disinformantIn(tag: string): readonly string[] {
  const value = valueOf(tag, 'dfrlab-dichotomies-of-disinformation:primary-disinformant');
  return value !== undefined && /^[a-z]{2}$/i.test(value) ? [value.toUpperCase()] : [];
}

function isAttribution({ category, type }: MispAttribute): boolean {
  return category?.toLowerCase() === 'attribution' || type === 'threat-actor';
}

function countryIn(written: string): string | undefined {
  const word = written.trim();
  return /^[A-Z]{2}$/.test(word) ? word : stateCode(word);
}

function isActor({ type }: MispCluster): boolean {
  return /^(?:threat-actor|.*intrusion-set|microsoft-activity-group|360net-threat-actor)$/.test(type ?? '');
}

function countries(written: string | readonly string[] | null | undefined): readonly string[] {
  const names: readonly string[] = typeof written === 'string' ? [written] : (written ?? []);
  return names.flatMap((name) => countryIn(/^[a-z]{2}$/.test(name) ? name.toUpperCase() : name) ?? []);
}

export interface MispJudgement {
  /** ICD 203, as the taxonomy `estimative-language` has it; `undefined` when not said. */
  readonly confidence: Confidence | undefined;
  /** Admiralty code, when both of its halves are there. */
  readonly admiralty: string | undefined;
  readonly tlp: string | undefined;
  /** Words of the taxonomy `state-responsibility`. */
  readonly responsibility: readonly string[];
}

export function judgementOf(tags: readonly string[]): MispJudgement {
  const first = (name: string): string | undefined =>
    tags.map((tag) => valueOf(tag, name)).find((one) => one !== undefined);
  const reliability = first('admiralty-scale:source-reliability')?.toUpperCase();
  const credibility = first('admiralty-scale:information-credibility');
  const code = `${reliability ?? ''}${credibility ?? ''}`;
  return {
    confidence: confidenceIn(first('estimative-language:confidence-in-analytic-judgment')),
    admiralty: /^[A-F][1-6]$/.test(code) ? code : undefined, // MISP's G, "deliberately deceptive", is not in the scale
    tlp: strictest(tags.flatMap((tag) => (/^tlp:/i.test(tag) ? (tlpMark(tag) ?? []) : []))),
    responsibility: tags.flatMap((tag) => /^state-responsibility:"?([a-z-]+)/i.exec(tag)?.[1] ?? []),
  };
}

function confidenceIn(word: string | undefined): Confidence | undefined {
  return word === 'low' || word === 'moderate' || word === 'high' ? word : undefined;
}

/** `b` of `admiralty-scale:source-reliability="b"`. */
function valueOf(tag: string, name: string): string | undefined {
  const [, key, value] = /^([^=]+)="([^"]*)"$/.exec(tag.trim()) ?? [];
  return key?.toLowerCase() === name ? value?.trim() : undefined;
}
