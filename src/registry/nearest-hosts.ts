/**
 * Registered hosts that a given one looks like, for a warning beside "not registered": look-alike letters, typing
 * errors, a registered name in front of another's (`cgtn.com.evil.example`). Never a match.
 */
import { getDomain, getPublicSuffix } from 'tldts';
import { lookOf } from './handle-form.ts';
import { hostForm } from './host-form.ts';
import { createLookIndex } from './look-index.ts';
import { readableHost } from './punycode.ts';

export type NearestHosts = (host: string, count: number) => readonly string[];

/** RFC 1035: 253 characters. */
const longestHost = 253;

/** @param hosts in the form that is compared, see `hostForm` */
export function createNearestHosts(hosts: Iterable<string>): NearestHosts {
  const names = [...new Set(hosts)].filter((name) => name.includes('.'));
  const looks = names.map((name) => ({ name, look: lookOf(readableHost(name)) }));
  const index = createLookIndex(looks);
  const bySkeleton = namesBySkeleton(looks);
  const mostLabels = Math.max(0, ...new Set(looks.map(({ look }) => labelsOf(look))));
  return (host, count) => {
    const form = host.length > longestHost ? undefined : (hostForm(host) ?? host.trim().toLowerCase());
    if (form === undefined || count < 1) return [];
    const look = lookOf(readableHost(form));
    const found = new Map<string, number>();
    const offer = (name: string, rank: number): void => {
      if (isUnder(form, name)) return; // it is that host
      found.set(name, Math.min(rank, found.get(name) ?? rank));
    };
    for (const { run, last } of runsOf(look, mostLabels)) {
      for (const name of bySkeleton.get(skeletonOf(run)) ?? []) offer(name, last ? 0 : 1);
    }
    for (const asked of new Set([look.replace(/^www\./, ''), getDomain(look, whole) ?? look])) {
      // One more than asked for: the host itself may be among them.
      const near = index.within(asked, allowedEdits(asked), count + labelsOf(form));
      for (const { name, edits } of near) offer(name, edits);
    }
    return [...found]
      .sort(([a, rankOfA], [b, rankOfB]) => rankOfA - rankOfB || (a < b ? -1 : 1))
      .slice(0, count)
      .map(([name]) => name);
  };
}

const whole = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/**
 * One edit in four letters of the name without its public suffix, at most three. Short names get none: `ft.com` is no
 * misspelt `rt.com`.
 */
function allowedEdits(look: string): number {
  const suffix = getPublicSuffix(look, whole) ?? '';
  return Math.min(3, Math.floor(Math.max(0, look.length - suffix.length - 1) / 4));
}

function namesBySkeleton(
  looks: readonly { readonly name: string; readonly look: string }[],
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { name, look } of looks) {
    const key = skeletonOf(look);
    const known = names.get(key);
    if (known === undefined) names.set(key, [name]);
    else known.push(name);
  }
  return names;
}

/** ASCII that passes for other ASCII at a glance (Unicode's confusables, UTS 39). */
function skeletonOf(look: string): string {
  return look.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w');
}

/** All runs of neighbouring labels; a hyphen may stand for the dot (`cgtn-com.example`). `last`: at the end. */
function* runsOf(look: string, mostLabels: number): Generator<{ readonly run: string; readonly last: boolean }> {
  for (const written of new Set([look, look.replaceAll('-', '.')])) {
    const labels = written.split('.');
    for (let from = 0; from < labels.length; from++) {
      for (let to = from + 2; to <= Math.min(labels.length, from + mostLabels); to++) {
        yield { run: labels.slice(from, to).join('.'), last: to === labels.length };
      }
    }
  }
}

function labelsOf(host: string): number {
  return host.split('.').length;
}

function isUnder(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}
