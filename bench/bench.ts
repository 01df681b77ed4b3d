/** What every measurement needs: a server in a temporary folder, a child process that answers in JSON, a table. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type EmbeddedPostgres, ensurePostgres } from '../src/store/launcher.ts';

/** The server runs as the product runs it: nothing is set for the measurement. */
export async function withServer<Result>(
  work: (server: EmbeddedPostgres, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  try {
    await chmod(folder, 0o755); // the server's account is another when root runs this
    const server = await ensurePostgres({ dir: folder });
    try {
      return await work(server, folder);
    } finally {
      await server.release();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the JSON that the program prints. */
export async function runChild<Answer>(program: string, args: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed, [status]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}`);
  return JSON.parse(printed);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    print(row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  '));
  }
}
