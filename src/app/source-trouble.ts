/** Trouble with a source → one message for whoever runs the installation, however long it lasts. */
import { clock } from '../measure/words.ts';
import { noticeMessage } from '../message/answer.ts';
import { minuteMs } from '../post/post.ts';
import type { Source } from '../source/source.ts';
import type { Outbox, SourceState, SourceTrouble } from '../store/store.ts';

export interface TroubleDeps {
  readonly outbox: Pick<Outbox, 'add'>;
  readonly states: () => Promise<readonly SourceState[]>;
  /** `platform:channel` of the people who run Tocsin. */
  readonly target: string;
  readonly mark: string;
  readonly now: () => Date;
}

type TellTrouble = (source: Pick<Source, 'id' | 'budget'>, trouble: SourceTrouble, message: string) => Promise<void>;

export function createTellTrouble({ outbox, states, target, mark, now }: TroubleDeps): TellTrouble {
  return async (source, trouble, message) => {
    const { kind } = trouble;
    const party = partyOf(source, kind);
    const since = party === source.id ? trouble.since : earliestOf(await states(), party, trouble);
    const delivery = {
      // The same trouble is one row, whoever notices it.
      id: `source-trouble|${target}|${party}|${kind}|${since.toISOString()}`,
      target,
      kind: 'notice',
      how: 'post',
      version: 1,
      message: noticeMessage(`${source.id}: ${message}. ${whatToDo(trouble, now())}`, [mark]),
    } as const;
    await outbox.add([delivery], now());
  };
}

/** Sources that share a purse share its credential, too: what is wrong with one of them is wrong with all. */
function partyOf({ id, budget }: Pick<Source, 'id' | 'budget'>, kind: string): string {
  return budget !== undefined && (kind === 'credential' || kind === 'budget') ? budget.key : id;
}

/** To the minute: sources that are asked at the same tick may notice it before they see each other's trouble. */
function earliestOf(states: readonly SourceState[], party: string, { kind, since }: SourceTrouble): Date {
  const same = states.flatMap(({ sourceId, trouble }) =>
    sourceId.startsWith(`${party}:`) && trouble?.kind === kind ? [trouble.since.getTime()] : [],
  );
  return new Date(Math.floor(Math.min(since.getTime(), ...same) / minuteMs) * minuteMs);
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
