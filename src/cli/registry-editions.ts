/** `tocsin registry pending|apply|dismiss`: editions that were read again and wait for a person. */
import { entriesAfter } from '../../jobs/tell-edition.ts';
import { settlerOf } from '../app/refresh-registry.ts';
import { clock } from '../measure/words.ts';
import { diffEntries, type RegistryDiff } from '../registry/diff.ts';
import type { PendingEdition, RegistryStore } from '../store/store.ts';
import { exitStatus, printJson, printLines, say } from './output.ts';
import { diffLines } from './registry-words.ts';
import { type CommonOptions, withDatabase } from './session.ts';

/** Entries named of each part of a difference. */
const listed = 20;

export async function listPending({ json, ...common }: CommonOptions & { readonly json: boolean }): Promise<number> {
  return withDatabase(common, async ({ store: { registry } }) => {
    const waiting: { readonly pending: PendingEdition; readonly diff: RegistryDiff }[] = [];
    for (const pending of await registry.unsettled())
      waiting.push({ pending, diff: await differenceOf(pending, registry) });
    if (json) await printJson(waiting.map(({ pending: { entries: _whole, ...rest }, diff }) => ({ ...rest, diff })));
    else if (waiting.length === 0) await printLines(['no edition waits']);
    else
      await printLines(waiting.flatMap(({ pending, diff }) => [headOf(pending), ...diffLines(diff, listed).slice(1)]));
    return exitStatus.done;
  });
}

/** To the registry that it was compared with. */
async function differenceOf({ against, entries }: PendingEdition, registry: RegistryStore): Promise<RegistryDiff> {
  const before = (against === 'none' ? undefined : await registry.snapshotOf(against))?.entries ?? [];
  return diffEntries(before, entriesAfter(before, entries));
}

function headOf({ id, source, at, against, refused }: PendingEdition): string {
  return `${id} · ${source} · read ${clock(at)} · compared with registry ${against} · ${refused} refused`;
}

export interface RegistryDecision extends CommonOptions {
  readonly id: string;
  readonly as: 'apply' | 'dismiss';
  readonly by: string;
}

export async function decideEdition({ id, as, by, ...common }: RegistryDecision): Promise<number> {
  return withDatabase(common, async ({ store }, { config }) => {
    const { done, text } = await settlerOf(config, store)[as](id, { name: by, user: by });
    if (done) await printLines([text]);
    else say(text);
    return done ? exitStatus.done : exitStatus.failed;
  });
}
