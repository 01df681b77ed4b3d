/** Studies of posts in memory, with one listed institution, `daily` of x and facebook. */
import { makeStudy, type Study, type StudyDeps } from '../../src/app/study.ts';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { studyFiles } from '../../src/study/files.ts';
import type { StudyQuestion } from '../../src/study/report.ts';
import { anEntry } from '../builders.ts';

export const daily: RegistryEntry = anEntry({
  id: 'cn-example-daily',
  name: 'Example Daily',
  state: 'CN',
  kind: 'state-media',
  publicRole: true,
  accounts: [
    { platform: 'facebook', nativeId: 'daily' },
    { platform: 'x', nativeId: 'daily' },
  ],
  hosts: ['daily.example'],
});

export interface GivenStudy {
  readonly question?: Partial<StudyQuestion>;
  readonly entries?: readonly RegistryEntry[];
  readonly mark?: string;
  readonly gaps?: Awaited<ReturnType<Extract<StudyDeps['input'], { gapsIn: unknown }>['gapsIn']>>;
}

export function aStudy(posts: readonly Post[], given: GivenStudy = {}): Promise<Study> {
  return makeStudy({
    question: { query: '', top: {}, zones: [], minN: 50, ...given.question },
    input: { readInOrder: () => inBatches(posts), gapsIn: async () => given.gaps ?? [] },
    registry: createRegistry({ version: '2026-02-01', entries: given.entries ?? [daily] }),
    secret: 'a secret of the tests',
    mark: given.mark ?? 'TLP:AMBER',
  });
}

async function* inBatches(all: readonly Post[]): AsyncGenerator<readonly Post[]> {
  for (let from = 0; from < all.length; from += 500) yield all.slice(from, from + 500);
}

export function filesOf({ report, list }: Study): Readonly<Record<string, string>> {
  return Object.fromEntries([...studyFiles(report, list)].map(({ path, chunks }) => [path, [...chunks].join('')]));
}
