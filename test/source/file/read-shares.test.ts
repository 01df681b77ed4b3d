import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readShares } from '../../../src/source/file/read-shares.ts';

const columns = { object: 'thing', account: 'who', time: 'at', post: 'id' };

async function read(content: string | Buffer, given = columns) {
  const file = join(await mkdtemp(join(tmpdir(), 'shares-')), 'log.csv');
  await writeFile(file, content);
  const items = [];
  for await (const batch of readShares(file, given)) items.push(...batch);
  return items;
}

describe('readShares', () => {
  it('reads seconds and ISO times, plain and gzipped', async () => {
    const text = 'who,thing,at,id\na,x,1610870193.5,1\nb,x,2021-01-17T07:56:33Z,2\n';
    const expected = [
      { object: 'x', account: 'a', seconds: 1610870193.5, post: '1' },
      { object: 'x', account: 'b', seconds: 1610870193, post: '2' },
    ];

    expect(await read(text)).toEqual(expected);
    expect(await read(gzipSync(text))).toEqual(expected);
  });

  it('refuses rows without object, account or time, with their line', async () => {
    expect(await read('who,thing,at,id\n,x,1,1\na,,1,2\na,x,soon,3\n')).toEqual([
      { line: 2, reason: 'has no who' },
      { line: 3, reason: 'has no thing' },
      { line: 4, reason: '"soon" in at is no time' },
    ]);
  });

  it('says which column is missing and which there are', async () => {
    await expect(read('who,thing,at\na,x,1\n')).rejects.toThrow('has no column "id"; it has who, thing, at');
  });
});
