/** A profile as lists write it (address, path or bare name) turned into an account, or the reason why it is none. */
import type { RegistryAccount } from './registry.ts';

export type ProfileRead = { readonly account: RegistryAccount } | { readonly refused: string };

/**
 * What a name on each platform looks like. X: up to 15 letters, digits and underscores (help.x.com, "username").
 * The others are the characters that the platforms' own addresses carry.
 */
const nameForms: Readonly<Record<string, RegExp>> = {
  x: /^\w{1,15}$/,
  facebook: /^[\p{L}\p{N}.-]{1,80}$/u,
  instagram: /^[\w.]{1,30}$/,
  youtube: /^[\p{L}\p{N}_.-]{1,60}$/u,
  telegram: /^[A-Za-z]\w{3,31}$/,
  tiktok: /^[\w.]{1,24}$/,
  threads: /^[\w.]{1,30}$/,
  vk: /^[\w.]{1,64}$/,
  ok: /^[\w.]{1,64}$/,
  linkedin: /^[\p{L}\p{N}_.-]{1,100}$/u,
  rumble: /^[\w.-]{1,64}$/,
  reddit: /^[\w-]{3,20}$/, // Reddit: 3 to 20 letters, digits, underscores and hyphens
  medium: /^[\w.-]{1,64}$/,
  quora: /^[\p{L}\p{N}_.-]{1,100}$/u,
  tumblr: /^[\w-]{1,32}$/,
  vimeo: /^[\w-]{1,64}$/,
  gab: /^\w{1,64}$/,
  parler: /^\w{1,64}$/,
  truthsocial: /^\w{1,30}$/,
  bluesky: /^(?=.{4,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i, // a host name (AT Protocol, handle specification)
};

/** Parts of an address that carry the platform's own id. */
const nativeIds: readonly { readonly platform: string; readonly form: RegExp }[] = [
  { platform: 'facebook', form: /^profile\.php\?id=(\d{6,20})(?:&.*)?$/ },
  { platform: 'facebook', form: /^(?:pages?\/)?[^/?]*-(\d{12,20})$/ }, // Name-of-page-103733191524431
  { platform: 'facebook', form: /^(\d{12,20})$/ },
  { platform: 'youtube', form: /^(?:channel\/)?(UC[\w-]{22})$/ },
  { platform: 'ok', form: /^group\/(\d{6,20})$/ },
  { platform: 'rutube', form: /^channel\/(\d{1,12})$/ },
  { platform: 'bluesky', form: /^(did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{4,253}))$/ },
  { platform: 'tiktok', form: /^(MS4wLjABAAAA[\w-]{20,80})$/ },
];

/** Spreadsheets turn a long id into `1.00076E+14` and back into 100076000000000: the last digits are lost. */
const damagedId = /^\d(?:\.\d+)?E\+\d+$|^\d{5,9}0{6,}$/i;

export function readProfile(platform: string, written: string): ProfileRead {
  const path = pathOf(platform, written);
  if (damagedId.test(path)) return { refused: `${platform} id "${written}" was cut by a spreadsheet` };
  for (const { platform: of, form } of nativeIds) {
    const nativeId = of === platform ? form.exec(path)?.[1] : undefined;
    if (nativeId !== undefined) return { account: { platform, nativeId } };
  }
  const name = path.replace(/^@/, '');
  if (nameForms[platform]?.test(name) !== true)
    return { refused: `${platform} cannot have an account "${short(written)}"` };
  return { account: { platform, handle: name } };
}

/** Without scheme, host, the platform's own prefixes, and slashes at the end. */
function pathOf(platform: string, written: string): string {
  const path = decoded(written)
    .trim()
    .replace(/^https?:\/\/[^/]+\/+/i, '')
    .replace(/[/\\]+$/, '');
  if (platform === 'telegram') return path.replace(/^s\//, ''); // the preview of a channel
  if (platform === 'linkedin') return path.replace(/^company\//, '');
  if (platform === 'youtube') return path.replace(/^(?:c|user)\//, '');
  return path;
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
