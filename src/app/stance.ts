/** What classifies stances: the lexicons that come along, those of the team, or a model of the team's own. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../chat/command.ts';
import type { Lexicon } from '../measure/lexicon.ts';
import { LexiconError, readLexicon } from '../measure/lexicon-file.ts';
import { createLexiconStance } from '../measure/stance-lexicon.ts';
import { createModelStance, type RunningStance } from './model-stance.ts';
import { packageRoot } from './package-root.ts';

export type { RunningStance };

export interface StanceSettings {
  /** Files of the team; a lexicon for a question and language that one of ours is for takes its place. */
  readonly lexicons: readonly string[];
  readonly model?: { readonly name: string; readonly command: readonly string[] } | undefined;
}

/**
 * A model goes before lexicons, and the team's lexicons before those that come along.
 *
 * @param question id of the lexicons to use; needed only when the team's files answer several questions
 */
export async function loadStance(settings: StanceSettings, question?: string): Promise<RunningStance> {
  if (settings.model !== undefined) return createModelStance(settings.model);
  const own = await Promise.all(settings.lexicons.map(readFileLexicon));
  const shipped = await shippedLexicons();
  const id = question ?? questionOf(own) ?? questionOf(shipped);
  const chosen = [...own, ...shipped].filter((lexicon) => lexicon.id === id);
  if (chosen.length === 0) throw new UserError(`No lexicon answers ${id}; there are ${idsOf([...own, ...shipped])}.`);
  // The team's come first, and the first of a language is taken.
  const byLanguage = new Map(chosen.toReversed().map((lexicon) => [lexicon.language, lexicon]));
  const doubled = own.find((lexicon) => lexicon.id === id && byLanguage.get(lexicon.language) !== lexicon);
  if (doubled !== undefined) {
    throw new UserError(`Two of the lexicons under stance.lexicons are for ${id} in ${doubled.language}; keep one.`);
  }
  const model = createLexiconStance([...byLanguage.values()].sort((a, b) => (a.language < b.language ? -1 : 1)));
  return { ...model, close: () => Promise.resolve() };
}

function questionOf(lexicons: readonly Lexicon[]): string | undefined {
  const ids = new Set(lexicons.map(({ id }) => id));
  if (ids.size > 1) {
    throw new UserError(`The lexicons answer several questions, ${idsOf(lexicons)}: say which one is meant.`);
  }
  return [...ids][0];
}

function idsOf(lexicons: readonly Lexicon[]): string {
  return [...new Set(lexicons.map(({ id }) => id))].sort().join(', ');
}

async function shippedLexicons(): Promise<readonly Lexicon[]> {
  const folder = join(packageRoot(), 'config', 'stance');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map((name) => readFileLexicon(join(folder, name))));
}

async function readFileLexicon(path: string): Promise<Lexicon> {
  const text = await readText(path);
  try {
    return readLexicon(text.replace(/^\uFEFF/, ''), basename(path));
  } catch (error) {
    if (error instanceof LexiconError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path} cannot be read: does it exist, and may this user open it?`, { cause });
  }
}
