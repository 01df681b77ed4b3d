/** "Repost and follow to win": copies and bursts that a prize explains. By words of the languages with most giveaways. */
import type { Post } from '../post/post.ts';
import { type Share, shareOf } from './share.ts';

export interface Giveaway {
  /** Originals and quotes that announce a giveaway / originals and quotes with a text. */
  readonly share: Share;
}

/** More of a text says no more about what it is. */
const longestText = 1_000;

export function measureGiveaway(posts: readonly Post[]): Giveaway {
  const texts = posts.flatMap(({ kind, text }) =>
    (kind === 'original' || kind === 'quote') && text.trim() !== '' ? [text.slice(0, longestText)] : [],
  );
  return { share: shareOf(texts.filter(isGiveaway).length, texts.length) };
}

/** The word itself with one of the two acts, or both acts and a prize: "share if you want us to win" is neither. */
export function isGiveaway(text: string): boolean {
  const plain = text.normalize('NFKC').toLowerCase();
  const sharing = share.test(plain);
  const following = follow.test(plain);
  if (!sharing && !following) return false;
  return named.test(plain) || (sharing && following && prize.test(plain));
}

/** Words of alphabets stand by themselves; Chinese and Japanese put none between spaces. */
function words(alphabetic: readonly string[], joined: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alphabetic.join('|')})(?![\\p{L}\\p{N}])|${joined.join('|')}`, 'u');
}

const share = words(
  [
    'rt|(?:re-?tweet|re-?post|share|quote)(?:s|ed|ing)?|boosts?',
    'retuit(?:ea|ead|ear)?|compart(?:e|ir|an|ilhe|ilhar)|retweete[rnz]?|partage[rz]?|teil(?:e|en|t)',
    'bagikan|paylaş(?:ın)?|ретвит(?:н[ию]ть?)?|репост(?:ы|нуть|ните)?|подел(?:ись|итесь)',
    'ريتويت|رتويت|شارك(?:وا)?|إعادة نشر|rt이벤트|알티|리트윗|리포스트|공유',
  ],
  [
    '转发',
    '轉發',
    '转推',
    '轉推',
    '转贴',
    'リツイート',
    'リポスト',
    '拡散',
    '리트윗',
    '리포스트',
    'รีทวิต',
    'รีโพสต์',
    'แชร์',
    'chia sẻ',
  ],
);

const follow = words(
  [
    "follow(?:s|ed|ing)?|s[ií]gue(?:nos|me)?|seguir|siga|suivez|s'abonner|abonne[rz]?(?:-vous)?",
    'folg(?:e|en|t)|ikuti|takip|подпи(?:шись|шитесь|ска|саться)|تابع(?:وا|ونا)?|متابعة|فولو',
  ],
  ['关注', '關注', '追蹤', '追踪', 'フォロー', '팔로우', '팔로워', 'ติดตาม', 'theo dõi'],
);

const named = words(
  [
    'give-?aways?|give away|sweepstakes?|raffles?|sorteos?|sorteios?|concours|tirage au sort',
    'gewinnspiele?|verlosung(?:en)?|verlosen|çekiliş[iı]?|undian|розыгрыш[а-я]*|разыгрываем',
    'سحب|مسابقة',
  ],
  ['抽奖', '抽獎', '抽出', '懸賞', '抽選', '추첨', 'แจกของ', 'ลุ้นรับ', 'tặng quà', 'bốc thăm'],
);

const prize = words(
  [
    'wins?|winners?|winning|prizes?|gana(?:r|dor|dores)?|premios?|ganh(?:e|ar|ador)|prêmios?',
    'gagne[rz]?|gewinn(?:e|en|er|t)?|preise?|kazan(?:an|ın)?|ödül|menang(?:kan)?|hadiah',
    'при[зс]ы?|выигра(?:й|йте|ть)|победител[а-я]*|اربح|جائزة|جوائز|الفائز(?:ين)?',
  ],
  ['奖品', '獎品', '中奖', '中獎', '送出', '当た', '当選', 'プレゼント', '당첨', '증정', 'รางวัล', 'quà', 'thắng'],
);
