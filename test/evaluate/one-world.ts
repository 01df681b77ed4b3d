/** One world in a process of its own: simulates, watches, and writes the measures as JSON to a file. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { levels } from '../../src/campaign/campaign.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import { createDetectors, defaultDetectorSettings } from '../../src/detector/all.ts';
import { minuteMs } from '../../src/post/post.ts';
import { fitLines } from './fit-world.ts';
import { measureWorld } from './measure-world.ts';
import { parameterSets, scaled } from './simulate/parameters.ts';
import { simulate } from './simulate/simulate.ts';
import { watchWorld } from './watch-world.ts';
import { withoutFamily } from './without-family.ts';

const { values } = parseArgs({
  options: {
    parameters: { type: 'string', default: 'development' },
    seed: { type: 'string', default: '1' },
    tick: { type: 'string', default: '10' },
    without: { type: 'string' },
    scale: { type: 'string', default: '1' },
    recheck: { type: 'string', default: 'S3' },
    fit: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const parameters = parameterSets[values.parameters];
if (parameters === undefined) throw new Error(`no parameters named ${values.parameters}`);
const simulation = simulate(scaled(parameters, Number(values.scale)), Number(values.seed));
process.stderr.write(
  `${values.parameters}/${values.seed}: ${simulation.posts.length} posts, ${simulation.truth.length} events\n`,
);
const detectors = createDetectors(defaultDetectorSettings());
const rules = values.without === undefined ? startRules : withoutFamily(startRules, values.without);
const context = { rules, rulesVersion: rules.version, watchedTags: simulation.watchedTags, watchedHosts: [] };
const watched = await watchWorld(simulation, detectors, context, {
  tickMs: Number(values.tick) * minuteMs,
  recheckFrom: levels.find((level) => level === values.recheck),
  onDay: (day) => process.stderr.write(`${values.parameters}/${values.seed}: day ${day}\n`),
});
if (values.fit) process.stderr.write(`${fitLines(watched).join('\n')}\n`);
const text = JSON.stringify(measureWorld(watched));
if (values.out === undefined) process.stdout.write(`${text}\n`);
else await writeFile(values.out, text);
