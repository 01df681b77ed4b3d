/** `tocsin sample`: the synthetic sample stream as NDJSON, for trying an import. */
import { once } from 'node:events';
import { sampleLines } from '../source/sample/sample-source.ts';
import { exitStatus } from './output.ts';

export async function writeSample(seed: string): Promise<number> {
  for (const line of sampleLines({ seed })) {
    if (!process.stdout.write(line)) await once(process.stdout, 'drain');
  }
  return exitStatus.done;
}
