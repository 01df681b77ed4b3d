/** Words that say what a text is for: to sell, or to collect signatures. Whole words of the languages with most of either. */

/** More of a text says no more about what it is for. */
const longestText = 1_000;

export function advertises(text: string): boolean {
  return offers.test(plain(text));
}

export function isPetition(text: string): boolean {
  return petitions.test(plain(text));
}

/** Where signatures are collected: platforms of petitions and parliaments' own. */
export const petitionHosts: ReadonlySet<string> = new Set(
  (
    'change.org chng.it avaaz.org secure.avaaz.org openpetition.de openpetition.eu weact.campact.de ' +
    'petition.parliament.uk epetitionen.bundestag.de actionnetwork.org you.38degrees.org.uk moveon.org ' +
    'eko.org action.allout.org petitions.assemblee-nationale.fr mesopinions.com petities.nl skrivunder.net'
  ).split(' '),
);

function plain(text: string): string {
  return text.slice(0, longestText).normalize('NFKC').toLowerCase();
}

/** Words of alphabets stand by themselves; Chinese and Japanese put none between spaces. */
function anyOf(alphabetic: readonly string[], joined: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alphabetic.join('|')})(?![\\p{L}\\p{N}])|${joined.join('|')}`, 'u');
}

const offers = anyOf(
  [
    '(?:promo|discount|coupon|voucher) codes?|discounts?|coupons?|free shipping|shop now|buy now',
    'order now|limited offer|pre-?orders?|rabatt(?:code)?|gutscheine?|jetzt (?:kaufen|bestellen)',
    'descuentos?|cup[oó]n(?:es)?|compra ya|desconto|cupom|frete gr[aá]tis|code promo|en promo',
    'скидк[аиу]|промокод[а-я]*|indirim|diskon|خصم|كوبون',
  ],
  ['优惠', '優惠', '折扣', '包邮', '包郵', 'クーポン', '割引', '할인', '쿠폰'],
);

const petitions = anyOf(
  [
    'petitions?|sign (?:here|now|this|the)|add your name|petitionen?|unterschreib(?:e|en|t)',
    'petici[oó]n(?:es)?|firma(?:d)? (?:aquí|ahora|la)|peti[cç][aã]o|assine|p[eé]titions?|signez',
    'петици[яюи]|подпишите петицию|dilekçe|imza kampanyası|petisi|عريضة',
  ],
  ['请愿', '請願', '联署', '聯署', '署名', '청원', '서명'],
);
