import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDataFolder, start, tocsin } from './program.ts';

function aList(hosts: string, source: string): string {
  return `entries:
  - id: xx-example-daily
    name: Example Daily
    kind: state-media
    state: XX
    publicRole: true
    accounts: [{ platform: x, handle: ExampleDaily, nativeId: "100" }]
    hosts: [${hosts}]
    evidence: [{ type: registry, source: ${source}, url: https://list.example/a, date: 2026-01-05 }]
    confidence: high
`;
}

describe('the registry on the command line', () => {
  let dataDir: string;
  let first: string;
  let second: string;
  const registry = (...args: readonly string[]) => tocsin(dataDir, ['registry', ...args]);

  beforeAll(async () => {
    dataDir = await aDataFolder();
    first = join(dataDir, 'first.yaml');
    second = join(dataDir, 'second.yaml');
    await writeFile(first, aList('daily.example', 'Example List 2026-01'));
    await writeFile(second, aList('daily.example, more.example', 'Example List 2026-02'));
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('tries an import without keeping it, then keeps it with its reason', async () => {
    const tried = await registry('import', first, '--dry-run');
    await registry('import', first, '--reason', 'the first list', '--by', 'Ann');
    const { stdout } = await registry('history', 'xx-example-daily');

    expect(tried.stdout).toContain('1 added');
    expect(tried.stdout).toContain('nothing is kept');
    expect(stdout).toMatch(/by Ann · first\.yaml · the first list\n {2}new/);
  });

  it('shows what differs between lists, and since the edition before', async () => {
    const lists = await registry('diff', first, second, '--json');
    await registry('import', second);
    const newest = await registry('diff');

    expect(JSON.parse(lists.stdout)).toMatchObject({ added: [], removed: [], changed: [{ id: 'xx-example-daily' }] });
    expect(newest.stdout).toContain('host more.example added');
  });

  it('fails when a file gives nothing at all, and says why', async () => {
    const file = join(dataDir, 'nothing.yaml');
    await writeFile(file, '- { id: xx-nothing, name: Nothing, kind: government, state: XX }\n');

    const { status, stdout, stderr } = await registry('import', file);

    expect(status).toBe(1);
    expect(stdout).toContain('line 1');
    expect(stderr).toContain('no entry of it could be taken');
  });

  it('prints a bounded part of an entry with very many accounts, to a reader that may leave early', async () => {
    const file = join(dataDir, 'set.csv');
    const columns = 'id,name,kind,state,publicRole,confidence,platform,nativeId,evidence.type,evidence.source';
    const row = (n: number): string => `xx-set,Set,proxy-reported,XX,false,high,x,id-${n},research,Example Paper`;
    await writeFile(file, [columns, ...Array.from({ length: 12_000 }, (_, n) => row(n))].join('\n'));
    await registry('import', file);

    const shown = await registry('show', 'xx-set');
    const { child, ended } = start(dataDir, ['registry', 'show', 'xx-set', '--json']);
    child.stdout?.destroy();
    const left = await ended;

    expect(shown.stdout.split('\n').filter((line) => line.startsWith('  account:'))).toHaveLength(50);
    expect(shown.stdout).toContain('  and 11,950 more accounts; --json lists them all');
    expect(left).toMatchObject({ status: 0, stderr: expect.not.stringContaining('EPIPE') });
  });

  it('knows no registry of a name that is neither version, date nor file', async () => {
    const { status, stderr } = await registry('diff', 'yesterday');

    expect(status).toBe(1);
    expect(stderr).toContain('yesterday is no file, and no version or date of the registry');
  });

  it('changes nothing without a reason', async () => {
    const { status, stderr } = await registry('status', 'xx-example-daily', 'withdrawn');

    expect(status).toBe(2);
    expect(stderr).toContain('--reason');
  });

  it('withdraws an entry, which then matches nothing and stays visible as withdrawn', async () => {
    const { status } = await registry('status', 'xx-example-daily', 'withdrawn', '--reason', 'shown to be wrong');
    const shown = await registry('show', '@exampledaily');

    expect(status).toBe(0);
    expect(shown.stdout).toContain('status: withdrawn; matches nothing on');
    expect(shown.stdout).toContain('evidence: registry · Example List 2026-02 · 2026-01-05 · https://list.example/a');
  });

  it('puts entries of a file in the place of those with their id, or says where the file is wrong', async () => {
    const wrong = join(dataDir, 'wrong.yaml');
    await writeFile(wrong, aList('daily.example', 'L').replace('confidence: high', 'confidence: sure'));
    const refused = await registry('edit', wrong, '--reason', 'a try');
    const { stdout, status } = await registry('edit', first, '--reason', 'back to the first list', '--json');

    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/wrong\.yaml, line 10: xx-example-daily: confidence: /);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).changed[0].changes).toContainEqual({ field: 'hosts', before: 'more.example' });
  });

  it('has no edition to decide on before one was read', async () => {
    const { status, stderr } = await registry('apply', 'edition-1');

    expect(status).toBe(1);
    expect(stderr).toContain('No edition edition-1 waits');
  });
});
