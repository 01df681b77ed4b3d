/** Makes the study of one file as the command does and prints what it took: a process of its own, for its memory. */
import { loadStance } from '../src/app/stance.ts';
import { makeStudy } from '../src/app/study.ts';
import { writeStudyFiles } from '../src/app/study-folder.ts';
import { readStudyRegistry } from '../src/app/study-registry.ts';
import { studyFiles } from '../src/study/files.ts';

const [path = '', out = ''] = process.argv.slice(2);
const started = performance.now();
const now = new Date();
const stance = await loadStance({ lexicons: [] });
let readMs = 0;
const { report, list } = await makeStudy({
  question: { query: '', top: {}, zones: ['Asia/Shanghai'], minN: 50 },
  input: { paths: [path], options: { now } },
  registry: await readStudyRegistry(undefined, now, () => undefined),
  stance,
  secret: 'a secret of the bench',
  mark: 'TLP:AMBER',
  onProgress(line) {
    if (!line.startsWith('counting') && !line.startsWith('putting')) readMs = performance.now() - started;
  },
});
const countMs = performance.now() - started - readMs;
const { files } = await writeStudyFiles(out, studyFiles(report, list));
await stance.close();
const { user, system } = process.cpuUsage();
process.stdout.write(
  JSON.stringify({
    posts: report.head.inputs[0]?.posts,
    files,
    readSeconds: readMs / 1000,
    countSeconds: countMs / 1000,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
