import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FileError } from '../../../src/source/file/file-error.ts';
import { parseMapping, readMapping } from '../../../src/source/file/mapping.ts';
import { aFile, readText } from './files.ts';

const yaml = `
format: csv
platform: forum
zone: Europe/Berlin
timeFormat: dd.MM.yyyy HH:mm
kinds:
  Antwort: reply
  Geteilt: repost
fields:
  id: [Nummer, Kennung]
  accountId: Konto
  handle: Name
  createdAt: Zeit
  text: Text
  tags: Schlagworte
  links: Verweise
  kind: Art
  parentId: Bezug
  likes: Gefällt
constants:
  lang: de
`;
const header = 'Nummer;Konto;Name;Zeit;Text;Schlagworte;Verweise;Art;Bezug;Gefällt;Sonstiges\n';

const failure = (text: string): Error => {
  try {
    parseMapping(text, 'map.yaml');
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return new Error('nothing failed');
};

describe('a file with a mapping', () => {
  it('is read as the mapping says', async () => {
    const mapping = parseMapping(yaml, 'map.yaml');
    const rows = `0012;77;name;02.03.2026 11:00;"Mehr;Text";Garten, Frühling;https://site1.example/5;antwort;0011;1.5;\n13;;n;02.03.2026 11:00;;;;;;;\n`;

    const { posts, refusals } = await readText(header + rows, { mapping });

    expect(posts).toMatchObject([
      {
        platform: 'forum',
        id: '0012',
        accountId: '77',
        handle: 'name',
        createdAt: new Date('2026-03-02T10:00:00Z'),
        text: 'Mehr;Text',
        tags: ['garten', 'frühling'],
        links: ['site1.example/5'],
        kind: 'reply',
        parentId: '0011',
        lang: 'de',
        likes: undefined,
      },
    ]);
    expect(refusals).toEqual([{ line: 3, reason: 'has no usable account' }]);
  });

  it('may be NDJSON, with paths into its objects', async () => {
    const mapping = parseMapping(
      'format: ndjson\nplatform: forum\ntimeFormat: unix\nfields: {id: post.id, accountId: post.by.id, createdAt: at, text: post.text}',
      'map.yaml',
    );
    const line = (id: unknown) =>
      JSON.stringify({ at: 1_772_445_600, post: { id, by: { id: 5 }, text: 'Bulbs #GardenWeek' } });

    const { posts, refusals } = await readText(`${line('1')}\n${line(2)}\n${line(2 ** 60)}\n{}\n`, { mapping });

    expect(posts).toMatchObject([
      { id: '1', accountId: '5', tags: ['gardenweek'], createdAt: new Date('2026-03-02T10:00:00Z') },
      { id: '2' },
    ]);
    expect(refusals.map(({ line: at }) => at)).toEqual([3, 4]);
  });

  it('is refused as a whole when a column is not there', async () => {
    const mapping = parseMapping(yaml, 'map.yaml');

    await expect(readText('Nummer;Konto\n1;2\n', { mapping })).rejects.toThrow(
      /lacks columns that the mapping names: Name, Zeit, Text, .*Its first line: Nummer;Konto/,
    );
    await expect(readText('{}\n', { mapping })).rejects.toThrow('is no CSV, as the mapping says');
    await expect(readText('{}\n', { format: 'mapped' })).rejects.toThrow('needs a mapping file');
  });

  it.each([
    [
      'format: csv\nfields:\n  id: a\n  accountId: 5\n  createdAt: c\n',
      'map.yaml line 4: fields.accountId: expected the name of a column',
    ],
    [
      'format: csv\nfields:\n  id: a\n  accountId: b\n',
      'map.yaml line 3: fields.createdAt: expected the name of a column',
    ],
    ['format: xlsx\nfields: {id: a, accountId: b, createdAt: c}\n', 'map.yaml line 1: format: '],
    [
      'format: csv\nzone: Mars/Base\nfields: {id: a, accountId: b, createdAt: c}\n',
      'map.yaml line 2: zone: is no zone such as',
    ],
    [
      'format: csv\ntimeFormat: dd.dd.yyyy\nfields: {id: a, accountId: b, createdAt: c}\n',
      'map.yaml line 2: timeFormat: is auto',
    ],
    ['format: csv\nfields: {id: a, accountId: b, createdAt: c, tag: d}\n', 'map.yaml line 2: fields: '],
    ['format: [\n', 'map.yaml line 2: '],
    ['', 'map.yaml line 1: '],
  ])('names file, line and field of a mistake in %j', (text, expected) => {
    expect(failure(text)).toBeInstanceOf(FileError);
    expect(failure(text).message).toContain(expected);
  });

  it('is read as the manual shows', async () => {
    const manual = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
    const [table = '', mapping = ''] = ['csv', 'yaml'].map(
      (kind) => new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(manual)?.[1] ?? '',
    );

    const { posts, refusals } = await readText(table, { mapping: parseMapping(mapping, 'forum.yaml') });

    expect(refusals).toEqual([]);
    expect(posts).toMatchObject([
      {
        platform: 'forum',
        id: '0012',
        accountId: '77',
        createdAt: new Date('2026-03-02T10:00:00Z'),
        tags: ['gardenweek'],
        likes: 3,
        lang: 'de',
      },
      { id: '0013', kind: 'reply', parentId: '0012' },
    ]);
  });

  it('is read from a file that must be there', async () => {
    expect(await readMapping(await aFile(yaml, 'map.yaml'))).toMatchObject({ platform: 'forum' });
    await expect(readMapping('/nowhere.yaml')).rejects.toThrow('/nowhere.yaml cannot be read');
  });
});
