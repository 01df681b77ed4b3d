/** What a person typed or pasted (handle, address of a profile or page, host, native id) → what the registry is asked. */
import { hostForm } from './host-form.ts';
import { readProfile } from './profile.ts';
import type { RegistryAccount } from './registry.ts';

export interface Subject {
  /** As it is said back: `@ChinaDaily`, `news.example`. */
  readonly shown: string;
  /** Without platform: any of them. */
  readonly accounts: readonly SubjectAccount[];
  readonly host?: string | undefined;
}

export interface SubjectAccount extends Pick<RegistryAccount, 'handle' | 'nativeId'> {
  readonly platform?: string | undefined;
}

/** Hosts whose addresses name an account. */
const platformHosts: ReadonlyMap<string, string> = new Map([
  ['x.com', 'x'],
  ['twitter.com', 'x'],
  ['facebook.com', 'facebook'],
  ['fb.com', 'facebook'],
  ['instagram.com', 'instagram'],
  ['threads.net', 'threads'],
  ['threads.com', 'threads'],
  ['youtube.com', 'youtube'],
  ['t.me', 'telegram'],
  ['telegram.me', 'telegram'],
  ['tiktok.com', 'tiktok'],
  ['vk.com', 'vk'],
  ['ok.ru', 'ok'],
  ['linkedin.com', 'linkedin'],
  ['rumble.com', 'rumble'],
  ['bsky.app', 'bluesky'],
]);

/** Numbers, YouTube's channels, and the archive's hashed ids (`lists/x-takedown.ts`); each may be a handle, too. */
const nativeId = /^(?:\d{1,20}|UC[\w-]{22}|[A-Za-z0-9+]{40,43}=)$/;

/** `undefined` when the text names neither an account nor a host. */
export function readSubject(typed: string): Subject | undefined {
  const text = refanged(typed.trim());
  if (text === '' || text.length > 500) return undefined;
  if (/^https?:\/\//i.test(text)) return fromAddress(text);
  if (/^did:[a-z]+:\S+$/.test(text)) return { shown: text, accounts: [{ platform: 'bluesky', nativeId: text }] };
  if (text.startsWith('@')) return fromHandle(text.replace(/^@+/, ''));
  if (text.includes('/')) return fromAddress(`https://${text}`);
  if (/\s/.test(text)) return undefined;
  if (nativeId.test(text)) return { shown: text, accounts: [{ nativeId: text }, { handle: text }] };
  const host = text.includes('.') && !text.includes('@') ? hostForm(text) : undefined;
  // A name with a dot may be a handle, too: `name.example` on Bluesky, `some.name` on Instagram.
  return host === undefined ? fromHandle(text) : { shown: text, host, accounts: [{ handle: text }] };
}

/** `news[.]example` and `hxxps://` as reports write them. */
function refanged(text: string): string {
  return text.replaceAll(/\[\.\]|\(\.\)|\{\.\}/g, '.').replace(/^hxxp(s?):\/\//i, 'http$1://');
}

function fromHandle(handle: string): Subject | undefined {
  if (handle === '' || /[\s/]/.test(handle)) return undefined;
  return { shown: `@${handle}`, accounts: [{ handle, ...(handle.includes('@') ? { platform: 'mastodon' } : {}) }] };
}

function fromAddress(address: string): Subject | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const host = url === undefined ? undefined : hostForm(url.hostname);
  if (url === undefined || host === undefined) return undefined;
  const bare = host.replace(/^(?:www|mobile|m|web)\./, '');
  const platform = platformHosts.get(bare);
  const account = platform === undefined ? undefined : accountIn(url, platform);
  if (account !== undefined) {
    return {
      shown: account.handle === undefined ? (account.nativeId ?? bare) : `@${account.handle}`,
      accounts: [account],
    };
  }
  const mastodon = /^\/@([\w.-]+)(?:\/.*)?$/.exec(url.pathname)?.[1];
  const accounts = mastodon === undefined ? [] : [{ platform: 'mastodon', handle: `${mastodon}@${bare}` }];
  return { shown: host, host, accounts };
}

/** The first parts of a path that name an account; the rest is one of its posts. */
function accountIn({ pathname, search }: URL, platform: string): SubjectAccount | undefined {
  const steps = pathname.split('/').filter((step) => step !== '');
  const [first = '', second = ''] = steps;
  if (first === '') return undefined;
  if (platform === 'bluesky') return first === 'profile' && second !== '' ? blueskyAccount(second) : undefined;
  const deeper = ['channel', 'c', 'user', 'group', 'company', 's', 'pages'].includes(first) && second !== '';
  const path = first === 'profile.php' ? `${first}${search}` : deeper ? steps.slice(0, 3).join('/') : first;
  const read = readProfile(platform, platform === 'youtube' && deeper ? `${first}/${second}` : path);
  return 'account' in read ? read.account : undefined;
}

function blueskyAccount(name: string): SubjectAccount {
  return { platform: 'bluesky', ...(name.startsWith('did:') ? { nativeId: name } : { handle: name }) };
}
