/** The attributed part: how many accounts are listed, who they are, and how much of what was seen is theirs. */
import type { AttributedMeasure, AttributedOrganisation } from '../../measure/attributed.ts';
import { lnPoissonTail } from '../../measure/count-tail.ts';
import { count, counted, dateText } from '../../measure/words.ts';
import type { RegistryEvidence } from '../../registry/registry.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import type { Subject } from '../subject.ts';
import { shareOfText } from './share-words.ts';
import { told, unknown, weigh } from './weigh.ts';

/** Organisations named in an alert; the rest is counted. */
const named = 3;
/** So many listed accounts are no accident (table of indicators: k ≥ 3). */
const strongAccounts = 3;
/** Of the accounts in everyday bursts so many are listed: a stated guess. */
const usualListed = 0.001;

export function attributedIndicators(
  measured: AttributedMeasure,
  { kind }: Subject,
  rules: Rules,
): readonly Indicator[] {
  const { accounts, organisations, otherwise } = measured;
  return [
    listedAccounts(measured, kind, rules),
    ...(otherwise.length > 0 ? [otherwiseIndicator(otherwise)] : []),
    ...(organisations.length > 0 ? [organisationsIndicator(organisations, measured)] : []),
    ...(accounts.n > 0 ? mostInteractive(measured) : []),
    ...listedLinks(measured),
  ];
}

/** Listed accounts posting openly link a burst to a list; for their own bursts that is what was looked for. */
function listedAccounts(measured: AttributedMeasure, kind: Subject['kind'], rules: Rules): Indicator {
  const { accounts, registryVersion } = measured;
  const source = `registry ${registryVersion}`;
  const base = {
    name: 'attributed-accounts',
    part: 'attributed',
    family: 'provenance',
    share: accounts,
    source,
  } as const;
  const sentence = accountsSentence(measured);
  if (registryVersion === 'none') return unknown(base, 'attributed accounts: no list is loaded');
  if (accounts.of === 0) return unknown(base, sentence);
  // The table asks for both: so many that chance does not explain them, and three at least.
  const surprise = -lnPoissonTail(accounts.n, usualListed * accounts.of);
  return weigh(
    {
      ...base,
      measured: surprise * Math.min(1, accounts.n / strongAccounts),
      counts: kind !== 'attributed-burst',
      sentence,
    },
    rules,
  );
}

function mostInteractive({ top }: AttributedMeasure): readonly Indicator[] {
  if (top === undefined) return [];
  const sentence = `they wrote ${count(top.n)} of the ${count(top.of)} most interactive posts (likes + reposts)`;
  return [told({ name: 'attributed-top', part: 'attributed', family: 'provenance', share: top, sentence })];
}

function listedLinks({ links, registryVersion }: AttributedMeasure): readonly Indicator[] {
  if (links.n === 0) return [];
  const sentence = `${shareOfText(links, 'post with a link', 'posts with a link')} ${links.n === 1 ? 'points' : 'point'} to hosts attributed to a state`;
  const source = `registry ${registryVersion}`;
  return [told({ name: 'attributed-links', part: 'attributed', family: 'provenance', share: links, sentence, source })];
}

function accountsSentence({ accounts }: AttributedMeasure): string {
  if (accounts.of === 0) return 'attributed accounts: no post is stored';
  if (accounts.n === 0) return `none of ${counted(accounts.of, 'account')} is attributed to a state in the registry`;
  return `${shareOfText(accounts, 'account')} ${accounts.n === 1 ? 'is' : 'are'} attributed to a state in the registry`;
}

/** On the list, and not for a state: a broadcaster that answers to no government, or a network that somebody reported. */
function otherwiseIndicator(otherwise: AttributedMeasure['otherwise']): Indicator {
  const words = otherwise.map(({ kind, accounts }) => `${kind.replaceAll('-', ' ')} ${counted(accounts, 'account')}`);
  return told({
    name: 'listed-otherwise',
    part: 'attributed',
    family: 'provenance',
    value: otherwise.reduce((sum, { accounts }) => sum + accounts, 0),
    sentence: `listed, and not counted as attributed to a state: ${words.join(', ')}`,
  });
}

function organisationsIndicator(
  organisations: readonly AttributedOrganisation[],
  { order }: AttributedMeasure,
): Indicator {
  const shown = organisations.slice(0, named).map(describeOrganisation);
  const more = organisations.length - named;
  const first =
    order === undefined ? '' : `; the first came ${ordinal(order.place)} of ${counted(order.of, 'account')}`;
  return told({
    name: 'attributed-organisations',
    part: 'attributed',
    family: 'provenance',
    value: organisations.length,
    sentence: `e.g. ${shown.join(', ')}${more > 0 ? ` and ${counted(more, 'more organisation')}` : ''}${first}`,
    source: sourcesOf(organisations.slice(0, named)),
  });
}

function describeOrganisation({ entry, posts, reposts }: AttributedOrganisation): string {
  const { name, kind, typology, publicRole, status, confidence } = entry;
  const type = typology === undefined ? kind.replaceAll('-', ' ') : `${kind.replaceAll('-', ' ')}, ${typology}`;
  const doubt = status === 'active' ? '' : `, ${status}`;
  return `${publicRole ? name : kind === 'proxy-reported' ? 'a listed network' : 'a listed person'} (${type}${doubt}, confidence ${confidence}; ${counted(posts + reposts, 'post')})`;
}

function sourcesOf(organisations: readonly AttributedOrganisation[]): string {
  const sources = organisations.flatMap(({ entry }) => entry.evidence.slice(0, 1).map(cited));
  return [...new Set(sources)].join(', ');
}

/** Whose finding, of what kind, of when: a source that names its month is not dated twice. */
function cited({ source, type, date }: RegistryEvidence): string {
  const when = date === undefined || source.includes(dateText(date).slice(0, 7)) ? '' : `, ${dateText(date)}`;
  return `${source} (${type.replaceAll('-', ' ')}${when})`;
}

function ordinal(n: number): string {
  const rest = n % 100;
  const ending = rest >= 11 && rest <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${count(n)}${ending}`;
}
