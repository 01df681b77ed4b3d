/** A process of its own that opens the store at a URL, and fails when it cannot. */
import { openStore } from '../../src/store/open-store.ts';

const store = await openStore({ connection: { url: process.argv[2] ?? '' } });
await store.ping();
await store.close();
