/** What commands are given; nothing here knows a chat. */
import type { Message, Section } from '../src/message/message.ts';
import type { Registry } from '../src/registry/registry.ts';
import type { Store } from '../src/store/store.ts';

export interface CommandDeps {
  readonly store: Pick<Store, 'posts' | 'sources' | 'lookups' | 'campaigns' | 'audit' | 'outbox'>;
  readonly registry: () => Promise<Registry>;
  /** The digest of the 24 hours to `now`. */
  readonly digest: (now: Date) => Promise<Message>;
  /** Lines of the process: queue, outbox, jobs, budget. */
  readonly status: (now: Date) => Promise<readonly Section[]>;
  /** Keys the pseudonyms of accounts that are in no registry. */
  readonly secret: string;
  readonly mark: string;
}
