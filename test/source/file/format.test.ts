import { describe, expect, it } from 'vitest';
import type { FileFormat, ImportOptions } from '../../../src/source/file/file-format.ts';
import { openPosts } from '../../../src/source/file/read-file.ts';
import { aFile, now } from './files.ts';

async function formatOf(text: string, options: Partial<ImportOptions> = {}): Promise<FileFormat> {
  const file = await openPosts(await aFile(text), { now, ...options });
  await file.batches.return(undefined);
  return file.format;
}

const samples: readonly (readonly [FileFormat, string])[] = [
  ['csv-log', 'tag,account_id,timestamp'],
  ['io-archive', 'tweetid,userid,tweet_text,tweet_time'],
  ['ndjson', '{"platform":"a","id":"1","accountId":"2","createdAt":"2026-01-01T00:00:00Z"}'],
  ['twarc2', '{"data":[],"includes":{},"meta":{}}'],
  ['twarc2', '{"id_str":"1","full_text":"t","user":{"id_str":"2"}}'],
  ['twarc-csv', 'id,author_id,created_at,text,public_metrics.like_count'],
  ['crowdtangle', '"Group Name","User Name","Facebook Id","Post Created","URL","Message"'],
  ['mcl', 'id,creation_time,post_owner.id,post_owner.name'],
  ['4cat-csv', 'id,thread_id,author,body,timestamp,hashtags'],
  ['4cat-ndjson', '{"__import_meta":{"source_platform":"tiktok.com"},"id":"1"}'],
  ['zeeschuimer', '{"nav_index":"1","item_id":"1","source_platform":"tiktok.com","data":{}}'],
  ['zeeschuimer', 'id;thread_id;author;body;timestamp;unix_timestamp'],
  ['meltwater', 'Date\tTime\tDocument ID\tURL\tHit Sentence\tSource Name'],
  ['brandwatch', 'Report:,x\nBrand:,y\n\nQuery Id,Query Name,Date,Title,Snippet,Url,Domain,Author'],
];

describe('the format of a file', () => {
  it.each(samples)('is told to be %s by its beginning: %s', async (format, text) => {
    expect(await formatOf(`${text}\n`)).toBe(format);
    expect(await formatOf(`\n${text}\n`, { format })).toBe(format);
  });

  it('is told by the first whole line when the first one is broken', async () => {
    expect(await formatOf('{"data": [\n{"data":[],"includes":{},"meta":{}}\n')).toBe('twarc2');
  });

  it('is what the person says, and why not when it is not', async () => {
    const [, log] = samples[0] ?? [];
    const text = `${log}\n`;

    await expect(formatOf(text, { format: 'twarc2' })).rejects.toThrow(
      /is not NDJSON: its first line is no JSON object. /,
    );
    await expect(formatOf(text, { format: 'meltwater' })).rejects.toThrow(
      'has no header of a Meltwater export. Its first',
    );
    await expect(formatOf(samples[6]?.[1] ?? '', { format: 'mcl' })).rejects.toThrow(
      'has no header of a table of the Meta Content Library; it looks like crowdtangle (a CrowdTangle export)',
    );
    await expect(formatOf(samples[3]?.[1] ?? '', { format: 'zeeschuimer' })).rejects.toThrow(
      'is not a capture of Zeeschuimer; it looks like twarc2',
    );
    await expect(formatOf(samples[3]?.[1] ?? '', { format: 'csv-log' })).rejects.toThrow(
      'is no CSV, but JSON; it looks like twarc2',
    );
  });

  it('is asked for when two fit', async () => {
    const both = 'id,thread_id,author,author_id,body,timestamp,text,created_at,author.username\n';

    await expect(formatOf(both)).rejects.toThrow('may be twarc-csv or 4cat-csv: say which by --format');
    expect(await formatOf(both, { format: '4cat-csv' })).toBe('4cat-csv');
  });

  it('is not guessed for JSON of another shape', async () => {
    await expect(formatOf('{"hello":1}\n')).rejects.toThrow('is JSON of a shape that Tocsin does not know');
    await expect(formatOf('{\n  "hello": 1\n}\n')).rejects.toThrow('has no whole JSON object in its first line');
  });
});
