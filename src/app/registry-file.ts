/** A registry file of this machine as text, or the reason why it is none. */
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../chat/command.ts';

/** A registry of 100,000 entries has 20 MB; a bundle of a sharing community may be larger. */
const largest = 100_000_000;

export async function readRegistryFile(path: string, maxBytes = largest): Promise<string> {
  const bytes = await bytesOf(path, maxBytes);
  if (bytes.length === 0) throw new UserError(`${path} is empty.`);
  if (isUtf16(bytes)) throw new UserError(`${path} is UTF-16 text: save it as UTF-8.`);
  if (bytes.includes(0)) throw new UserError(`${path} is no text: it holds zero bytes.`);
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
  throw new UserError(`${path} is not UTF-8 text, first in line ${line}: save it as UTF-8.`);
}

async function bytesOf(path: string, maxBytes: number): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw new UserError(`${path} is larger than ${maxBytes / 1e6} MB.`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${path} cannot be read: does it exist, and may this user open it?`, { cause });
  }
}

function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff';
}
