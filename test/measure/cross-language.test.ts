import { describe, expect, it } from 'vitest';
import { measureCrossLanguage } from '../../src/measure/cross-language.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const texts = {
  en: 'The harvest of the valley is better than ever before',
  es: 'La cosecha del valle es mejor que nunca, dicen todos',
  fr: 'La récolte de la vallée est meilleure que jamais cette année',
};

function copies(lang: keyof typeof texts, given: Partial<Post>, count = 3): readonly Post[] {
  return Array.from({ length: count }, () => aPost({ text: texts[lang], lang, ...given }));
}

describe('copies in several languages', () => {
  it('are held together by one video', () => {
    const media = ['v1'];
    const posts = [...copies('en', { media }), ...copies('es', { media }), ...copies('fr', { media }, 4), aPost()];

    expect(measureCrossLanguage(posts)).toMatchObject({
      posts: { n: 10, of: 11 },
      objects: [{ kind: 'media', id: 'x:v1', languages: ['en', 'es', 'fr'], accounts: 10, posts: 10 }],
    });
  });

  it('are held together by one link, where the texts are no headlines', () => {
    const links = ['daily.example/a'];
    const plain = (lang: keyof typeof texts) => [...copies(lang, { links }), ...copies(lang, {}, 1)];

    expect(measureCrossLanguage([...plain('en'), ...plain('es'), ...plain('fr')])).toMatchObject({
      posts: { n: 9, of: 12 },
      objects: [{ kind: 'link', id: 'daily.example/a' }],
    });
    // The same link under each copy: readers who pass on the editions of one story.
    const headlines = [...copies('en', { links }), ...copies('es', { links }), ...copies('fr', { links })];
    expect(measureCrossLanguage(headlines).objects).toEqual([]);
  });

  it('want three languages, three accounts in each, and copies', () => {
    const media = ['v1'];
    const two = [...copies('en', { media }), ...copies('es', { media })];
    const thin = [...copies('fr', { media }, 2), ...copies('fr', {}, 2)];
    const alone = [aPost({ text: texts.fr, lang: 'fr', media })];

    expect(measureCrossLanguage(two).objects).toEqual([]);
    expect(measureCrossLanguage([...two, ...thin]).objects).toEqual([]);
    expect(measureCrossLanguage([...two, ...alone]).objects).toEqual([]);
  });
});
