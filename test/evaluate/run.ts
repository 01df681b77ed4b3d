/**
 * `npm run evaluate`: simulated worlds through the product's own ticks, the benchmark of 42 scenarios, and what became of
 * both. Writes results.json beside this file; `--accept` makes it the mark that `npm run check` compares with.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startRules } from '../../src/campaign/start-rules.ts';
import { goalsOf, regressionsOf } from './goals.ts';
import type { WorldMeasures } from './measure-world.ts';
import { evaluateNoufaily, noufailyMisses, noufailyTable } from './noufaily.ts';
import { noufailyDetectors } from './noufaily-detectors.ts';
import { summaryLines } from './print-summary.ts';
import { keepResults, type Results, readResults } from './results.ts';
import { type Summary, summarize } from './summarize.ts';

const { values } = parseArgs({
  options: {
    development: { type: 'string', default: '1,2' },
    test: { type: 'string', default: '11,12' },
    tick: { type: 'string', default: '10' },
    scale: { type: 'string', default: '0.1' },
    recheck: { type: 'string', default: 'S3' },
    yardsticks: { type: 'boolean', default: false },
    ablations: { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
  },
});

interface World {
  readonly parameters: string;
  readonly seed: string;
  readonly without?: string | undefined;
}

/** The other rows are yardsticks, 130 CPU s of them, and never change. */
const ownRows = noufailyDetectors.flatMap(({ name }) => (name.startsWith('Tocsin') ? [name] : []));
const families = ['content', 'timing', 'accounts', 'network', 'provenance', 'after', 'against'] as const;
const seedsOf = (text: string): readonly string[] => text.split(',').filter((seed) => seed !== '');
const sets = {
  development: seedsOf(values.development).map((seed) => ({ parameters: 'development', seed })),
  test: seedsOf(values.test).map((seed) => ({ parameters: 'test', seed })),
};

const folder = await mkdtemp(join(tmpdir(), 'tocsin-evaluate-'));
try {
  const results: Results = {
    at: new Date().toISOString().slice(0, 10),
    rulesVersion: startRules.version,
    tickMinutes: Number(values.tick),
    scale: Number(values.scale),
    recheckFrom: values.recheck,
    sets: { development: await watch(sets.development), test: await watch(sets.test) },
    ablations: values.ablations ? await ablate() : undefined,
    noufaily: evaluateNoufaily({ repeats: 40, seed: 42, only: values.yardsticks ? undefined : ownRows }),
  };
  const accepted = await readResults('accepted');
  await keepResults('results', results);
  if (values.accept) await keepResults('accepted', results);
  print(results, accepted);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function ablate(): Promise<Readonly<Record<string, Summary>>> {
  const found: Record<string, Summary> = {};
  for (const without of families)
    found[without] = await watch(sets.test.slice(0, 1).map((world) => ({ ...world, without })));
  return found;
}

async function watch(worlds: readonly World[]): Promise<Summary> {
  const waiting = [...worlds];
  const measures: WorldMeasures[] = [];
  const work = async (): Promise<void> => {
    for (let world = waiting.shift(); world !== undefined; world = waiting.shift())
      measures.push(await watchOne(world));
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), worlds.length) }, work));
  return summarize(measures.toSorted((a, b) => ((a.outcomes[0]?.world ?? '') < (b.outcomes[0]?.world ?? '') ? -1 : 1)));
}

/** In a process of its own: a world takes its memory with it when it ends. */
async function watchOne({ parameters, seed, without }: World): Promise<WorldMeasures> {
  const out = join(folder, `${parameters}-${seed}-${without ?? 'all'}.json`);
  const script = fileURLToPath(new URL('one-world.ts', import.meta.url));
  const { tick, scale, recheck } = values;
  const given = [
    '--parameters',
    parameters,
    '--seed',
    seed,
    '--tick',
    tick,
    '--scale',
    scale,
    '--recheck',
    recheck,
    '--out',
    out,
  ];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, ...given, ...(without === undefined ? [] : ['--without', without])],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`the world ${parameters}/${seed} ended with ${code}`);
  const measures: WorldMeasures = JSON.parse(await readFile(out, 'utf8'));
  return measures;
}

function print(results: Results, accepted: Results | undefined): void {
  const lines: string[] = [];
  for (const [name, summary] of Object.entries(results.sets)) lines.push(...summaryLines(name, summary), '');
  for (const [family, summary] of Object.entries(results.ablations ?? {})) {
    const found = summary.campaigns
      .map(({ kind, channel }) => `${kind} ${Math.round(channel.value * 100)} %`)
      .join(', ');
    lines.push(`Without ${family}: S2 or above ${found}; false S2 a day ${summary.falsePerDay.S2.toFixed(2)}.`);
  }
  for (const [name, summary] of Object.entries(results.sets)) {
    const before = accepted?.sets[name];
    for (const worse of before === undefined ? [] : regressionsOf(before, summary))
      lines.push(`WORSE (${name}): ${worse}`);
    for (const { name: goal, isMet } of goalsOf(summary)) if (!isMet) lines.push(`NOT MET (${name}): ${goal}`);
  }
  if (results.noufaily !== undefined) {
    lines.push('', noufailyTable(results.noufaily));
    const missed = noufailyMisses(results.noufaily);
    lines.push(...missed.map((each) => `NOT MET (42 scenarios): ${each}`));
    if (missed.length > 0) process.exitCode = 1;
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
