/** Listed organisations that took part, each with whose finding it is. Persons without a public role are left out. */
import { measureAttributed } from '../measure/attributed.ts';
import type { Post } from '../post/post.ts';
import type { Registry, RegistryEvidence } from '../registry/registry.ts';
import type { ExportOrganisation } from './model.ts';

export function describeOrganisations(posts: readonly Post[], registry: Registry): readonly ExportOrganisation[] {
  return measureAttributed(posts, registry)
    .organisations.filter(({ entry }) => entry.publicRole)
    .map(({ entry, accounts, posts: written, reposts, firstAt }) => {
      const { id, name, kind, state, typology, control, confidence, admiralty, status, hosts, evidence } = entry;
      return {
        id,
        name,
        kind,
        state,
        typology,
        control,
        confidence,
        admiralty,
        status,
        accounts,
        posts: written,
        reposts,
        firstAt,
        hosts,
        cited: evidence.map(citation),
      };
    });
}

/** The source's own words stay with the source. */
function citation({ quote: _, ...evidence }: RegistryEvidence): Omit<RegistryEvidence, 'quote'> {
  return evidence;
}
