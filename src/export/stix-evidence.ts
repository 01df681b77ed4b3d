/** Links, hosts and accounts as observables, the observed data over them, the sighting, and references to posts. */
import { count, counted } from '../measure/words.ts';
import type { ExportEvidence } from './model.ts';
import type { StixContext, StixObject } from './stix-common.ts';
import { campaignRef } from './stix-findings.ts';
import { userAccount } from './stix-organisations.ts';

/** The standard's bound of `number_observed` and `count` (sections 4.14 and 5.2). */
const countedAtMost = 999_999_999;

export function stixEvidence(context: StixContext): readonly StixObject[] {
  const seen = observables(context);
  const posts = postsNote(context);
  if (seen.length === 0) return posts;
  const observed = observedData(context, seen);
  return [...seen, observed, sighting(context, observed.id), ...posts];
}

function observables({ model, ids, marking }: StixContext): readonly StixObject[] {
  const { links, hosts } = model.observables;
  const urls = links.map(({ link }) => ids.observable('url', { value: `https://${link}` }, marking));
  const domains = hosts
    .map(({ host }) => host.replace(/:\d+$/, ''))
    .filter((host) => isDomain(host))
    .map((host) => ids.observable('domain-name', { value: host }, marking));
  const accounts = model.accounts.list
    .filter(({ as }) => as !== 'pseudonym')
    .map((account) => userAccount({ ids, marking }, account));
  return [...urls, ...domains, ...accounts];
}

/** An address in numbers is no domain name. */
function isDomain(host: string): boolean {
  return /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z][a-z0-9-]*[a-z0-9])$/i.test(host);
}

function observedData({ model, ids, marking }: StixContext, seen: readonly StixObject[]): StixObject {
  const { campaign } = model;
  return {
    ...ids.common('observed-data', campaign.id, marking),
    first_observed: campaign.firstAt,
    last_observed: campaign.lastAt,
    number_observed: Math.min(countedAtMost, Math.max(1, campaign.posts)),
    object_refs: [...new Set(seen.map(({ id }) => id))],
  };
}

/** Posts are no observables of the standard, so they stand as references of a note. */
function postsNote({ model, ids, marking }: StixContext): readonly StixObject[] {
  const { campaign, evidence } = model;
  if (evidence.items.length === 0) return [];
  return [
    {
      ...ids.common('note', `${campaign.id}|evidence`, marking),
      abstract: 'Evidence: posts by reference',
      content: `${count(evidence.items.length)} of ${counted(evidence.of, 'stored post')} without reposts; their words are not given.`,
      object_refs: [campaignRef({ model, ids })],
      external_references: evidence.items.map(postReference),
    },
  ];
}

/** `hashes` belong to a url's content; the hash is of the text alone, so it is said in words. */
function postReference({
  platform,
  post,
  account,
  kind,
  at,
  retrievedAt,
  link,
  archiveUrl,
  contentHash,
}: ExportEvidence): object {
  const facts = [
    `${kind} by ${account} at ${at.toISOString()}`,
    `retrieved ${retrievedAt.toISOString()}`,
    ...(archiveUrl === undefined ? [] : [`archived at ${archiveUrl}`]),
    contentHash === undefined ? 'text not kept' : `SHA-256 of the text (UTF-8, NFC) ${contentHash}`,
  ];
  return {
    source_name: platform,
    external_id: post,
    description: facts.join(', '),
    ...(link === undefined ? {} : { url: link }),
  };
}

function sighting({ model, ids, marking }: StixContext, observed: string): StixObject {
  const { campaign } = model;
  return {
    ...ids.common('sighting', campaign.id, marking),
    first_seen: campaign.firstAt,
    last_seen: campaign.lastAt,
    count: Math.min(countedAtMost, Math.max(0, campaign.posts)),
    sighting_of_ref: campaignRef({ model, ids }),
    observed_data_refs: [observed],
    where_sighted_refs: [ids.named('identity', 'installation')],
  };
}
