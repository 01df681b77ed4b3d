import { describe, expect, it } from 'vitest';
import { familiesOf, isSameTopic, tagsOf } from '../../src/campaign/families.ts';

const families = { truth: ['example', 'example_'], other: ['example', 'elsewhere'] };
const tag = (key: string) => ({ keyKind: 'tag', key, tags: [key, 'beside'] }) as const;

describe('tagsOf', () => {
  it('gives a tag with its families, a family with its declared tags, and for the rest what the posts carry', () => {
    expect([...tagsOf(tag('example'), families)].sort()).toEqual(['elsewhere', 'example', 'example_']);
    expect(tagsOf(tag('alone'), families)).toEqual(['alone']);
    expect(tagsOf({ keyKind: 'family', key: 'truth', tags: ['beside'] }, families)).toEqual(['example', 'example_']);
    expect(tagsOf({ keyKind: 'family', key: 'gone', tags: ['beside'] }, families)).toEqual(['beside']);
    expect(tagsOf({ keyKind: 'link', key: 'news.example/a', tags: ['beside'] }, families)).toEqual(['beside']);
  });
});

describe('isSameTopic', () => {
  it('joins what people declared, and nothing else', () => {
    expect(familiesOf('example', families)).toEqual(['other', 'truth']);
    expect(isSameTopic(tag('example_'), tag('example'), families)).toBe(true);
    expect(isSameTopic(tag('example_'), tag('elsewhere'), families)).toBe(false);
    expect(isSameTopic({ keyKind: 'family', key: 'truth' }, tag('example_'), families)).toBe(true);
    expect(isSameTopic(tag('example'), tag('examples'), families)).toBe(false);
    expect(isSameTopic({ keyKind: 'text', key: 'abc' }, { keyKind: 'text', key: 'abc' })).toBe(true);
    expect(isSameTopic({ keyKind: 'text', key: 'example' }, tag('example'), families)).toBe(false);
  });
});
