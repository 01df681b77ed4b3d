/** The subcommands of `tocsin registry` and what each takes. */
import { Argument, type Command, InvalidArgumentError } from 'commander';
import { entryStatuses } from '../registry/registry.ts';
import { parseDate } from './parsers.ts';
import type { CommonOptions } from './session.ts';

type Common = () => CommonOptions;
type Done = (status: number) => void;
type Sub = (name: string, description: string) => Command;

/** Who decides on this machine, unless `--by` says it. */
const commandLine = 'command line';

export function addRegistry(registry: Command, common: Common, done: Done): void {
  const sub: Sub = (name, description) => registry.command(name).description(description).exitOverride();
  addImport(sub, common, done);
  addQuestions(sub, common, done);
  addEdits(sub, common, done);
  addEditions(sub, common, done);
}

function addImport(sub: Sub, common: Common, done: Done): void {
  sub('import', 'read lists; docs/registry.md names those that can be read')
    .argument('<files...>')
    .option('--include-officials', 'also named officials, not only institutions', false)
    .option('--reason <text>', 'why, for the history', parseReason)
    .option('--by <name>', 'who, for the history', parseReason, commandLine)
    .option('--dry-run', 'print what would change, and keep nothing', false)
    .option('--json', 'print the report as JSON', false)
    .action(async (files, { includeOfficials, reason, by, dryRun, json }) =>
      done(
        await (await import('./registry-import.ts')).importRegistry({
          ...common(),
          files,
          includeOfficials,
          reason,
          by,
          dryRun,
          json,
        }),
      ),
    );
}

function addQuestions(sub: Sub, common: Common, done: Done): void {
  sub('show', 'one entry by id, handle, host or address; without a name, what there is')
    .argument('[subject]')
    .option('--platform <name>', 'platform of the handle')
    .option('--at <date>', 'as of a date', parseDate)
    .option('--json', 'print as JSON', false)
    .action(async (subject, { platform, at, json }) =>
      done(await (await import('./registry-show.ts')).showRegistry({ ...common(), subject, platform, at, json })),
    );
  sub('diff', 'what differs between two versions, dates or files; of one: to now; of none: the newest edition')
    .argument('[from]', 'version, date or file')
    .argument('[to]', 'version, date or file')
    .option('--include-officials', 'also named officials of the files', false)
    .option('--json', 'print as JSON', false)
    .action(async (from, to, { includeOfficials, json }) =>
      done(await (await import('./registry-diff.ts')).diffRegistry({ ...common(), from, to, includeOfficials, json })),
    );
  sub('history', 'what happened to an entry, by whom and why; without an id, the editions')
    .argument('[id]')
    .option('--json', 'print as JSON', false)
    .action(async (id, { json }) =>
      done(await (await import('./registry-history.ts')).registryHistory({ ...common(), id, json })),
    );
}

function addEdits(sub: Sub, common: Common, done: Done): void {
  sub('edit', 'entries of a file (YAML or CSV form) take the place of those with their id, whole')
    .argument('<file>')
    .requiredOption('--reason <text>', 'why, for the history', parseReason)
    .option('--by <name>', 'who, for the history', parseReason, commandLine)
    .option('--json', 'print as JSON', false)
    .action(async (file, { reason, by, json }) =>
      done(await (await import('./registry-edit.ts')).editRegistry({ ...common(), file, reason, by, json })),
    );
  sub('status', 'set the status of an entry; withdrawn ones match nothing and stay visible')
    .argument('<id>')
    .addArgument(new Argument('<status>').choices([...entryStatuses]))
    .requiredOption('--reason <text>', 'why, for the history', parseReason)
    .option('--by <name>', 'who, for the history', parseReason, commandLine)
    .option('--json', 'print as JSON', false)
    .action(async (id, status, { reason, by, json }) =>
      done(await (await import('./registry-edit.ts')).setRegistryStatus({ ...common(), id, status, reason, by, json })),
    );
}

function addEditions(sub: Sub, common: Common, done: Done): void {
  sub('pending', 'editions that were read again and wait, with what they change')
    .option('--json', 'print as JSON', false)
    .action(async ({ json }) =>
      done(await (await import('./registry-editions.ts')).listPending({ ...common(), json })),
    );
  for (const as of ['apply', 'dismiss'] as const) {
    sub(as, `${as} an edition that waits`)
      .argument('<id>', 'as tocsin registry pending lists it')
      .option('--by <name>', 'who, for the history', parseReason, commandLine)
      .action(async (id, { by }) =>
        done(await (await import('./registry-editions.ts')).decideEdition({ ...common(), id, as, by })),
      );
  }
}

function parseReason(text: string): string {
  const words = text.trim();
  if (words === '' || words.length > 500)
    throw new InvalidArgumentError('Expected some words, at most 500 characters.');
  return words;
}
