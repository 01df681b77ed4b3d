/** Makes a folder, or says in one sentence why it cannot be had. */
import { mkdir } from 'node:fs/promises';
import { UserError } from '../chat/command.ts';

export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new UserError(
      `The folder ${path} cannot be made (${code}): choose another with dataDir or TOCSIN_DATA_DIR.`,
      { cause },
    );
  }
}
