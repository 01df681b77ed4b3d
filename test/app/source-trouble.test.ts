import { describe, expect, it } from 'vitest';
import { createTellTrouble } from '../../src/app/source-trouble.ts';
import type { NewDelivery, SourceState } from '../../src/store/store.ts';

const since = new Date('2026-03-02T10:00:00Z');
const now = new Date('2026-03-02T10:05:00Z');

function told(states: readonly SourceState[] = []) {
  const rows = new Map<string, NewDelivery>();
  const tell = createTellTrouble({
    mark: 'TLP:GREEN',
    target: 'slack:C0ADMIN',
    now: () => now,
    states: async () => states,
    outbox: {
      async add(deliveries) {
        for (const delivery of deliveries) if (!rows.has(delivery.id)) rows.set(delivery.id, delivery);
        return deliveries.length;
      },
    },
  });
  return { rows, tell };
}

describe('what is told of a source in trouble', () => {
  it('is one message to the people who run Tocsin, with what to do', async () => {
    const { rows, tell } = told();
    const trouble = { kind: 'credential', since, failures: 1, notBefore: new Date('2026-03-02T10:30:00Z') };

    await tell({ id: 'x:search' }, trouble, 'api.x.com answered 401');
    await tell({ id: 'x:search' }, { ...trouble, failures: 4 }, 'api.x.com answered 401');

    expect([...rows.values()]).toMatchObject([
      { target: 'slack:C0ADMIN', kind: 'notice', how: 'post', message: { footer: ['TLP:GREEN'] } },
    ]);
    expect([...rows.values()][0]?.message.title).toBe(
      'x:search: api.x.com answered 401. Its token is refused or missing: please look at it (tocsin doctor). Nothing is read meanwhile; asked again 10:30 UTC.',
    );
  });

  it('is one message for all sources of one credential', async () => {
    const budget = { key: 'x', limits: [] };
    const trouble = { kind: 'credential', since, failures: 1, notBefore: now };
    const later = { ...trouble, since: now };
    const { rows, tell } = told([
      { sourceId: 'x:counts', cursor: undefined, posts: 0, trouble },
      { sourceId: 'x:search', cursor: undefined, posts: 0, trouble: later },
    ]);

    await tell({ id: 'x:counts', budget }, trouble, 'api.x.com answered 401');
    await tell({ id: 'x:search', budget }, later, 'api.x.com answered 401');

    expect(rows.size).toBe(1);
  });

  it('is told again when the same source fails anew', async () => {
    const { rows, tell } = told();

    await tell({ id: 's' }, { kind: 'unavailable', since, failures: 5, notBefore: now }, 'no connection');
    await tell({ id: 's' }, { kind: 'unavailable', since: now, failures: 5, notBefore: now }, 'no connection');

    expect(rows.size).toBe(2);
  });
});
