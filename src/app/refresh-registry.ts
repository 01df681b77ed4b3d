/** Editions of the registry as configured: read from a file of this machine or an https address of the open internet. */
import { lookup } from 'node:dns/promises';
import type { Config } from '../../config/schema.ts';
import type { EditionText, RefreshDeps } from '../../jobs/refresh-registry.ts';
import { createEditionSettler, type EditionSettler } from '../../jobs/settle-edition.ts';
import { UserError } from '../chat/command.ts';
import type { Http } from '../source/http/http.ts';
import type { Store } from '../store/store.ts';
import { type AddressesOf, createOutwardCheck } from './outward.ts';
import { readRegistryFile } from './registry-file.ts';
import { readRegistryText } from './registry-import.ts';

/** The largest list known has 3 MB; a bundle of a sharing community may be larger. */
const maxBytes = 50_000_000;
const timeoutMs = 120_000;

/** Lists come and decisions are made in real time, also beside a sample whose time is another. */
const now = (): Date => new Date();

export function settlerOf({ admin, mark }: Config, store: Store): EditionSettler {
  return createEditionSettler({ store, target: admin.target, mark, now });
}

export function refreshDeps(
  { registry: { editions, includeOfficials }, admin, mark }: Config,
  http: Http,
  settler: EditionSettler,
): Omit<RefreshDeps, 'store'> {
  return {
    plans: editions,
    read: createReadEdition({ http }),
    parse: (text, from, at) => readRegistryText(text, fileNameOf(from), { includeOfficials, now: at }),
    settler,
    target: admin.target,
    mark,
    now,
  };
}

/** Some lists say only in the file's name what they are of. */
export function fileNameOf(from: string): string {
  if (!URL.canParse(from)) return from;
  const last = new URL(from).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // a `%` that stands for itself
  }
}

interface ReadEditionDeps {
  readonly http: Http;
  readonly addressesOf?: AddressesOf | undefined;
}

export function createReadEdition({
  http,
  addressesOf = resolve,
}: ReadEditionDeps): (from: string, etag: string | undefined, signal: AbortSignal) => Promise<EditionText> {
  const mayReach = createOutwardCheck(addressesOf);
  return async (from, etag, signal) => {
    if (!/^[a-z][a-z0-9+.-]+:/i.test(from)) return { text: await readRegistryFile(from, maxBytes) };
    if (!/^https:\/\//i.test(from))
      throw new UserError(`${schemeOf(from)} is not read: give a path or an https address`);
    const answer = await http.request({
      url: from,
      headers: etag === undefined ? {} : { 'if-none-match': etag },
      accept: [304],
      mayReach,
      signal,
      maxBytes,
      timeoutMs,
    });
    if (answer.status === 304) return { unchanged: true };
    return { text: answer.text(), etag: answer.headers.get('etag') ?? undefined };
  };
}

function schemeOf(address: string): string {
  return `${address.slice(0, address.indexOf(':'))}:`;
}

async function resolve(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
