/** Attributes and objects of a MISP event: ids that follow from names, and the same switches everywhere. */
import type { MispTag } from './misp-tags.ts';
import type { ExportModel } from './model.ts';
import { ownNamespace } from './stix-common.ts';
import { uuid5 } from './uuid5.ts';

export interface MispAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: false;
  /** 5 is "as the event". */
  readonly distribution: '5';
  readonly timestamp: string;
  readonly comment: string;
  readonly object_relation?: string;
  readonly Tag?: readonly MispTag[];
}

export interface MispTemplate {
  readonly name: string;
  readonly uuid: string;
  readonly version: string;
}

export interface MispObject {
  readonly uuid: string;
  readonly name: string;
  readonly 'meta-category': 'misc';
  readonly template_uuid: string;
  readonly template_version: string;
  readonly distribution: '5';
  readonly timestamp: string;
  readonly comment: string;
  readonly Attribute: readonly MispAttribute[];
}

interface GivenAttribute {
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly comment?: string | undefined;
  readonly relation?: string | undefined;
  readonly tags?: readonly MispTag[] | undefined;
}

export interface MispParts {
  /** Id of something of this campaign in this installation, by its name. */
  readonly uuid: (name: string) => string;
  readonly timestamp: (at: Date) => string;
  readonly attribute: (name: string, given: GivenAttribute) => MispAttribute;
  /** Attributes by relation; undefined values are left out. */
  readonly object: (template: MispTemplate, name: string, given: ObjectParts) => MispObject;
}

interface ObjectParts {
  readonly comment: string;
  readonly tags?: readonly MispTag[] | undefined;
  readonly attributes: readonly (readonly [relation: string, type: string, value: string | undefined])[];
}

/** Attribute types that MISP files under another category than "Other". */
const categories: Readonly<Record<string, string>> = { link: 'External analysis', url: 'External analysis' };

export function createMispParts({ installation, campaign, modifiedAt }: ExportModel): MispParts {
  const uuid = (name: string): string => uuid5(ownNamespace, `${installation}|misp|${campaign.id}|${name}`);
  const timestamp = (at: Date): string => String(Math.floor(at.getTime() / 1_000));
  const changed = timestamp(modifiedAt);
  const attribute: MispParts['attribute'] = (name, { type, category, value, comment = '', relation, tags = [] }) => ({
    uuid: uuid(`attribute|${name}`),
    type,
    category,
    value,
    to_ids: false,
    distribution: '5',
    timestamp: changed,
    comment,
    ...(relation === undefined ? {} : { object_relation: relation }),
    ...(tags.length === 0 ? {} : { Tag: tags }),
  });
  return {
    uuid,
    timestamp,
    attribute,
    object: (template, name, { comment, tags, attributes }) => ({
      uuid: uuid(`object|${template.name}|${name}`),
      name: template.name,
      'meta-category': 'misc',
      template_uuid: template.uuid,
      template_version: template.version,
      distribution: '5',
      timestamp: changed,
      comment,
      Attribute: attributes.flatMap(([relation, type, value], i) => {
        if (value === undefined || value === '') return [];
        const category = categories[type] ?? 'Other';
        const own = `${template.name}|${name}|${relation}|${value}`;
        // Objects carry no tags in MISP, so the first attribute does.
        return [attribute(own, { type, category, value, relation, tags: i === 0 ? tags : undefined })];
      }),
    }),
  };
}
