import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { assets } from '../../src/web/assets/assets.ts';

const scripts = [...assets].filter(([path]) => path.endsWith('.js'));

describe('the files of the page', () => {
  it.each(scripts)('%s is a module that parses', async (path, { text }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'console-script-')), `${basename(path, '.js')}.mjs`);
    writeFileSync(file, text);

    await expect(promisify(execFile)(process.execPath, ['--check', file])).resolves.toEqual({ stdout: '', stderr: '' });
  });

  it('import only each other', () => {
    for (const [, { text }] of scripts) {
      for (const [, file] of text.matchAll(/from '\.\/([^']*)'/g)) expect(assets.has(`/assets/${file}`)).toBe(true);
      expect(text.match(/from '(?!\.\/)/g)).toBeNull();
    }
  });

  it('load nothing from elsewhere', () => {
    for (const [, { text }] of assets) {
      expect(text.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/|url\(|@import/);
    }
  });

  it('parse HTML in one place only', () => {
    const all = scripts.map(([, { text }]) => text).join('\n');

    expect(all.match(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/g)).toEqual([
      'innerHTML',
    ]);
  });
});
