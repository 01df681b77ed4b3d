/** The parts of an answer to `/who`: attribution, status, validity, findings, and who else claims the same. */
import { count, dateText, shorten } from '../src/measure/words.ts';
import type { Section } from '../src/message/message.ts';
import { defang, platformName } from '../src/message/wording.ts';
import type { Claimant } from '../src/registry/claimants.ts';
import { describeAttribution } from '../src/registry/describe-attribution.ts';
import type { Attribution, RegistryAccount, RegistryEntry, RegistryEvidence } from '../src/registry/registry.ts';

/** Findings listed with their address; `tocsin registry show` has all. */
const evidenceShown = 5;

/** @param claims what of the entry was asked about, at least one */
export function attributedSections(
  attribution: Attribution,
  claims: readonly Claimant[],
  at: Date,
): readonly Section[] {
  const { entry } = attribution;
  return [
    {
      label: 'Attributed',
      lines: [
        describeAttribution(attribution, at),
        [`state ${stateName(entry.state)}`, ...(entry.role === undefined ? [] : [entry.role])].join(' · '),
      ],
    },
    { label: 'Status', lines: [statusText(entry)] },
    { label: 'Valid', lines: [...claims.map(validText), ...namedSince(entry, at)] },
    { label: 'Evidence', lines: evidenceLines(entry) },
  ];
}

const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** `China (CN)`. */
function stateName(code: string): string {
  const name = countries.of(code);
  return name === undefined || name === code ? code : `${name} (${code})`;
}

/** The status in words; a disputed or withdrawn attribution stays visible as such. */
function statusText({ status, admiralty }: RegistryEntry): string {
  const code = admiralty === undefined ? '' : ` · Admiralty ${admiralty}`;
  switch (status) {
    case 'active':
      return `active${code}`;
    case 'disputed':
      return `disputed: this attribution is contested, and is shown as such${code}`;
    case 'withdrawn':
      return `withdrawn: nobody is attributed by it any more${code}`;
  }
}

/** `X @ExampleDaily: since 2009-11-05 until 2023-05-01`. */
function validText({ account, host }: Claimant): string {
  if (account === undefined) return `${defang(host ?? '')} and everything under it: no limit in time given`;
  return `${accountName(account)}: ${spanText(account)}`;
}

function accountName({ platform, handle, nativeId }: RegistryAccount): string {
  const id = nativeId === undefined ? '' : ` id ${nativeId}`;
  return `${platformName(platform)}${handle === undefined ? '' : ` @${handle}`}${id}`;
}

function spanText({ validFrom, validTo }: RegistryAccount): string {
  const parts: string[] = [];
  if (validFrom !== undefined) parts.push(`since ${dateText(validFrom)}`);
  if (validTo !== undefined) parts.push(`until ${dateText(validTo)}`);
  return parts.length === 0 ? 'no limit in time given' : parts.join(' ');
}

/** A list may name for all times what was found out later; the reader must see that. */
function namedSince({ evidence }: RegistryEntry, at: Date): readonly string[] {
  const [first] = evidence
    .flatMap(({ date }) => (date === undefined ? [] : [date]))
    .sort((a, b) => a.getTime() - b.getTime());
  if (first === undefined) return [];
  return [`earliest dated finding ${dateText(first)}${first > at ? ', after the day asked about' : ''}`];
}

function evidenceLines({ evidence }: RegistryEntry): readonly string[] {
  const newest = [...evidence].sort((a, b) => (b.date?.getTime() ?? 0) - (a.date?.getTime() ?? 0));
  const more = newest.length - evidenceShown;
  return [
    ...newest.slice(0, evidenceShown).map(findingText),
    ...(more > 0 ? [`and ${count(more)} more: tocsin registry show`] : []),
  ];
}

/** `government statement · Example Ministry, 2024-02-07 · "quote" · example[.]org/a · archived web[.]archive[.]org/…`. */
function findingText({ type, source, date, by, quote, url, archiveUrl }: RegistryEvidence): string {
  const kind = type === 'self-declared' ? type : type.replaceAll('-', ' ');
  const parts = [kind, date === undefined ? source : `${source}, ${dateText(date)}`];
  if (by !== undefined) parts.push(`by ${by}`);
  if (quote !== undefined) parts.push(`"${shorten(quote, 120)}"`);
  if (url !== undefined) parts.push(defang(url.replace(/^https?:\/\//, '')));
  if (archiveUrl !== undefined) parts.push(`archived ${defang(archiveUrl.replace(/^https?:\/\//, ''))}`);
  return parts.join(' · ');
}

/** One line for each other entry, whatever its status; without a public role it has no name. */
export function claimantLines(claims: readonly Claimant[], at: Date): readonly string[] {
  const byEntry = new Map<string, Claimant[]>();
  for (const claim of claims) byEntry.set(claim.entry.id, [...(byEntry.get(claim.entry.id) ?? []), claim]);
  return [...byEntry.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { entry } = first;
    // The handle itself may be a person's name.
    const spans = entry.publicRole ? ` · ${group.map(validText).join(', ')}` : '';
    return [`${describeAttribution({ entry, by: first.by }, at)}${spans}`];
  });
}
