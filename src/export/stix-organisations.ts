/** Listed organisations as identities with the findings they are cited from, and their accounts. */
import { counted } from '../measure/words.ts';
import type { Confidence, RegistryEvidence } from '../registry/registry.ts';
import type { ExportAccount, ExportOrganisation } from './model.ts';
import type { StixContext, StixObject } from './stix-common.ts';
import { campaignRef } from './stix-findings.ts';

export function stixOrganisations(context: StixContext): readonly StixObject[] {
  const { organisations, accounts } = context.model;
  return [
    ...organisations.flatMap((organisation) => [identity(context, organisation), took(context, organisation)]),
    ...accounts.list.filter(({ as }) => as !== 'pseudonym').flatMap((account) => accountObjects(context, account)),
  ];
}

/** Confidence words on the scale "none, low, med, high" of the standard's appendix A. */
const confidences: Readonly<Record<Confidence, number>> = { low: 15, moderate: 50, high: 85 };

function identity({ ids, marking }: StixContext, organisation: ExportOrganisation): StixObject {
  const { id, name, kind, state, typology, control, confidence, admiralty, status, cited } = organisation;
  const facts = [
    `Listed as ${kind.replaceAll('-', ' ')} of ${state}`,
    ...(typology === undefined ? [] : [`typology ${typology}`]),
    ...(control === undefined ? [] : [control]),
    `confidence ${confidence}`,
    ...(admiralty === undefined ? [] : [`Admiralty ${admiralty}`]),
    ...(status === 'active' ? [] : [status]),
  ];
  return {
    ...ids.shared('identity', `organisation|${id}`, marking),
    name,
    description: `${facts.join(', ')}. Attribution by the sources named here.`,
    // An entry of this kind may be a mission or the person who leads it.
    identity_class: kind === 'diplomat' ? undefined : 'organization',
    confidence: confidences[confidence],
    external_references: cited.map(citation),
  };
}

function citation({
  type,
  source,
  url,
  date,
  by,
  archiveUrl,
  retrievedAt,
  contentHash,
}: Omit<RegistryEvidence, 'quote'>): object {
  const facts = [
    type.replaceAll('-', ' '),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(date === undefined ? [] : [`of ${date.toISOString().slice(0, 10)}`]),
    ...(archiveUrl === undefined ? [] : [`archived at ${archiveUrl}`]),
    ...(retrievedAt === undefined ? [] : [`retrieved ${retrievedAt.toISOString()}`]),
  ];
  return {
    source_name: source,
    description: facts.join(', '),
    ...(url === undefined ? {} : { url }),
    ...(url === undefined || contentHash === undefined ? {} : { hashes: { 'SHA-256': contentHash } }),
  };
}

function took({ model, ids, marking }: StixContext, { id, accounts, posts, reposts }: ExportOrganisation): StixObject {
  return {
    ...ids.common('relationship', `${model.campaign.id}|organisation|${id}`, marking),
    relationship_type: 'related-to',
    description: `Took part with ${counted(accounts, 'account')}, ${counted(posts, 'post')} and ${counted(reposts, 'repost')}. This does not attribute the campaign.`,
    source_ref: ids.named('identity', `organisation|${id}`),
    target_ref: campaignRef({ model, ids }),
  };
}

function accountObjects(context: StixContext, account: ExportAccount): readonly StixObject[] {
  const { ids, marking } = context;
  const own = userAccount(context, account);
  if (account.organisation === undefined) return [own, ...decision(context, account, own.id)];
  return [
    own,
    {
      ...ids.shared('relationship', `account|${account.organisation}|${own.id}`, marking),
      relationship_type: 'related-to',
      description: 'Account of the organisation by the registry.',
      source_ref: ids.named('identity', `organisation|${account.organisation}`),
      target_ref: own.id,
    },
  ];
}

/** An account that stands beside listed ones must say that it is none. */
function decision(
  { model, ids, marking }: StixContext,
  { name, platform, decidedBy }: ExportAccount,
  account: string,
): readonly StixObject[] {
  if (decidedBy === undefined) return [];
  const { by, at, reason } = decidedBy;
  return [
    {
      ...ids.common('note', `${model.campaign.id}|named|${platform}|${name}`, marking),
      abstract: 'In no registry: named by decision of two persons, attributed to nobody',
      content: `${name}, by decision of ${by.join(' and ')} at ${at.toISOString()}: ${reason}`,
      object_refs: [account],
    },
  ];
}

/** `account-type-ov` knows X under its old name; the vocabulary is open for others. */
const accountTypes: Readonly<Record<string, string>> = { x: 'twitter' };

export function userAccount(
  { ids, marking }: Pick<StixContext, 'ids' | 'marking'>,
  account: ExportAccount,
): StixObject {
  const { platform, handle, nativeId } = account;
  return ids.observable(
    'user-account',
    { account_type: accountTypes[platform] ?? platform, account_login: handle, user_id: nativeId },
    marking,
  );
}
