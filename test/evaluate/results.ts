/** Results as they are stored: `results.json` of the last run, `accepted.json` of the last that was taken as the mark. */
import { readFile, writeFile } from 'node:fs/promises';
import type { NoufailyResult } from './noufaily.ts';
import type { Summary } from './summarize.ts';

export interface Results {
  /** Day of the run, and what it was run on. */
  readonly at: string;
  readonly rulesVersion: string;
  readonly tickMinutes: number;
  /** Size of the worlds: 1 is the one that the parameters describe. */
  readonly scale: number;
  /** Campaigns from this level on were looked at again for what is gone. */
  readonly recheckFrom: string;
  readonly sets: Readonly<Record<string, Summary>>;
  readonly ablations?: Readonly<Record<string, Summary>> | undefined;
  readonly noufaily?: NoufailyResult | undefined;
}

const folder = new URL('.', import.meta.url);

export async function readResults(name: 'results' | 'accepted'): Promise<Results | undefined> {
  try {
    const results: Results = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8'));
    return results;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function keepResults(name: 'results' | 'accepted', results: Results): Promise<void> {
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(results, null, 2)}\n`);
}
