/** What reading a channel gives, before it is known which source it belongs to. */
import type { Page, PollContext } from '../source.ts';
import type { ChannelCursor } from './channel-cursor.ts';

export interface ChannelPage extends Pick<Page, 'posts' | 'raw' | 'deletes' | 'gaps' | 'accounts'> {
  readonly cursor: ChannelCursor;
  /** Everything up to the start of this run was read. */
  readonly isComplete: boolean;
}

/** Either way of reading a channel. */
export type ReadChannel = (
  channel: string,
  cursor: ChannelCursor | undefined,
  context: PollContext,
) => AsyncIterable<ChannelPage>;
