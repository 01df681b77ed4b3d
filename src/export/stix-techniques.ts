/**
 * Confirmed techniques as attack patterns that the campaign uses.
 *
 * They are objects of our own with DISARM's id as reference: an object under DISARM's id would claim to be a newer
 * version of theirs.
 */
import { disarmVersion, findTechnique } from './disarm.ts';
import type { ExportTechnique } from './model.ts';
import type { StixContext, StixObject } from './stix-common.ts';
import { campaignRef } from './stix-findings.ts';

export function stixTechniques(context: StixContext): readonly StixObject[] {
  return context.model.techniques.confirmed.flatMap((technique) => techniqueObjects(context, technique));
}

function techniqueObjects(context: StixContext, confirmed: ExportTechnique): readonly StixObject[] {
  const { model, ids, marking } = context;
  const known = findTechnique(confirmed.technique);
  if (known === undefined) return [];
  const pattern: StixObject = {
    ...ids.shared('attack-pattern', confirmed.technique, marking),
    name: known.name,
    external_references: [
      {
        source_name: 'DISARM',
        external_id: known.id,
        description: `DISARM Framework ${disarmVersion} (DISARM Foundation, CC BY-SA 4.0), there ${known.stixId}`,
      },
    ],
  };
  const why = confirmed.reason === undefined ? '' : `: ${confirmed.reason}`;
  return [
    pattern,
    {
      ...ids.common('relationship', `${model.campaign.id}|uses|${confirmed.technique}`, marking),
      relationship_type: 'uses',
      description: `Confirmed by ${confirmed.by} at ${confirmed.at.toISOString()}${why}`,
      source_ref: campaignRef({ model, ids }),
      target_ref: pattern.id,
    },
  ];
}
