/**
 * The model as a MISP event (the JSON that MISP imports and exports). The same model gives the same bytes.
 *
 * Nothing in it is meant for a blocklist: `to_ids` is false everywhere, and the event stays with its importer
 * (distribution 0) until a person shares it.
 */

import { dateText } from '../measure/words.ts';
import { platformName } from '../message/wording.ts';
import { factLine } from './fact-line.ts';
import { createMispParts, type MispAttribute, type MispObject } from './misp-common.ts';
import { mispObjects } from './misp-objects.ts';
import { eventTags, type MispTag } from './misp-tags.ts';
import type { ExportModel } from './model.ts';

export interface MispEvent {
  readonly Event: {
    readonly info: string;
    readonly uuid: string;
    readonly date: string;
    /** Seconds since 1970, as text. */
    readonly timestamp: string;
    readonly published: false;
    /** 0 initial, 1 ongoing, 2 complete. */
    readonly analysis: '1' | '2';
    /** 4 is undefined: levels of campaigns are no threat levels. */
    readonly threat_level_id: '4';
    /** 0 is "your organisation only". */
    readonly distribution: '0';
    readonly Tag: readonly MispTag[];
    readonly Attribute: readonly MispAttribute[];
    readonly Object: readonly MispObject[];
  };
}

export function mispEvent(model: ExportModel): MispEvent {
  const { campaign, mark, modifiedAt } = model;
  const parts = createMispParts(model);
  return {
    Event: {
      info: `${mark} · ${campaign.name} on ${platformName(campaign.platform)} (${campaign.id})`,
      uuid: parts.uuid('event'),
      date: dateText(campaign.firstAt),
      timestamp: parts.timestamp(modifiedAt),
      published: false,
      analysis: campaign.state === 'ended' ? '2' : '1',
      threat_level_id: '4',
      distribution: '0',
      Tag: eventTags(model),
      Attribute: attributesOf(model, parts),
      Object: mispObjects(model, parts),
    },
  };
}

function attributesOf(model: ExportModel, { attribute }: ReturnType<typeof createMispParts>): readonly MispAttribute[] {
  const { observables, parts, limits, verdicts, techniques } = model;
  const text = (name: string, value: string, comment: string): MispAttribute =>
    attribute(name, { type: 'text', category: 'Other', value, comment });
  return withoutRepeats([
    ...parts.flatMap(({ part, facts }) => facts.map((fact) => text(`fact|${fact.name}`, factLine(fact), part))),
    ...observables.links.map(({ link, posts, accounts }) => {
      const comment = `${posts} posts by ${accounts} accounts`;
      return attribute(`url|${link}`, {
        type: 'url',
        category: 'External analysis',
        value: `https://${link}`,
        comment,
      });
    }),
    ...observables.hosts.map(({ host, posts }) => {
      const comment = `${posts} posts`;
      return attribute(`host|${host}`, { ...hostValue(host), category: 'External analysis', comment });
    }),
    ...observables.tags.map(({ tag, posts, accounts }) =>
      text(`tag|${tag}`, `#${tag}`, `${posts} posts by ${accounts} accounts`),
    ),
    ...verdicts.map(({ verdict, by, at }) => {
      const given = `${by}, ${at.toISOString()}`;
      return text(`verdict|${given}`, `${verdict}: ${given}`, 'verdict');
    }),
    ...techniques.suggested.map(({ technique, name, reason }) =>
      text(`suggested|${technique}`, `${technique} ${name}`, `suggested by rules, confirmed by nobody: ${reason}`),
    ),
    ...limits.map((limit, i) => text(`limit|${i}`, limit, 'limits')),
  ]);
}

/** A host may be an address in numbers, and have a port or a last dot. */
function hostValue(host: string): Pick<MispAttribute, 'type' | 'value'> {
  const value = host.replace(/:\d+$/, '').replace(/\.$/, '');
  if (value.startsWith('[')) return { type: 'ip-dst', value: value.slice(1, -1) };
  return { type: /^\d+(?:\.\d+){3}$/.test(value) ? 'ip-dst' : 'hostname', value };
}

/** MISP refuses a second attribute of an event with the same type, category and value; letter case does not count. */
function withoutRepeats(attributes: readonly MispAttribute[]): readonly MispAttribute[] {
  const seen = new Set<string>();
  return attributes.filter(({ type, category, value }) => {
    const key = JSON.stringify([type, category, value.toLowerCase()]);
    return !seen.has(key) && seen.add(key).has(key);
  });
}
