/**
 * Runs dependency-cruiser over the bot and fails on a forbidden import, or when fewer modules were cruised than
 * there are files: without its parser the tool cruises nothing, prints a green tick and exits 0.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const folders = ['src', 'commands', 'jobs', 'config'];

interface CruiseReport {
  readonly summary: {
    readonly error: number;
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const { stdout, stderr } = spawnSync('depcruise', [...folders, '--output-type', 'json'], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  shell: true,
});
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')),
).length;

let report: CruiseReport;
try {
  report = JSON.parse(stdout) as CruiseReport;
} catch (cause) {
  throw new Error(`dependency-cruiser gave no report: ${stderr}`, { cause });
}
for (const { rule, from, to } of report.summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
console.log(
  `imports: ${report.summary.totalCruised} modules cruised, ${files} files, ${report.summary.error} forbidden`,
);
if (report.summary.error > 0 || report.summary.totalCruised < files) process.exit(1);
