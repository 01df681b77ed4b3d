/** A public channel's name as people write it, in, the one form that everything here compares, out. */

/** https://core.telegram.org/method/account.checkUsername: 5 to 32 of these; some old and bought names are shorter. */
const form = /^[a-z][a-z0-9_]{2,31}$/;

/** Pages of t.me that look like names. */
const reserved = new Set([
  'joinchat',
  'addstickers',
  'addemoji',
  'addlist',
  'share',
  'proxy',
  'socks',
  'login',
  'invoice',
]);

/** `@Name`, `t.me/Name`, `https://t.me/s/Name/12`, `Name` → `name`; `undefined` for what names no public channel. */
export function channelName(written: string): string | undefined {
  const text = written.trim().toLowerCase();
  const path = /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\/(?:s\/)?([^/?#]+)/.exec(text)?.[1];
  const name = path ?? text.replace(/^@/, '');
  return form.test(name) && !reserved.has(name) ? name : undefined;
}

/**
 * Id of a post: `name/12`, and `c/100200/12` in channels without a name, as Telegram's own links have them.
 *
 * The name is in the id because it is the only thing that the web preview says of the channel that a message was
 * forwarded from; so both ways of reading give one id, and what one has read the other knows. The account's id is the
 * name too. A channel that takes a new name therefore counts as a new account.
 */
export function postIdOf(channel: string, message: number): string {
  return `${channel}/${message}`;
}

/** The post that a link like `https://t.me/Name/12?single` leads to. */
export function postIdInLink(link: string | undefined): string | undefined {
  const parts = partsOf(link);
  if (parts[0] === 'c' && parts.length >= 3 && isId(parts[1]) && isId(parts[2])) return `c/${parts[1]}/${parts[2]}`;
  const name = parts[0] === undefined || parts[0] === 'c' ? undefined : channelName(parts[0]);
  return name !== undefined && isId(parts[1]) ? `${name}/${parts[1]}` : undefined;
}

function isId(part: string | undefined): boolean {
  return part !== undefined && /^[1-9]\d{0,14}$/.test(part);
}

function partsOf(link: string | undefined): readonly string[] {
  if (link === undefined || !URL.canParse(link, 'https://t.me')) return [];
  return new URL(link, 'https://t.me').pathname.split('/').filter((part) => part !== '' && part !== 's');
}
