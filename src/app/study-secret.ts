/** Key of the pseudonyms of studies that use no database: made once, kept in the data folder, read by its owner alone. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function studySecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'study-secret');
  const known = await readIfThere(path);
  if (known !== undefined && known !== '') return known;
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(path, `${randomUUID()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another study made it in this moment; that one counts.
    if (!isCode(error, 'EEXIST')) throw error;
  }
  return (await readIfThere(path)) ?? '';
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
