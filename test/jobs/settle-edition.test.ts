import { describe, expect, it } from 'vitest';
import { createEditionSettler } from '../../jobs/settle-edition.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import type { AuditRecord, Store } from '../../src/store/store.ts';
import { fakeOutbox } from '../fakes/outbox.ts';
import { fakeRegistryStore } from '../fakes/registry-store.ts';
import { anEntry } from '../registry/an-entry.ts';

const start = new Date('2026-11-20T10:00:00Z');
const ann = { name: 'Ann', user: 'slack:U1' };
const ben = { name: 'Ben', user: 'slack:U2' };
const known = anEntry({ id: 'xx-known', hosts: ['known.example'] });
const fresh = anEntry({ id: 'xx-fresh', name: 'Fresh', hosts: ['fresh.example'] });

async function waiting(entries: readonly RegistryEntry[], first: readonly RegistryEntry[] = [known]) {
  const registry = fakeRegistryStore(first);
  const { told, outbox } = fakeOutbox();
  const audit: AuditRecord[] = [];
  let at = start;
  const settler = createEditionSettler({
    store: {
      registry,
      outbox,
      audit: { append: async (record: AuditRecord) => void audit.push(record) },
    } as unknown as Pick<Store, 'registry' | 'audit' | 'outbox'>,
    target: 'slack:CADMIN',
    mark: 'TLP:AMBER',
    now: () => at,
  });
  const { version: against } = await registry.snapshot();
  const pending = await registry.keepPending({
    source: 'weekly',
    at: start,
    against,
    entries,
    refused: 2,
    contentHash: 'h1',
  });
  const pass = (minutes: number): void => {
    at = new Date(at.getTime() + minutes * 60_000);
  };
  const edit = (entry: RegistryEntry): Promise<unknown> =>
    registry.keepEdition({ source: 'edit', by: 'cli', at, added: 0, changed: 0, refused: 0 }, [entry]);
  return { registry, told, audit, settler, pending, pass, edit };
}

describe('deciding on an edition', () => {
  it('applies it, says so in the channel, and keeps who it was', async () => {
    const { registry, settler, told, audit } = await waiting([fresh]);

    const answer = await settler.apply('edition-1', ann);

    expect(answer).toEqual({
      done: true,
      text: 'edition-1 of weekly is applied: 1 entry added, 0 changed; registry v2.',
    });
    expect((await registry.snapshot()).entries.map(({ id }) => id)).toEqual(['xx-known', 'xx-fresh']);
    expect(registry.kept).toMatchObject([{ by: 'Ann', refused: 2, reason: 'edition-1: confirmed by Ann' }]);
    expect(audit).toMatchObject([{ by: 'slack:U1', action: 'registry-edition-applied', subject: 'edition-1' }]);
    expect(told.map(({ message }) => message.title)).toEqual([
      'edition-1 of weekly was applied by Ann: 1 entry added, 0 changed; registry v2.',
    ]);
  });

  it('is done once, however many press at the same moment', async () => {
    const { registry, settler } = await waiting([fresh]);

    const answers = await Promise.all([settler.apply('edition-1', ann), settler.apply('edition-1', ben)]);
    const later = await settler.apply('edition-1', ben);

    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    expect(registry.kept).toHaveLength(1);
    expect(later).toEqual({ done: false, text: 'Ann was first: edition-1 of weekly is applied already.' });
  });

  it('is either applied or dismissed, never both', async () => {
    const { registry, settler } = await waiting([fresh]);

    const [applied, dismissed] = await Promise.all([
      settler.apply('edition-1', ann),
      settler.dismiss('edition-1', ben),
    ]);

    expect(applied.done).not.toBe(dismissed.done);
    expect(registry.kept).toHaveLength(applied.done ? 1 : 0);
  });

  it('leaves the registry as it is when dismissed, also for a later apply', async () => {
    const { registry, settler, audit } = await waiting([fresh]);

    const dismissed = await settler.dismiss('edition-1', ann);
    const applied = await settler.apply('edition-1', ben);

    expect(dismissed.done).toBe(true);
    expect(applied).toEqual({ done: false, text: 'Ann was first: edition-1 of weekly is dismissed already.' });
    expect(registry.kept).toEqual([]);
    expect(audit.map(({ action }) => action)).toEqual(['registry-edition-dismissed']);
  });

  it('asks anew when the registry changed since, and brings nothing back that was taken out', async () => {
    const old = anEntry({ id: 'xx-old', hosts: ['old.example', 'wrong.example'] });
    const offered = { ...old, hosts: ['old.example', 'wrong.example', 'new.example'] };
    const { registry, settler, told, edit } = await waiting([offered], [old]);
    await edit({ ...old, hosts: ['old.example'] });

    const first = await settler.apply('edition-1', ann);
    const stale = await settler.apply('edition-1', ann);
    const second = await settler.apply('edition-2', ann);

    expect(first.done).toBe(false);
    expect(first.text).toContain('Nothing is applied: what is left waits as edition-2');
    expect(stale.done).toBe(false);
    expect(told[0]?.message.buttons.map(({ value }) => value)).toEqual([
      'apply-registry:edition-2',
      'dismiss-registry:edition-2',
    ]);
    expect(second.done).toBe(true);
    expect((await registry.snapshot()).entries[0]?.hosts).toEqual(['old.example', 'new.example']);
  });

  it('needs no second press when something else in the registry changed', async () => {
    const { registry, settler, edit } = await waiting([fresh]);
    await edit({ ...known, status: 'disputed' });

    expect((await settler.apply('edition-1', ann)).done).toBe(true);
    expect((await registry.snapshot()).entries.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'xx-known disputed',
      'xx-fresh active',
    ]);
  });

  it('does nothing when the registry has meanwhile learned all of it', async () => {
    const { registry, settler, edit, told } = await waiting([fresh]);
    await edit(fresh);

    const { done, text } = await settler.apply('edition-1', ann);

    expect(done).toBe(false);
    expect(text).toContain('weekly has nothing to add any more');
    expect(told).toEqual([]);
    expect(await registry.unsettled()).toEqual([]);
  });

  it('finishes what was cut off between the decision and its entries', async () => {
    const { registry, settler, pass } = await waiting([fresh]);
    await registry.settle('edition-1', 'applied', 'Ann', start);

    const atOnce = await settler.apply('edition-1', ben);
    pass(5);
    const later = await settler.apply('edition-1', ben);
    pass(5);
    const again = await settler.apply('edition-1', ben);

    expect([atOnce.done, later.done, again.done]).toEqual([false, true, false]);
    expect(registry.kept).toHaveLength(1);
  });

  it('knows no edition of another name', async () => {
    const { settler } = await waiting([fresh]);

    expect(await settler.apply('edition-9', ann)).toMatchObject({ done: false });
    expect((await settler.dismiss('edition-9', ann)).text).toContain('No edition edition-9 waits');
  });
});
