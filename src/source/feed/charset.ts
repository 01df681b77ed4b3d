/**
 * Bytes of a feed → text. Who knows best comes first: the byte order mark, the XML declaration, the HTTP header, UTF-8
 * (RFC 7303 orders them so). A declaration that the bytes contradict is passed over, and bytes that are no text become
 * U+FFFD: one bad character must not cost the feed.
 */

export function decodeFeed(bytes: Uint8Array, contentType: string | undefined): string {
  const marked = byteOrderMark(bytes) ?? wideWithoutMark(bytes);
  if (marked !== undefined) return decode(bytes, marked) ?? '';
  if (isUtf8(bytes)) return decode(bytes, 'utf-8') ?? '';
  return firstReadable(bytes, [declaredInXml(bytes), declaredInHeader(contentType), 'utf-8']);
}

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** `<` in two bytes: XML 1.0, appendix F. */
function wideWithoutMark([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0x3c && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c && third === 0 && fourth !== 0) return 'utf-16be';
  return undefined;
}

/** Text of another charset is hardly ever valid UTF-8 by chance, and with so many characters never. */
const enoughWideCharacters = 8;

function isUtf8(bytes: Uint8Array): boolean {
  let wide = 0;
  for (const byte of bytes) {
    if (byte >= 0xc2 && byte <= 0xf4) wide += 1;
    if (wide === enoughWideCharacters) break;
  }
  if (wide < enoughWideCharacters) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The declaration itself is ASCII in every charset that gets here, so one that says UTF-16 is wrong. */
const wideName = /^(?:utf-?16|ucs-?2|iso-10646-ucs-2|unicode)/i;

function declaredInXml(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 400));
  return usable(/^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1]);
}

function declaredInHeader(contentType: string | undefined): string | undefined {
  return usable(/;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]);
}

function usable(name: string | undefined): string | undefined {
  return name === undefined || wideName.test(name) ? undefined : name;
}

/** More than so much of a text that cannot be read means another charset, less a cut or broken character. */
const mostUnreadable = 0.02;

function firstReadable(bytes: Uint8Array, names: readonly (string | undefined)[]): string {
  let best: { readonly text: string; readonly share: number } | undefined;
  for (const name of names) {
    const text = name === undefined ? undefined : decode(bytes, name);
    if (text === undefined) continue;
    const share = unreadableShare(text);
    if (share <= mostUnreadable) return text;
    if (best === undefined || share < best.share) best = { text, share };
  }
  return best?.text ?? '';
}

function unreadableShare(text: string): number {
  const unreadable = text.match(/\u{fffd}/gu)?.length ?? 0;
  // Only what is not ASCII can be misread: markup in ASCII must not hide it.
  const foreign = text.match(/[^\0-\u{7f}]/gu)?.length ?? 0;
  return foreign === 0 ? 0 : unreadable / Math.max(foreign, 50);
}

/** `undefined` for a charset that nobody knows. */
function decode(bytes: Uint8Array, name: string): string | undefined {
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return undefined;
  }
}
