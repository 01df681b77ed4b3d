/**
 * A campaign with its posts → what leaves of it. Everything that must not leave is left out here, once, whatever the
 * format: words of posts, accounts in no registry, what was deleted or protected.
 */
import type { CampaignAction } from '../alert/alert.ts';
import { type Campaign, type Indicator, parts } from '../campaign/campaign.ts';
import { defang, keyName } from '../message/wording.ts';
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import { mayLeave } from './account-page.ts';
import { describeEvidence, type EvidenceContext } from './describe-evidence.ts';
import { describeObservables, withheldLinks } from './describe-observables.ts';
import { describeOrganisations } from './describe-organisations.ts';
import { disarmVersion, findTechnique } from './disarm.ts';
import { analystPseudonym, installationOf } from './installation.ts';
import { limitsOf } from './limits.ts';
import type { ExportCampaign, ExportModel, ExportPart, ExportTechnique, ExportVerdict } from './model.ts';
import { nameAccounts } from './name-accounts.ts';
import type { NamingRequest } from './naming.ts';
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
  const observables = describeObservables(campaign, visible, registry);
  const evidence = describeEvidence(visible, context);
  const { assessment } = campaign;
  const scrub = createScrub(withheldLinks(campaign, posts, registry));
  return {
    mark,
    form: 'tocsin-campaign-1',
    installation: installationOf(secret),
    modifiedAt: modifiedAt(campaign, confirmed, registry),
    campaign: factsOf(campaign, registry, scrub),
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
    accounts: accounts.list,
    observables,
    evidence,
    verdicts: confirmed.actions.flatMap((action) => verdictOf(action, secret)),
    techniques: {
      confirmed: confirmed.techniques
        .filter(({ decision }) => decision === 'confirmed')
        .map((decision) => confirmedTechnique(decision, secret))
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

/** What was deleted, or whose author went away or closed the account, is counted and not given on. */
export function mayBeShown({ deletedAt, status }: Post): boolean {
  return deletedAt === undefined && status !== 'protected' && status !== 'deleted';
}

type Scrub = (text: string) => string;

/** Sentences may name their topic, and a topic may be a link: the page of a private account leaves in no sentence. */
function createScrub(withheld: readonly string[]): Scrub {
  // The longest first, because one link may be the beginning of another.
  const forms = withheld.flatMap((link) => [link, defang(link)]).toSorted((a, b) => b.length - a.length);
  return (text) => forms.reduce((kept, form) => kept.replaceAll(form, `${hostOf(form)}/…`), text);
}

function factsOf(campaign: Campaign, registry: Registry, scrub: Scrub): ExportCampaign {
  const { id, kind, platform, keyKind, key, level, state, firstAt, lastAt, openedAt, endedAt } = campaign;
  const { posts, accounts, reason, expectedFalsePerDay } = campaign;
  const shown = keyKind !== 'link' || mayLeave(key, registry, lastAt);
  return {
    id,
    name: shown ? scrub(keyName(campaign)) : `a page on ${hostOf(key)}`,
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

function factOf({ name, known, sentence, share, value, source }: Indicator, scrub: Scrub): ExportPart['facts'][number] {
  const said = { name, known, sentence: scrub(sentence), source };
  return known ? { ...said, share, value } : said;
}

function verdictOf({ kind, verdict, by, at }: CampaignAction, secret: string): readonly ExportVerdict[] {
  return kind === 'verdict' && verdict !== undefined ? [{ verdict, by: analystPseudonym(by, secret), at }] : [];
}

function confirmedTechnique({ technique, byName, at, reason }: TechniqueDecision, secret: string): ExportTechnique {
  const name = findTechnique(technique)?.name ?? technique;
  return { technique, name, by: analystPseudonym(byName, secret), at, reason };
}

/**
 * The newest moment in the campaign, in people's decisions and in the registry's edition. A later look at the same
 * posts changes the evidence and no moment, so each version of a campaign adds a millisecond: a receiver must be able
 * to tell the newer of two files.
 */
function modifiedAt(campaign: Campaign, { techniques, namings, actions }: Confirmed, registry: Registry): Date {
  const { openedAt, lastAt, endedAt, version } = campaign;
  const edition = new Date(registry.version.slice(0, 10)).getTime();
  const moments = [
    openedAt,
    lastAt,
    ...(endedAt === undefined ? [] : [endedAt]),
    ...[...techniques, ...actions].map(({ at }) => at),
    ...namings.flatMap(({ confirmed }) => (confirmed === undefined ? [] : [confirmed.at])),
  ].map((at) => at.getTime());
  return new Date(Math.max(...moments, Number.isNaN(edition) ? 0 : edition) + version);
}
