/**
 * Objects beyond the standard, on request: listed accounts as `channel`, tags as `narrative`, in the form that OpenCTI
 * reads (its own extension definition).
 */
import { platformName } from '../message/wording.ts';
import type { StixContext, StixObject } from './stix-common.ts';

const openCti = {
  'extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba': { extension_type: 'new-sdo' },
} as const;

/** A tail of rare tags is no narrative. */
const narratives = 5;

export function stixExtensions({ model, ids, marking }: StixContext): readonly StixObject[] {
  const channels = model.accounts.list
    .filter(({ as }) => as === 'listed')
    .map(({ platform, name }) => ({
      ...ids.shared('channel', `${platform}|${name}`, marking),
      name,
      description: `Account on ${platformName(platform)}`,
      channel_types: [platform],
      extensions: openCti,
    }));
  const tags = model.observables.tags.slice(0, narratives).map(({ tag }) => ({
    ...ids.shared('narrative', `tag|${tag}`, marking),
    name: `#${tag}`,
    description: 'Named after the tag that the posts carry; what they say was not judged.',
    extensions: openCti,
  }));
  return [...channels, ...tags];
}
