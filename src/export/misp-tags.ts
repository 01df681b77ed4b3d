/** Machine tags: the mark, confirmed techniques, and how sure the cited attributions are. */
import { disarmVersion, findTechnique } from './disarm.ts';
import type { ExportModel, ExportOrganisation } from './model.ts';
import { tlpOf } from './tlp.ts';

export interface MispTag {
  readonly name: string;
}

/** The mark stands first. */
export function eventTags({ mark, techniques, campaign }: ExportModel): readonly MispTag[] {
  const tlp = tlpOf(mark);
  return [
    { name: tlp === undefined ? `tocsin:mark="${quoted(mark)}"` : `tlp:${tlp}` },
    ...techniques.confirmed.flatMap(({ technique }) => techniqueTags(technique)),
    ...(campaign.sample ? [{ name: 'tocsin:sample="true"' }] : []),
  ];
}

/** MISP's galaxy follows an older edition; a technique that it lacks still has its id in DISARM's own. */
function techniqueTags(technique: string): readonly MispTag[] {
  const known = findTechnique(technique);
  if (known === undefined) return [];
  return [
    ...(known.galaxy === undefined ? [] : [{ name: `misp-galaxy:disarm-techniques="${known.galaxy}"` }]),
    { name: `disarm:${disarmVersion}="${known.id}"` },
  ];
}

/** How sure, by ICD 203 and the Admiralty scale; and DFRLab's category where the attribution stands undisputed. */
export function attributionTags({ confidence, admiralty, kind, status }: ExportOrganisation): readonly MispTag[] {
  const [, reliability, credibility] = /^([A-F])([1-6])$/.exec(admiralty ?? '') ?? [];
  const category = status === 'active' ? categories[kind] : undefined;
  return [
    { name: `estimative-language:confidence-in-analytic-judgment="${confidence}"` },
    ...(reliability === undefined
      ? []
      : [{ name: `admiralty-scale:source-reliability="${reliability.toLowerCase()}"` }]),
    ...(credibility === undefined ? [] : [{ name: `admiralty-scale:information-credibility="${credibility}"` }]),
    ...(category === undefined
      ? []
      : [{ name: `DFRLab-dichotomies-of-disinformation:disinformant-category="${category}"` }]),
  ];
}

/**
 * Accounts that a government runs openly, and outlets that others found to be under its control. Public-service media
 * get none, and a party is one.
 */
const categories: Readonly<Partial<Record<ExportOrganisation['kind'], string>>> = {
  government: 'government-direct-attribution',
  diplomat: 'government-direct-attribution',
  'state-media': 'government-inferred-attribution',
  'proxy-reported': 'government-inferred-attribution',
  party: 'political-party',
};

/** A tag's value ends at the next quote. */
function quoted(text: string): string {
  return text.replaceAll('"', "'");
}
