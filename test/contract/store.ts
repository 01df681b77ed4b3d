/** What every store promises. Called by the embedded and the service tests with a way to open an empty one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { describeCampaigns } from './store-campaigns.ts';
import { describeIngest } from './store-ingest.ts';
import { describeLabels } from './store-labels.ts';
import { describeLookups } from './store-lookups.ts';
import { describeOutbox } from './store-outbox.ts';
import { describePosts } from './store-posts.ts';
import { describeRecords } from './store-records.ts';
import { describeRegistry } from './store-registry.ts';
import { describeSharing } from './store-sharing.ts';
import { describeSourceStore } from './store-sources.ts';

export interface StoreUnderTest {
  readonly store: Store;
  /** A second store on the same data, as another process has it. */
  readonly another: () => Promise<Store>;
  /** Runs a statement past the store. */
  readonly query: (statement: string) => Promise<readonly Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

/** The store of the test that is running. */
export type Opened = () => StoreUnderTest;

export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store on ${name}`, () => {
    let opened: StoreUnderTest | undefined;

    beforeEach(async () => {
      opened = await open();
    });

    afterEach(async () => {
      await opened?.close();
      opened = undefined;
    });

    const current: Opened = () => {
      if (opened === undefined) throw new Error('the store is not open');
      return opened;
    };

    describePosts(current);
    describeIngest(current);
    describeSourceStore(current);
    describeLookups(current);
    describeCampaigns(current);
    describeOutbox(current);
    describeRecords(current);
    describeSharing(current);
    describeLabels(current);
    describeRegistry(current);

    it('answers a ping while it is open, and refuses after it is closed', async () => {
      const other = await current().another();

      await expect(other.ping()).resolves.toBeUndefined();
      await other.close();

      await expect(other.ping()).rejects.toThrow('destroyed');
    });
  });
}
