/** The program as it is packed, built once for a run: it starts several times faster than from its sources. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the built command line; without it the program runs from its sources. */
    readonly program: string;
  }
}

export function setup(project: TestProject): () => void {
  // Inside of the package, so that the program finds what is packed with it.
  const cache = path.resolve('node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const dir = mkdtempSync(path.join(cache, 'tocsin-smoke-'));
  const args = [
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--outDir',
    dir,
    '--sourceMap',
    'false',
  ];
  const { status, stdout, error } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (error !== undefined || status !== 0)
    throw new Error(`the program could not be built: ${stdout}`, { cause: error });
  project.provide('program', path.join(dir, 'src/cli/tocsin.js'));
  return () => rmSync(dir, { recursive: true, force: true });
}
