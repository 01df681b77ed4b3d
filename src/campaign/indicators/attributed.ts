/** The attributed part: how many accounts are listed, who they are, and how much of what was seen is theirs. */
import type { AttributedMeasure, AttributedOrganisation } from '../../measure/attributed.ts';
import { count, counted, dateText } from '../../measure/words.ts';
import type { RegistryEvidence } from '../../registry/registry.ts';
import type { Indicator } from '../campaign.ts';
import type { Subject } from '../subject.ts';
import { shareOfText } from './share-words.ts';

/** Organisations named in an alert; the rest is counted. */
const named = 3;
/** So many listed accounts are no accident (table of indicators: k ≥ 3). */
const strongAccounts = 3;

export function attributedIndicators(measured: AttributedMeasure, { kind }: Subject): readonly Indicator[] {
  const { accounts, top, links, organisations, otherwise, registryVersion } = measured;
  const source = `registry ${registryVersion}`;
  const list: Indicator[] = [
    {
      name: 'attributed-accounts',
      part: 'attributed',
      family: 'provenance',
      known: registryVersion !== 'none' && accounts.of > 0,
      share: accounts,
      strongAt: strongAccounts,
      // Listed accounts posting openly link a burst to a list; for their own bursts that is what was looked for.
      weight: kind === 'attributed-burst' ? 0 : Math.min(1, accounts.n / strongAccounts),
      sentence: accountsSentence(measured),
      source,
    },
  ];
  if (otherwise.length > 0) list.push(otherwiseIndicator(otherwise));
  if (organisations.length > 0) list.push(organisationsIndicator(organisations, measured));
  if (top !== undefined && accounts.n > 0) {
    list.push({
      name: 'attributed-top',
      part: 'attributed',
      family: 'provenance',
      known: true,
      share: top,
      weight: 0,
      sentence: `they wrote ${count(top.n)} of the ${count(top.of)} most interactive posts (likes + reposts)`,
    });
  }
  if (links.n > 0) {
    list.push({
      name: 'attributed-links',
      part: 'attributed',
      family: 'provenance',
      known: true,
      share: links,
      weight: 0,
      sentence: `${shareOfText(links, 'post with a link', 'posts with a link')} ${links.n === 1 ? 'points' : 'point'} to hosts attributed to a state`,
      source,
    });
  }
  return list;
}

function accountsSentence({ accounts }: AttributedMeasure): string {
  if (accounts.of === 0) return 'attributed accounts: no post is stored';
  if (accounts.n === 0) return `none of ${counted(accounts.of, 'account')} is attributed to a state in the registry`;
  return `${shareOfText(accounts, 'account')} ${accounts.n === 1 ? 'is' : 'are'} attributed to a state in the registry`;
}

/** On the list, and not for a state: a broadcaster that answers to no government, or a network that somebody reported. */
function otherwiseIndicator(otherwise: AttributedMeasure['otherwise']): Indicator {
  const words = otherwise.map(({ kind, accounts }) => `${kind.replaceAll('-', ' ')} ${counted(accounts, 'account')}`);
  return {
    name: 'listed-otherwise',
    part: 'attributed',
    family: 'provenance',
    known: true,
    value: otherwise.reduce((sum, { accounts }) => sum + accounts, 0),
    weight: 0,
    sentence: `listed, and not counted as attributed to a state: ${words.join(', ')}`,
  };
}

function organisationsIndicator(
  organisations: readonly AttributedOrganisation[],
  { order }: AttributedMeasure,
): Indicator {
  const shown = organisations.slice(0, named).map(describeOrganisation);
  const more = organisations.length - named;
  const first =
    order === undefined ? '' : `; the first came ${ordinal(order.place)} of ${counted(order.of, 'account')}`;
  return {
    name: 'attributed-organisations',
    part: 'attributed',
    family: 'provenance',
    known: true,
    value: organisations.length,
    weight: 0,
    sentence: `e.g. ${shown.join(', ')}${more > 0 ? ` and ${counted(more, 'more organisation')}` : ''}${first}`,
    source: sourcesOf(organisations.slice(0, named)),
  };
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
