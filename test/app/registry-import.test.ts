import { describe, expect, it } from 'vitest';
import { readRegistryText } from '../../src/app/registry-import.ts';
import { UserError } from '../../src/chat/command.ts';

const options = { includeOfficials: false, now: new Date('2031-05-06T07:08:09Z') };

describe('readRegistryText', () => {
  it('says which form a text is in, and names the file without its folder', () => {
    const text = 'id,name\nxx-a,A\n';

    expect(readRegistryText(text, '/some/where/list.csv', options)).toMatchObject({
      format: 'csv',
      entries: [],
      refused: [{ file: 'list.csv', line: 2 }],
      counts: {},
    });
  });

  it('passes on that officials are wanted', () => {
    const text = 'Category,Account Type,Name,Twitter ID\nIran,Diplomatic/Government,Jane Example,ExampleOne\n';

    expect(readRegistryText(text, 'a.csv', options).entries).toEqual([]);
    expect(readRegistryText(text, 'a.csv', { ...options, includeOfficials: true }).entries).toHaveLength(1);
  });

  it('tells a person when a text is in no form that is known', () => {
    expect(() => readRegistryText('{"a": 1}', 'a.json', options)).toThrow(UserError);
  });
});
