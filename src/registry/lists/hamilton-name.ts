/**
 * Tells an institution from a person by the name that Hamilton 2.0's account list gives: it has no column for it.
 *
 * Conservative: an institution has to be recognised by a word; whatever is not is left to the opt-in, or out.
 */
export type Holder = 'institution' | 'person' | 'unclear';

/** Words that name a body wherever they stand. */
const bodies = new RegExp(
  `(?<![\\p{L}])(?:${[
    'embassy embajada embaixada ambassade ambasada botschaft consulate consulates generalkonsulat consulat consolato consulado',
    'mission missions delegation ministry ministries government parliament duma cabinet council committee commission',
    'department administration agency agencies bureau office organization organisation federation association society',
    'academy institute center centre house chamber forum fund corporation company group union rosatom rostec gazprom rusada',
    'mfa mid МИД МВД Минфин Минздрав Минобрнауки Минэкономразвития посольство генконсульство консульство генеральное',
    'представительство торгпредство государственная палата ГК',
    'tv television radio news newspaper press times channel post broadcasting expo olympic military culture cultura',
    'tass inosmi ruptly zvezda',
  ]
    .join(' ')
    .split(' ')
    .join('|')})(?![\\p{L}])`,
  'iu',
);

/** Names of outlets and bodies at the beginning; after a comma they say where a person works. */
const outlets = new RegExp(
  `^(?:the )?(?:${[
    "people's daily|haiwai net|huanqiu|global times|gt (?:business|life|opinion)|qiushi|guangming daily|economic daily",
    'china (?:daily|plus|radio|org|central|today|focus|watch|news|newsweek|xinjiang|culture|youth daily|mosaic|q&a)',
    'china\\.(?:org\\.cn|com)|chinafrica|visual china|mundo china|cgtn|cctv|cri|cmg|xinhua|chine nouvelle|ecns|cd opinion',
    'beijing (?:review|channel|daily)|bjd review|shanghai (?:daily|eye)|sixth tone|paper(?:, the)?$|yicai|guancha|phoenix|dragon tv',
    'ipanda|discover|visit|insight|explore|where zhengzhou|pla daily|jilin daily|state council|dotdot|ta kung|kankan',
    'rt|sputnik|ria|tass|russia beyond|ino tv|lenta\\.ru|ntv|prime$|ukraina$|in the now|portable\\.tv|moscow 24|redfish|uac russia|voice of china',
    'irna|isna|mehr|tasnim|fars|presstv|press tv|iran press|irib|khabar online|kayhan|mizan|shabestan|tehran times|doc review',
    "president of russia|russian house|russia in|iranian? foreign|iranian diplomacy|spokesperson of|all-china students'",
  ].join('|')})(?![\\p{L}])`,
  'iu',
);

/** The Supreme Leader's office runs accounts by language under his name; they are an official's. */
const officialsAccounts = /khamenei|hamanei/i;

/** Two to four words that begin with a capital, or with one the whole in capitals: Chen Xu, H.Amirabdollahian, DU Xiaohui. */
const personal = /^(?:(?:\p{Lu}[\p{L}.'’-]*|[ab]l|bin|de|van)[\s,]*){1,5}$/u;

export function holderOfName(name: string): Holder {
  // What stands in brackets is a pen name, a programme or a script: Zhang Shanhui (Mon Pékin Express).
  const bare = name.replace(/\s*[([（].*$/u, '').trim();
  if (bare === '') return 'unclear';
  if (officialsAccounts.test(bare)) return 'person';
  if (outlets.test(bare)) return 'institution';
  const [head = ''] = bare.split(',');
  if (bodies.test(head)) return 'institution';
  return personal.test(head) && /[\s.]/.test(head.trim()) ? 'person' : 'unclear';
}
