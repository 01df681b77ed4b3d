/** The store on the embedded server; what it promises is in test/contract/store.ts. */
import { openStore } from '../../src/store/open-store.ts';
import { ask } from '../contract/ask.ts';
import { describeStore } from '../contract/store.ts';
import { freshDatabase } from './database.ts';

describeStore('the embedded server', async () => {
  const database = await freshDatabase();
  return {
    store: database.store,
    another: () => openStore({ connection: database.connection }),
    query: (statement) => ask(database.connection, statement),
    close: () => database.close(),
  };
});
