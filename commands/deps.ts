/** What commands are given; nothing here knows a chat. */
import type { Asker } from '../src/chat/command.ts';
import type { StanceModel } from '../src/measure/stance.ts';
import type { Message, Section } from '../src/message/message.ts';
import type { Registry } from '../src/registry/registry.ts';
import type { Store } from '../src/store/store.ts';

export interface CommandDeps {
  readonly store: Pick<
    Store,
    'posts' | 'sources' | 'lookups' | 'campaigns' | 'audit' | 'outbox' | 'sharing' | 'labels'
  >;
  readonly registry: () => Promise<Registry>;
  /** The digest of the 24 hours to `now`. */
  readonly digest: (now: Date) => Promise<Message>;
  /** Lines of the process: queue, outbox, jobs, budget. */
  readonly status: (now: Date) => Promise<readonly Section[]>;
  /** Absent: nobody classifies. */
  readonly stance?: StanceModel | undefined;
  /** Tags that people declared to be one subject, by its name. */
  readonly families: Readonly<Record<string, readonly string[]>>;
  /** Keys the pseudonyms of accounts that are in no registry. */
  readonly secret: string;
  readonly mark: string;
  /** May decide on what leaves; listed under `admins` in the configuration. */
  readonly isAdmin: (asker: Pick<Asker, 'platform' | 'user'>) => boolean;
}
