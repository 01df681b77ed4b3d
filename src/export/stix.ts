/**
 * The model as a STIX 2.1 bundle of core types (OASIS standard of 10 June 2021). The same model gives the same bytes.
 *
 * The campaign is attributed to nobody: listed organisations are `related-to` it, each with the findings it is cited from.
 */
import { platformName } from '../message/wording.ts';
import type { ExportModel } from './model.ts';
import { createStixIds, type StixObject, withoutEmpty } from './stix-common.ts';
import { stixEvidence } from './stix-evidence.ts';
import { stixExtensions } from './stix-extensions.ts';
import { stixFindings } from './stix-findings.ts';
import { stixMarking } from './stix-marking.ts';
import { stixOrganisations } from './stix-organisations.ts';
import { stixTechniques } from './stix-techniques.ts';

export interface StixBundle {
  readonly type: 'bundle';
  readonly id: string;
  readonly objects: readonly StixObject[];
}

export interface StixOptions {
  /** `channel` and `narrative`, which only platforms such as OpenCTI know. */
  readonly extensions: boolean;
}

export function stixBundle(model: ExportModel, { extensions }: StixOptions): StixBundle {
  const ids = createStixIds(model);
  const marking = stixMarking(model.mark, ids);
  const context = { model, ids, marking: marking.id };
  const evidence = stixEvidence(context);
  const objects = [
    ...stixFindings(context),
    ...stixOrganisations(context),
    ...evidence,
    ...stixTechniques(context),
    ...(extensions ? stixExtensions(context) : []),
  ];
  const all = [marking, ...objects, reportOf(context, objects)];
  // What two parts both speak of, such as a host, stands in the bundle once.
  const unique = [...new Map(all.map((object) => [object.id, withoutEmpty(object)])).values()];
  return {
    type: 'bundle',
    id: ids.named('bundle', `${model.campaign.id}|${model.modifiedAt.toISOString()}`),
    objects: unique,
  };
}

function reportOf(context: Parameters<typeof stixFindings>[0], objects: readonly StixObject[]): StixObject {
  const { model, ids } = context;
  const { campaign, modifiedAt, mark, versions } = model;
  return {
    ...ids.common('report', campaign.id, context.marking),
    name: `${mark} · ${campaign.name} on ${platformName(campaign.platform)}`,
    description: `What was measured of campaign ${campaign.id}: rules ${versions.rules}, registry ${versions.registry}, DISARM ${versions.disarm}.`,
    report_types: ['campaign'],
    published: modifiedAt,
    object_refs: [...new Set(objects.map(({ id }) => id))],
  };
}
