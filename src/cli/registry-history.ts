/** `tocsin registry history`: what happened to an entry, by whom and why; without an id, the editions. */
import { UserError } from '../chat/command.ts';
import { clock, counted } from '../measure/words.ts';
import { changeText } from '../message/registry-diff-message.ts';
import { diffEntries, type FieldChange } from '../registry/diff.ts';
import type { RegistryEdition, RegistryEvent } from '../store/store.ts';
import { exitStatus, printJson, printLines } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface RegistryHistoryOptions extends CommonOptions {
  readonly id: string | undefined;
  readonly json: boolean;
}

const editionsShown = 50;

export async function registryHistory({ id, json, ...common }: RegistryHistoryOptions): Promise<number> {
  return withDatabase(common, async ({ store: { registry } }) => {
    if (id === undefined) {
      const editions = await registry.editions(editionsShown);
      if (json) await printJson(editions);
      else await printLines(editions.length === 0 ? ['nothing was imported yet'] : editions.map(editionLine));
      return exitStatus.done;
    }
    const events = await registry.history(id);
    if (events.length === 0)
      throw new UserError(`No entry has the id ${id}; tocsin registry show finds it by handle or host.`);
    if (json) await printJson(events.map((event) => ({ ...event, changes: changesOf(event) })));
    else await printLines(events.flatMap(eventLines));
    return exitStatus.done;
  });
}

function editionLine(edition: RegistryEdition): string {
  const { added, changed, refused } = edition;
  return `${headOf(edition)} · ${counted(added, 'entry', 'entries')} added, ${changed} changed, ${refused} refused${reasonOf(edition)}`;
}

function eventLines(event: RegistryEvent): readonly string[] {
  const changes = changesOf(event).map((change) => `  ${changeText(change, (host) => host)}`);
  const what = event.before === undefined ? ['  new'] : changes.length === 0 ? ['  nothing that is shown'] : changes;
  return [`${headOf(event)}${reasonOf(event)}`, ...what];
}

function headOf({ version, at, by, source }: Pick<RegistryEvent, 'version' | 'at' | 'by' | 'source'>): string {
  return `${version} · ${clock(at)} · by ${by} · ${source}`;
}

function reasonOf({ reason }: Pick<RegistryEvent, 'reason'>): string {
  return reason === undefined ? '' : ` · ${reason}`;
}

function changesOf({ before, after }: RegistryEvent): readonly FieldChange[] {
  if (before === undefined) return [];
  return diffEntries([before], [after]).changed.flatMap(({ changes }) => changes);
}
