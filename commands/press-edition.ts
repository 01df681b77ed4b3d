/** Buttons under an edition of the registry: only people named in the configuration decide, and once. */
import { type Answer, type Asker, UserError } from '../src/chat/command.ts';
import { noticeMessage } from '../src/message/answer.ts';
import type { EditionPress } from '../src/message/buttons.ts';

export interface EditionPressDeps {
  readonly isAdmin: (asker: Asker) => boolean;
  readonly editions: {
    apply(id: string, by: Decider): Promise<{ readonly text: string }>;
    dismiss(id: string, by: Decider): Promise<{ readonly text: string }>;
  };
}

interface Decider {
  readonly name: string;
  readonly user: string;
}

export async function pressEdition(
  { action, editionId }: EditionPress,
  asker: Asker,
  { isAdmin, editions }: EditionPressDeps,
): Promise<Answer> {
  const user = `${asker.platform}:${asker.user}`;
  if (!isAdmin(asker)) {
    throw new UserError(
      `You may look, not change: only people listed under admins in the configuration decide on the registry. You are ${user}.`,
    );
  }
  const by = { name: asker.userName, user };
  const { text } =
    action === 'apply-registry' ? await editions.apply(editionId, by) : await editions.dismiss(editionId, by);
  return { visibility: 'private', message: noticeMessage(text) };
}
