/**
 * A campaign with its posts → what leaves of it. Everything that must not leave is left out here, once, whatever the
 * format: words of posts, accounts in no registry, what was deleted or protected.
 */
import type { CampaignAction } from '../alert/alert.ts';
import { type Campaign, type Indicator, parts } from '../campaign/campaign.ts';
import { keyName } from '../message/wording.ts';
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import { describeEvidence, type EvidenceContext } from './describe-evidence.ts';
import { describeObservables, showsNobody, withheldLinks } from './describe-observables.ts';
import { describeOrganisations } from './describe-organisations.ts';
import { disarmVersion, findTechnique } from './disarm.ts';
import { analystPseudonym, installationOf } from './installation.ts';
import { limitsOf } from './limits.ts';
import type {
  ExportAccount,
  ExportCampaign,
  ExportModel,
  ExportPart,
  ExportTechnique,
  ExportVerdict,
} from './model.ts';
import { modifiedAt } from './modified-at.ts';
import { nameAccounts } from './name-accounts.ts';
import type { NamingRequest } from './naming.ts';
import { createPrivateNames } from './private-names.ts';
import { createScrub, type IsOpen, type Scrub } from './scrub.ts';
import { type PlatformCount, suggestTechniques } from './suggest-techniques.ts';
import type { TechniqueDecision } from './technique.ts';

/** What people decided about the campaign. */
export interface Confirmed {
  /** The newest decision about each technique. */
  readonly techniques: readonly TechniqueDecision[];
  /** Requests to name an account; only confirmed ones have an effect. */
  readonly namings: readonly NamingRequest[];
  readonly actions: readonly CampaignAction[];
}

export interface DescribeOptions {
  /** TLP mark of everything that leaves. */
  readonly mark: string;
  /** Keys pseudonyms and the installation's id. */
  readonly secret: string;
  /** Spans in which a source was not read, one line each. */
  readonly gaps: readonly string[];
  /** Other platforms on which the campaign's tag or link was stored in the same span. */
  readonly elsewhere: readonly PlatformCount[];
  /** Undecided suggestions go along, as suggestions. */
  readonly suggested: boolean;
  /** Accounts that two persons decided to name leave under their names. */
  readonly named: boolean;
}

export function describeCampaign(
  campaign: Campaign,
  posts: readonly Post[],
  registry: Registry,
  confirmed: Confirmed,
  options: DescribeOptions,
): ExportModel {
  const { mark, secret, gaps, elsewhere, suggested, named } = options;
  const visible = posts.filter(mayBeShown);
  const accounts = nameAccounts(visible, registry, { secret, namings: named ? confirmed.namings : [] });
  const context: EvidenceContext = { nameOf: accounts.nameOf, secret };
  const names = createPrivateNames(posts, { registry, nameOf: accounts.nameOf, secret });
  const evidence = describeEvidence(visible, context);
  const { assessment } = campaign;
  const isOpen = remembered((link) => showsNobody(link, registry, campaign.lastAt, names));
  const scrub = createScrub(withheldLinks(campaign, posts, isOpen), isOpen, names);
  const observables = describeObservables(campaign, visible, registry, isOpen);
  return {
    mark,
    form: 'tocsin-campaign-1',
    installation: installationOf(secret),
    modifiedAt: modifiedAt(campaign, posts, decidedAt(confirmed), registry),
    campaign: factsOf(campaign, isOpen, scrub),
    parts: parts.map((part): ExportPart => {
      return { part, facts: assessment.indicators.filter((one) => one.part === part).map((one) => factOf(one, scrub)) };
    }),
    versions: {
      rules: assessment.rulesVersion,
      registry: assessment.registryVersion,
      registryNow: registry.version,
      disarm: disarmVersion,
    },
    organisations: describeOrganisations(visible, registry),
    accounts: { ...accounts.list, list: accounts.list.list.map((account) => scrubbed(account, scrub)) },
    observables,
    evidence,
    verdicts: confirmed.actions.flatMap((action) => verdictOf(action, secret)),
    techniques: {
      confirmed: confirmed.techniques
        .filter(({ decision }) => decision === 'confirmed')
        .map((decision) => confirmedTechnique(decision, secret, scrub))
        .toSorted((a, b) => (a.technique < b.technique ? -1 : 1)),
      suggested: suggested
        ? suggestTechniques({ campaign, posts: visible, registry, elsewhere })
            .filter(({ technique }) => !confirmed.techniques.some((decided) => decided.technique === technique))
            .map((one) => ({ ...one, reason: scrub(one.reason) }))
        : [],
    },
    limits: limitsOf({
      campaign,
      stored: posts.length,
      shown: visible.length,
      registryVersion: registry.version,
      gaps,
      observables,
      evidence,
      accounts: accounts.list,
    }),
  };
}

/** Thousands of posts share a link. */
function remembered(decide: IsOpen): IsOpen {
  const known = new Map<string, boolean>();
  return (link) => {
    const isOpen = known.get(link) ?? decide(link);
    known.set(link, isOpen);
    return isOpen;
  };
}

/** What was deleted, or whose author went away or closed the account, is counted and not given on. */
export function mayBeShown({ deletedAt, status }: Post): boolean {
  return deletedAt === undefined && status !== 'protected' && status !== 'deleted';
}

function decidedAt({ techniques, namings, actions }: Confirmed): readonly Date[] {
  const named = namings.flatMap(({ confirmed }) => (confirmed === undefined ? [] : [confirmed.at]));
  return [...[...techniques, ...actions].map(({ at }) => at), ...named];
}

function factsOf(campaign: Campaign, isOpen: IsOpen, scrub: Scrub): ExportCampaign {
  const { id, kind, platform, keyKind, key, level, state, firstAt, lastAt, openedAt, endedAt } = campaign;
  const { posts, accounts, reason, expectedFalsePerDay } = campaign;
  return {
    id,
    name: keyKind === 'link' && !isOpen(key) ? pageName(key, isOpen) : scrub(keyName(campaign)),
    kind,
    platform,
    keyKind,
    level,
    state,
    firstAt,
    lastAt,
    openedAt,
    endedAt,
    posts,
    accounts,
    reason: scrub(reason),
    expectedFalsePerDay,
    sample: platform === 'sample',
  };
}

function pageName(link: string, isOpen: IsOpen): string {
  return isOpen(hostOf(link)) ? `a page on ${hostOf(link)}` : 'a page of an account in no registry';
}

function factOf({ name, known, sentence, share, value, source }: Indicator, scrub: Scrub): ExportPart['facts'][number] {
  const said = { name, known, sentence: scrub(sentence), source };
  return known ? { ...said, share, value } : said;
}

/** The reason to name one account may speak of others. */
function scrubbed(account: ExportAccount, scrub: Scrub): ExportAccount {
  const { decidedBy } = account;
  return decidedBy === undefined
    ? account
    : { ...account, decidedBy: { ...decidedBy, reason: scrub(decidedBy.reason) } };
}

function verdictOf({ kind, verdict, by, at }: CampaignAction, secret: string): readonly ExportVerdict[] {
  return kind === 'verdict' && verdict !== undefined ? [{ verdict, by: analystPseudonym(by, secret), at }] : [];
}

function confirmedTechnique(
  { technique, byName, at, reason }: TechniqueDecision,
  secret: string,
  scrub: Scrub,
): ExportTechnique {
  const name = findTechnique(technique)?.name ?? technique;
  const said = reason === undefined ? undefined : scrub(reason);
  return { technique, name, by: analystPseudonym(byName, secret), at, reason: said };
}
