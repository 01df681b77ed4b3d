/** Trouble with a source → one message for whoever runs the installation, however long it lasts. */
import { clock } from '../measure/words.ts';
import { noticeMessage } from '../message/answer.ts';
import type { Source } from '../source/source.ts';
import type { Outbox, SourceTrouble } from '../store/store.ts';

export interface TroubleDeps {
  readonly outbox: Pick<Outbox, 'add'>;
  /** `platform:channel` of the people who run Tocsin. */
  readonly target: string;
  readonly now: () => Date;
}

export type TellTrouble = (source: Pick<Source, 'id'>, trouble: SourceTrouble, message: string) => Promise<void>;

export function createTellTrouble({ outbox, target, now }: TroubleDeps): TellTrouble {
  return async ({ id }, trouble, message) => {
    const { kind, since } = trouble;
    const delivery = {
      // The same trouble is one row, whoever notices it.
      id: `source-trouble|${target}|${id}|${kind}|${since.toISOString()}`,
      target,
      kind: 'notice',
      how: 'post',
      version: 1,
      message: noticeMessage(`${id}: ${message}. ${whatToDo(trouble, now())}`),
    } as const;
    await outbox.add([delivery], now());
  };
}

function whatToDo({ kind, notBefore, failures }: SourceTrouble, now: Date): string {
  const again = notBefore === undefined ? 'at its next turn' : clock(notBefore, now);
  switch (kind) {
    case 'credential':
      return `Its token is refused or missing: please look at it (tocsin doctor). Nothing is read meanwhile; asked again ${again}.`;
    case 'budget':
      return `Nothing more is read that costs, until ${again}. Raise the limit in the configuration if that is too soon.`;
    default:
      return `It failed ${failures} times in a row and is left alone until ${again}; the gap is marked.`;
  }
}
