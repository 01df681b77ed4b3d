/** All measurements, small enough for a coffee: `npm run bench`. Each file of this folder runs alone at any size. */
import { parseArgs } from 'node:util';
import { print } from './bench.ts';
import { benchImport, printImport } from './import.ts';
import { benchJetstream, printJetstream } from './jetstream.ts';
import { benchRegistry, printRegistry } from './registry.ts';
import { benchStudy, printStudy } from './study.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '100000' },
    events: { type: 'string', default: '20000' },
    entries: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});
const imported = await benchImport(Number(values.posts));
if (!values.json) printImport(imported);
const studied = await benchStudy(Number(values.posts));
if (!values.json) printStudy(studied);
const jetstream = await benchJetstream(Number(values.events));
if (!values.json) printJetstream(jetstream);
const registry = await benchRegistry(Number(values.entries));
if (values.json) print(JSON.stringify({ import: imported, study: studied, jetstream, registry }));
else printRegistry(registry);
