/** What all STIX objects share: ids that follow from names, times, marking, and no empty property. */
import type { ExportModel } from './model.ts';
import { uuid5 } from './uuid5.ts';

export interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

export interface StixContext {
  readonly model: ExportModel;
  readonly ids: StixIds;
  /** Id of the marking on every object. */
  readonly marking: string;
}

export interface StixIds {
  /** Id of something of this installation, by its name. */
  named(type: string, name: string): string;
  /** Type, version, id, creator, times and marking of an object of this installation. */
  common(type: string, name: string, marking: string): StixObject;
  /** The same for what several campaigns speak of: its first version is no campaign's. */
  shared(type: string, name: string, marking: string): StixObject;
  /** An observable: its id follows from its contributing properties alone, in every tool (section 2.9). */
  observable(type: string, contributing: Readonly<Record<string, string | undefined>>, marking: string): StixObject;
}

/** Namespace of the standard for ids of observables (section 2.9). */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7';
/** Our own, for everything else; made once, at random. */
export const ownNamespace = '6f1d0a3e-5b0c-4b52-9a7e-3d1c8f0e7b64';

/** When something that outlives campaigns was first described is not known, and must be the same in every file. */
const timeless = new Date(0);

export function createStixIds({ installation, campaign, modifiedAt }: ExportModel): StixIds {
  const named = (type: string, name: string): string =>
    `${type}--${uuid5(ownNamespace, `${installation}|${type}|${name}`)}`;
  const since = (created: Date, type: string, name: string, marking: string): StixObject => ({
    type,
    spec_version: '2.1',
    id: named(type, name),
    created_by_ref: named('identity', 'installation'),
    created,
    modified: modifiedAt,
    object_marking_refs: [marking],
  });
  return {
    named,
    common: (type, name, marking) => since(campaign.openedAt, type, name, marking),
    shared: (type, name, marking) => since(timeless, type, name, marking),
    observable: (type, contributing, marking) => ({
      type,
      spec_version: '2.1',
      id: `${type}--${uuid5(observableNamespace, canonicalJson(contributing))}`,
      object_marking_refs: [marking],
      ...contributing,
    }),
  };
}

/** JSON with sorted keys and no space (RFC 8785); for texts alone, `JSON.stringify` writes them as it asks. */
function canonicalJson(texts: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(texts).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(given.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** Without undefined values and empty lists, which the standard forbids (section 3.1). */
export function withoutEmpty(object: StixObject): StixObject {
  const kept = Object.entries(object).filter(([, value]) => {
    return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  });
  return { ...Object.fromEntries(kept), type: object.type, id: object.id };
}
