/** What is promised of the console, the audit record and the settings. */
import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/message/message.ts';
import type { Opened } from './store.ts';

const at = new Date('2026-03-02T12:00:00Z');

export function describeRecords(opened: Opened): void {
  describeConsole(opened);
  describeAudit(opened);
  describeSettings(opened);
}

const message: Message = {
  kind: 'notice',
  title: 'first',
  lead: [],
  sections: [],
  footer: [],
  buttons: [],
  fallback: 'first',
};

function describeConsole(opened: Opened): void {
  describe('the console', () => {
    it('keeps a delivery once and answers its reference', async () => {
      const { store, another } = opened();
      const other = await another();

      const refs = await Promise.all(
        [store, other, store, other].map((each) => each.console.keep('alerts', 'd1', message, undefined, at)),
      );
      const reply = await store.console.keep('alerts', 'd2', { ...message, title: 'second' }, refs[0], at);
      await other.close();

      expect(new Set(refs).size).toBe(1);
      expect(await store.console.refOf('d1')).toBe(refs[0]);
      expect(await store.console.refOf('d2')).toBe(reply);
      expect(await store.console.refOf('d3')).toBeUndefined();
      expect(await store.console.messages('alerts', 10)).toEqual([
        { ref: refs[0], channel: 'alerts', thread: undefined, message, createdAt: at, editedAt: undefined },
        { ref: reply, channel: 'alerts', thread: refs[0], message: { ...message, title: 'second' }, createdAt: at },
      ]);
    });

    it('replaces a message in place', async () => {
      const { console } = opened().store;
      const ref = await console.keep('alerts', 'd1', message, undefined, at);
      const later = new Date('2026-03-02T13:00:00Z');

      expect(await console.replace(ref, { ...message, title: 'edited' }, later)).toBe(true);

      expect(await console.messages('alerts', 10)).toMatchObject([
        { ref, message: { title: 'edited' }, editedAt: later },
      ]);
      for (const unknown of ['m0', 'm999', '', 'm1; DROP TABLE post', '1']) {
        expect(await console.replace(unknown, message, later)).toBe(false);
      }
    });

    it('shows the newest messages of a channel, oldest first, and which channels there are', async () => {
      const { console } = opened().store;
      for (const title of ['a', 'b', 'c']) await console.keep('alerts', title, { ...message, title }, undefined, at);
      await console.keep('Zoo', 'z', message, undefined, at);

      const shown = await console.messages('alerts', 2);

      expect(shown.map((each) => each.message.title)).toEqual(['b', 'c']);
      expect(await console.channels()).toEqual(['Zoo', 'alerts']);
      expect(await console.messages('none', 2)).toEqual([]);
    });

    it('has another revision after every change, and after nothing else', async () => {
      const { console } = opened().store;
      const revisions = [await console.revision()];
      const step = async (change: Promise<unknown>) => {
        await change;
        revisions.push(await console.revision());
      };

      await step(console.keep('alerts', 'd1', message, undefined, at));
      await step(console.keep('alerts', 'd2', message, undefined, at));
      await step(console.replace((await console.refOf('d1')) ?? '', message, at));
      const changes = [...revisions];
      await step(console.keep('alerts', 'd1', message, undefined, at));
      await step(console.replace('m999', message, at));
      await step(console.messages('alerts', 1));

      expect(new Set(changes).size).toBe(4);
      expect(revisions.slice(4)).toEqual([changes[3], changes[3], changes[3]]);
      expect(changes.map(Number)).toEqual(changes.map(Number).toSorted((a, b) => a - b));
    });
  });
}

function describeAudit(opened: Opened): void {
  describe('the audit record', () => {
    it('tells who did what, the newest first', async () => {
      const { audit } = opened().store;
      const first = {
        at,
        by: 'slack:U1',
        action: 'lookup',
        subject: 'account \u0000 h',
        details: { found: 1, list: ['a'] },
      };
      const second = { at: new Date('2026-01-01'), by: 'cli', action: 'import', subject: 'registry' };

      await audit.append(first);
      await audit.append(second);

      expect(await audit.latest(10)).toEqual([
        { ...second, details: undefined },
        { ...first, subject: 'account  h' },
      ]);
      expect(await audit.latest(1)).toHaveLength(1);
    });

    it('cannot be changed afterwards', async () => {
      const { store, query } = opened();
      await store.audit.append({ at, by: 'a', action: 'b', subject: 'c' });

      await expect(query(`UPDATE audit SET by = 'x'`)).rejects.toThrow('append-only');
      await expect(query('DELETE FROM audit')).rejects.toThrow('append-only');
      await expect(query('TRUNCATE audit')).rejects.toThrow('append-only');
      expect(await store.audit.latest(10)).toHaveLength(1);
    });
  });
}

function describeSettings(opened: Opened): void {
  describe('settings', () => {
    it('keeps the first value made, whoever makes it', async () => {
      const { store, another } = opened();
      const other = await another();

      const values = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          (n % 2 === 0 ? store : other).settings.getOrCreate('secret', () => `v${n}`),
        ),
      );
      await other.close();

      expect(new Set(values).size).toBe(1);
      expect(await store.settings.get('secret')).toBe(values[0]);
      expect(await store.settings.getOrCreate('secret', () => 'later')).toBe(values[0]);
    });

    it('takes a new value', async () => {
      const { settings } = opened().store;

      const none = await settings.get('clock');
      await settings.set('clock', '1');
      await settings.set('clock', '2');

      expect(none).toBeUndefined();
      expect(await settings.get('clock')).toBe('2');
    });
  });
}
