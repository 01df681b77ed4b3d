/** What every section of a study is made from. */
import type { PostTable } from '../measure/table/post-table.ts';
import type { Span } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import type { StudyGap, StudyQuestion } from './report.ts';

export interface StudyContext {
  readonly table: PostTable;
  /** The posts that the question selects; undefined when these are all of the table. */
  readonly rows: Uint32Array | undefined;
  readonly registry: Registry;
  readonly question: StudyQuestion;
  readonly gaps: readonly StudyGap[];
}

/** `n`, states and rows as most measures take them. */
export function usualOptions({ rows, registry, question }: StudyContext): {
  readonly rows: Uint32Array | undefined;
  readonly registry: Registry;
  readonly minN: number;
  readonly states: readonly string[] | undefined;
} {
  return { rows, registry, minN: question.minN, states: question.states };
}

/** What was asked for, when both ends are known. */
export function spanOf({ question: { from, to } }: StudyContext): Span | undefined {
  return from === undefined || to === undefined ? undefined : { from, to };
}

export function registryWords({ table }: StudyContext): string {
  return `registry version ${table.registryVersion}`;
}

export function statesWords({ question: { states } }: StudyContext): string {
  return `attributed to ${states === undefined ? 'any state' : states.join(', ')}`;
}
