import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/app/make-folder.ts';

describe('makeFolder', () => {
  it('makes what is missing and says in one sentence what stands in the way', async () => {
    const root = await mkdtemp(join(tmpdir(), 'folder-'));
    await writeFile(join(root, 'file'), '');

    await expect(makeFolder(join(root, 'a/b'))).resolves.toBeUndefined();
    await expect(makeFolder(join(root, 'file/b'))).rejects.toThrow(/cannot be made \(ENOTDIR\): choose another/);
  });
});
