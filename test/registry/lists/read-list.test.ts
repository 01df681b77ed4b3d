import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readList } from '../../../src/registry/lists/read-list.ts';
import { sniffRegistryFormat } from '../../../src/registry/sniff-format.ts';

const now = new Date('2031-05-06T07:08:09Z');
const options = { file: 'list', now };

const beginnings = {
  yaml: 'entries:\n  - id: xx-a\n',
  csv: 'id,name,kind\nxx-a,A,party\n',
  'asd-matrix': 'Region,Country,Media company,Main assets,URL,Typology\n',
  hamilton: '\uFEFFCategory,Account Type,Name,Twitter ID\n',
  'meta-threat-research': 'Tactic ,Technique,Procedure,Indicator,Notes\n',
  'x-takedown': '"userid","user_display_name","user_screen_name"\n',
  wikidata: '{\n  "head" : {"vars": []},\n  "results": {"bindings": []}}',
  misp: '{"response": [{"Event": {"uuid": "1"}}]}',
  stix: '\uFEFF{"id": "bundle--1", "type": "bundle", "objects": []}',
} as const;

describe('sniffRegistryFormat', () => {
  it.each(Object.entries(beginnings))('knows %s by its content, whatever the name', (format, text) => {
    expect(
      ['list', 'a.csv', 'a.json', 'Q1_2031_Iran-based_CIB_network.md'].map((name) => sniffRegistryFormat(text, name)),
    ).toEqual(Array.from({ length: 4 }, () => format));
  });

  it.each([
    ['the older schema of Meta', 'indicator_type,indicator_value,comment,ds\n', 'meta-threat-research'],
    ['its Markdown', '\n# Indicators of Compromise: A Network\n', 'meta-threat-research'],
    ['the archive’s users in camel case', 'userid,userDisplayName,userScreenName\n', 'x-takedown'],
    ['one MISP event', '{"Event": {}}', 'misp'],
    ['a list of them', '[ {"Event": {}}]', 'misp'],
    ['a bundle that begins with its objects', '{"objects": [{"type": "identity"}], "type": "bundle"}', 'stix'],
    ['a bundle that is cut off', '{"type": "bundle", "obj', 'stix'],
  ])('knows %s', (_, text, format) => {
    expect(sniffRegistryFormat(text, 'list')).toBe(format);
  });

  it.each([
    ['tweets of the archive', 'tweetid,userid,user_display_name,user_screen_name,tweet_text\n'],
    ['Meta’s kill chain without indicators', 'Tactic,Technique,Procedure\n'],
    ['another Markdown text', '# A report\n'],
    ['another JSON text', '{"namespace": "tlp", "predicates": []}'],
    ['a list of other things', '[{"type": "bundle of sticks"}]'],
    ['nothing', ''],
  ])('does not know %s', (_, text) => {
    expect(sniffRegistryFormat(text, 'list')).toBeUndefined();
    expect(readList(text, options)).toBeUndefined();
  });
});

describe('readList', () => {
  it('reads every form by its own reader', () => {
    for (const [format, text] of Object.entries(beginnings)) {
      expect(readList(text, options)?.format).toBe(format);
    }
  });

  it('never throws, and every refusal has file and line, whatever follows a known beginning', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(beginnings)),
        fc.string({ unit: 'binary' }),
        fc.nat(),
        (head, tail, cut) => {
          const read = readList(head.slice(0, head.length - (cut % 20)) + tail, options);

          for (const { file, line, reason } of read?.refused ?? []) {
            expect(file).toBe('list');
            expect(line).toBeGreaterThanOrEqual(1);
            expect(reason).not.toBe('');
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never throws on JSON of the right frame with anything inside', () => {
    const frames: readonly ((inner: unknown) => unknown)[] = [
      (inner) => ({ type: 'bundle', objects: inner }),
      (inner) => ({ type: 'bundle', objects: [inner, { type: 'relationship', id: 'r', source_ref: inner }] }),
      (inner) => ({
        Event: {
          uuid: '12345678',
          info: 'i',
          Object: [inner, { name: 'twitter-account', Attribute: inner }],
          Tag: inner,
        },
      }),
      (inner) => ({ Event: inner }),
      (inner) => ({ head: { vars: inner }, results: { bindings: inner } }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...frames), fc.jsonValue(), (frame, inner) => {
        const read = readList(JSON.stringify(frame(inner)), options);

        expect(read?.entries).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
