import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../../src/source/file/json-lines.ts';

async function linesOf(bytes: Buffer, sizes: readonly number[], longest?: number) {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0, n = 0; at < bytes.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1;
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  const lines = [];
  for await (const batch of readJsonLines(pieces(), longest)) lines.push(...batch);
  return lines;
}

const aSizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
const anObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });

describe('JSON lines', () => {
  it('come one by one, with their numbers', async () => {
    expect(await linesOf(Buffer.from('{"a":1}\n\n{"b":"x\\ny"}'), [3])).toEqual([
      { line: 1, text: '{"a":1}' },
      { line: 2, text: '' },
      { line: 3, text: '{"b":"x\\ny"}' },
    ]);
  });

  it('are the items of a list, numbered by where they begin', async () => {
    const text = ' [\n  {"a": [1, {"b": "]},["}]},\n\n  {"c":\n "\\"]"}, 3\n]\n';

    expect(await linesOf(Buffer.from(text), [1])).toEqual([
      { line: 2, text: '{"a": [1, {"b": "]},["}]}' },
      { line: 4, text: '{"c":\n "\\"]"}' },
      { line: 5, text: '3\n' },
    ]);
  });

  it('are the same wherever the bytes are cut, from a list as from lines', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anObject, { minLength: 1 }), aSizes, fc.boolean(), async (values, sizes, pretty) => {
        const list = Buffer.from(JSON.stringify(values, null, pretty ? 2 : 0));
        const lines = Buffer.from(values.map((value) => JSON.stringify(value)).join('\n'));

        for (const bytes of [list, lines]) {
          const found = await linesOf(bytes, sizes);
          expect(found.map(({ text }) => JSON.parse(text ?? ''))).toEqual(JSON.parse(JSON.stringify(values)));
        }
      }),
    );
  });

  it('never end in an error, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        aSizes,
        fc.constantFrom('[', '{'),
        async (bytes, sizes, first) => {
          const all = Buffer.concat([Buffer.from(first), bytes]);

          expect(await linesOf(all, sizes)).toEqual(await linesOf(all, [1000]));
        },
      ),
    );
  });

  it('are not held when they are longer than what is allowed', async () => {
    const long = `{"a":"${'x'.repeat(100)}"}`;

    expect(await linesOf(Buffer.from(`{}\n${long}\n{"b":1}`), [7], 50)).toEqual([
      { line: 1, text: '{}' },
      { line: 2, text: undefined },
      { line: 3, text: '{"b":1}' },
    ]);
    expect((await linesOf(Buffer.from(`[{},${long},{"b":1}]`), [7], 50)).map(({ text }) => text)).toEqual([
      '{}',
      undefined,
      '{"b":1}',
    ]);
  });

  it('lose one broken item of a list, if its brackets are whole', async () => {
    const texts = (await linesOf(Buffer.from('[{"a":1},{broken: yes},{"b":2}]'), [5])).map(({ text }) => text);

    expect(texts).toEqual(['{"a":1}', '{broken: yes}', '{"b":2}']);
  });
});
