import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openServerFolder } from '../../src/store/server-folder.ts';
import { StoreUserError } from '../../src/store/store-error.ts';

describe('the folder of the embedded server', () => {
  it('says in one sentence that it cannot be made, and what helps', () => {
    const parent = mkdtempSync(path.join(tmpdir(), 'tocsin-folder-'));
    const file = path.join(parent, 'data');
    writeFileSync(file, 'no folder');

    try {
      expect(() => openServerFolder(file)).toThrow(StoreUserError);
      expect(() => openServerFolder(file)).toThrow(/cannot be made \(ENOTDIR\).*DATABASE_URL/);
    } finally {
      rmSync(parent, { recursive: true });
    }
  });
});
