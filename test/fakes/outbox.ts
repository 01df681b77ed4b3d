/** What was told, each id once, as the outbox keeps it. */
import type { NewDelivery, Outbox } from '../../src/store/store.ts';

export function fakeOutbox(): { readonly told: readonly NewDelivery[]; readonly outbox: Pick<Outbox, 'add'> } {
  const told: NewDelivery[] = [];
  return {
    told,
    outbox: {
      add: async (deliveries) => {
        const fresh = deliveries.filter(({ id }) => !told.some((one) => one.id === id));
        told.push(...fresh);
        return fresh.length;
      },
    },
  };
}
