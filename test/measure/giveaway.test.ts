import { describe, expect, it } from 'vitest';
import { isGiveaway, measureGiveaway } from '../../src/measure/giveaway.ts';
import { aPost } from '../builders.ts';

describe('a giveaway', () => {
  it.each([
    'GIVEAWAY! Retweet and follow us for a chance',
    'Follow + RT to win a phone',
    'Gewinnspiel: Folgt uns und teilt den Beitrag',
    'SORTEO: sigue a la cuenta y comparte',
    'Sorteio! Siga e compartilhe',
    'Concours : suivez-nous et partagez',
    '关注并转发，抽奖送出手机',
    '【抽選】フォロー&リポストでプレゼントが当たる',
    'RT+팔로우 하시면 추첨을 통해 드립니다',
    'Розыгрыш! Подпишись и сделай репост',
    'سحب على جائزة: تابع الحساب وسوي رتويت',
    'Çekiliş: takip et, RT yap, kazan',
  ])('is told by its words: %s', (text) => {
    expect(isGiveaway(text)).toBe(true);
  });

  it.each([
    'Follow the river to the sea',
    'We will win this election, share the news',
    'Please share: the road is closed',
    'The winners of the prize were announced today',
    'They gave away our country; follow me for more',
    '转发：今天下雨',
    'Репост новости о погоде',
    'start winter wins partly',
    'Follow us to see who will win the cup',
  ])('is not what only has some of them: %s', (text) => {
    expect(isGiveaway(text)).toBe(false);
  });

  it('is counted among originals and quotes with a text', () => {
    const text = 'Giveaway: repost to enter';
    const posts = [
      aPost({ text }),
      aPost({ text, kind: 'quote' }),
      aPost({ text: 'Nothing to win here' }),
      aPost({ text, kind: 'repost' }),
      aPost({ text, kind: 'reply' }),
      aPost({ text: ' ' }),
    ];

    expect(measureGiveaway(posts).share).toMatchObject({ n: 2, of: 3 });
  });

  it('is looked for in the beginning of a long text only', () => {
    expect(measureGiveaway([aPost({ text: `${'a'.repeat(100_000)} giveaway repost` })]).share.n).toBe(0);
  });
});
