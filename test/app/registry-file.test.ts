import { mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRegistryFile } from '../../src/app/registry-file.ts';
import { UserError } from '../../src/chat/command.ts';

async function aFile(bytes: Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'tocsin-registry-file-')), 'list.csv');
  await writeFile(path, bytes);
  return path;
}

const utf8 = (text: string) => Buffer.from(text, 'utf8');

describe('readRegistryFile', () => {
  it('gives the text as it is, letters of every script and the sign U+FFFD included', async () => {
    const text = '\ufeffid,name\r\nxx-a,中文 Пример \ufffd\r\n';

    expect(await readRegistryFile(await aFile(utf8(text)))).toBe(text);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['UTF-16, little-endian', Buffer.from('\ufeffid,name', 'utf16le'), 'is UTF-16 text: save it as UTF-8'],
    ['UTF-16, big-endian', Buffer.from('\ufeffid,name', 'utf16le').swap16(), 'is UTF-16 text: save it as UTF-8'],
    ['UTF-16 without a mark', Buffer.from('id,name', 'utf16le'), 'is no text: it holds zero bytes'],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]), 'is no text: it holds zero bytes'],
    ['Latin-1', Buffer.from('id,name\nxx-a,\u00dcber\n', 'latin1'), 'is not UTF-8 text, first in line 2'],
  ])('refuses %s, and says why', async (_what, bytes, reason) => {
    const path = await aFile(bytes);

    await expect(readRegistryFile(path)).rejects.toThrow(UserError);
    await expect(readRegistryFile(path)).rejects.toThrow(`${path} ${reason}`);
  });

  it('refuses a file that is too large before it is read, and one that is not there', async () => {
    const path = await aFile(utf8('id'));
    await truncate(path, 101_000_000);

    await expect(readRegistryFile(path)).rejects.toThrow('is larger than 100 MB');
    await expect(readRegistryFile(`${path}.none`)).rejects.toThrow('cannot be read');
  });
});
