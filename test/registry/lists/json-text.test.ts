import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../../src/registry/lists/json-lines.ts';
import { readJson } from '../../../src/registry/lists/json-text.ts';

describe('readJson', () => {
  it('knows on which line an item of a list stands', () => {
    const read = readJson('\uFEFF{\n "a": "[{\\"",\n "objects": [\n  {"b": [1,\n 2]},\n\n  {}, "x"\n]}');

    expect(read).not.toHaveProperty('broken');
    if ('broken' in read) return;
    expect(['objects[0]', 'objects[0].b[1]', 'objects[1]', 'objects[2]', 'nowhere'].map(read.lineOf)).toEqual([
      4, 5, 7, 7, 1,
    ]);
  });

  it.each([
    ['', 1],
    ['{"a": 1,\n\n}', 3],
    ['{"a": 1\n"b": 2}', 2],
    ['{"a":\n\n undefined}', 3],
    ['[1,\n2', 2],
    ['[1,\n"un\nclosed"]', 2],
    ['{}\n{}', 2],
    ['[1,\n01]', 2],
    ["{\n'a': 1}", 2],
    ['[\n}', 2],
  ])('%j is not JSON', (text, line) => {
    expect(readJson(text)).toEqual({ broken: { line, reason: `not JSON from line ${line} on` } });
  });

  it('survives nesting of any depth', () => {
    const deep = 200_000;

    expect(readJson(`${'['.repeat(deep)}\n`)).toHaveProperty('broken.line', 2);
    expect(jsonLines(`${'[\n'.repeat(deep)}${']'.repeat(deep)}`).line).toBe(deep + 1);
  });

  it('goes to the end of all that is JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);

        expect(jsonLines(`${text}\n\n`).line).toBe(text.split('\n').length + 2);
        expect(readJson(text)).toHaveProperty('value');
      }),
    );
  });

  it('names a line of the text, wherever it is broken', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', '"', ',', '}', '\n', 'x'), (json, at, sign) => {
        const place = at % (json.length + 1);
        const read = readJson(json.slice(0, place) + sign + json.slice(place + 1));

        const line = 'broken' in read ? read.broken.line : 1;

        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(2);
      }),
    );
  });
});
