/** The campaign, who looked, and what was measured: one note for each of the four parts, one for limits and verdicts. */

import { dateText } from '../measure/words.ts';
import { platformName } from '../message/wording.ts';
import { factLine } from './fact-line.ts';
import type { ExportModel, ExportPart } from './model.ts';
import type { StixContext, StixObject } from './stix-common.ts';

export function stixFindings(context: StixContext): readonly StixObject[] {
  return [installation(context), campaignObject(context), ...notes(context)];
}

function installation({ model, ids, marking }: StixContext): StixObject {
  return {
    ...ids.shared('identity', 'installation', marking),
    created_by_ref: undefined,
    name: `Tocsin installation ${model.installation}`,
    description: 'A program that measures public posts and cites attributions of others; it attributes nothing itself.',
    identity_class: 'system',
  };
}

export function campaignRef({ model, ids }: Pick<StixContext, 'model' | 'ids'>): string {
  return ids.named('campaign', model.campaign.id);
}

function campaignObject({ model, ids, marking }: StixContext): StixObject {
  const { campaign, limits } = model;
  return {
    ...ids.common('campaign', campaign.id, marking),
    name: `${campaign.name} on ${platformName(campaign.platform)}, ${dateText(campaign.firstAt)}`,
    description: [`${campaign.reason}.`, ...limits.slice(0, 2)].join(' '),
    first_seen: campaign.firstAt,
    last_seen: campaign.lastAt,
    external_references: [{ source_name: 'tocsin', external_id: campaign.id }],
  };
}

const partTitles: Readonly<Record<ExportPart['part'], string>> = {
  attributed: 'Attributed: accounts in the registry',
  coordinated: 'Coordinated: measured patterns of acting together',
  gone: 'Later gone: suspended accounts and deleted posts',
  innocent: 'Innocent? What else could explain it',
};

function notes(context: StixContext): readonly StixObject[] {
  const { model } = context;
  const { versions } = model;
  const measured = model.parts.map(({ part, facts }) => {
    const lines = facts.length === 0 ? ['not measured'] : facts.map(factLine);
    const by = `Measured by rules ${versions.rules} with registry ${versions.registry}.`;
    return note(context, `part|${part}`, partTitles[part], [...lines, by]);
  });
  return [
    ...measured,
    note(context, 'limits', 'Limits', model.limits),
    ...verdictNote(context),
    ...suggestedNote(context),
  ];
}

function note({ model, ids, marking }: StixContext, name: string, title: string, lines: readonly string[]): StixObject {
  return {
    ...ids.common('note', `${model.campaign.id}|${name}`, marking),
    abstract: title,
    content: lines.join('\n'),
    object_refs: [campaignRef({ model, ids })],
  };
}

function verdictNote(context: StixContext): readonly StixObject[] {
  const { verdicts } = context.model;
  if (verdicts.length === 0) return [];
  const lines = verdicts.map(({ verdict, by, at }) => `${verdict.replaceAll('-', ' ')}, ${by}, ${at.toISOString()}`);
  return [note(context, 'verdicts', 'Verdicts of analysts', lines)];
}

function suggestedNote(context: StixContext): readonly StixObject[] {
  const { suggested }: ExportModel['techniques'] = context.model.techniques;
  if (suggested.length === 0) return [];
  const lines = suggested.map(({ technique, name, reason }) => `${technique} ${name}: ${reason}`);
  return [note(context, 'suggested', 'Techniques suggested by rules, confirmed by nobody', lines)];
}
