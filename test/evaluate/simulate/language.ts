/**
 * Languages as they are needed here: invented words in the right script, real little words between them, and the set
 * phrases that kinds of events are known by. Nothing said is about anything that exists.
 */
import type { Random } from './random.ts';

const languageCodes = ['en', 'es', 'pt', 'zh', 'ja', 'ar', 'fa', 'ru', 'uk'] as const;
export type LanguageCode = (typeof languageCodes)[number];

export interface Vocabulary {
  readonly lang: LanguageCode;
  readonly nouns: readonly string[];
  readonly verbs: readonly string[];
  readonly adjectives: readonly string[];
  readonly places: readonly string[];
  readonly phrases: Phrases;
}

/** `{n}` noun, `{v}` verb, `{a}` adjective, `{p}` place: each filled anew. */
interface Phrases {
  readonly clauses: readonly string[];
  /** Between two clauses. */
  readonly joints: readonly string[];
  /** Between the words of a title. */
  readonly space: string;
  readonly headlines: readonly string[];
  readonly giveaway: readonly string[];
  readonly petition: readonly string[];
  readonly goal: readonly string[];
  readonly newcomer: readonly string[];
  readonly fan: readonly string[];
  readonly greeting: readonly string[];
}

/** The words of a world: other worlds have others. */
export function createVocabulary(lang: LanguageCode, random: Random): Vocabulary {
  const { syllables, ends, length } = scripts[lang];
  const word = (): string => {
    const count = random.whole(length[0], length[1]);
    return Array.from({ length: count }, () => random.pick(syllables)).join('') + random.pick(ends);
  };
  const words = (count: number): readonly string[] => {
    const made = new Set<string>();
    while (made.size < count) made.add(word());
    return [...made];
  };
  return {
    lang,
    nouns: words(420),
    verbs: words(220),
    adjectives: words(200),
    places: words(140).map(capital),
    phrases: phrases[lang],
  };
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

interface Script {
  readonly syllables: readonly string[];
  readonly ends: readonly string[];
  readonly length: readonly [number, number];
}

function syllablesOf(consonants: string, vowels: string): readonly string[] {
  return Array.from(consonants).flatMap((first) => Array.from(vowels).map((second) => first + second));
}

const latin = syllablesOf('bdfgklmnprstvz', 'aeiou');
const slavic = 'бвгдзклмнпрстх';
const han =
  '山水木林田风云石竹江湖河城桥路门窗灯船车马鸟鱼花草叶春夏秋冬晨昏光影声色茶米酒布纸笔书画琴棋钟塔井泉沙岛湾坡谷原野村镇街巷园池';
const arabic = 'بتثجحخدرزسشصطعفقكلمنه';

const scripts: Readonly<Record<LanguageCode, Script>> = {
  en: { syllables: latin, ends: ['n', 'th', 'ck', 'll', 'rd', 'y', 'st', 'm'], length: [1, 2] },
  es: { syllables: latin, ends: ['o', 'a', 'ar', 'ez', 'ón', 'illo', 'era'], length: [1, 2] },
  pt: { syllables: latin, ends: ['o', 'a', 'ão', 'eira', 'inho', 'al', 'ês'], length: [1, 2] },
  zh: { syllables: Array.from(han), ends: Array.from(han), length: [1, 1] },
  ja: {
    syllables: Array.from(han).slice(0, 40),
    ends: [...syllablesOf('かさたなはまらわ', 'りるえう'), 'さん'],
    length: [1, 2],
  },
  ar: { syllables: syllablesOf(arabic, 'اويل'), ends: ['ة', 'ان', 'ين', 'م', 'ر'], length: [1, 2] },
  fa: { syllables: syllablesOf('بپتچخدرزسشفکگلمن', 'اویه'), ends: ['ان', 'ی', 'گر', 'ش', 'ک'], length: [1, 2] },
  ru: { syllables: syllablesOf(slavic, 'аеиоуы'), ends: ['ый', 'ка', 'ость', 'н', 'ть', 'ец'], length: [1, 2] },
  uk: { syllables: syllablesOf(slavic, 'аеіоує'), ends: ['ій', 'ка', 'ість', 'ння', 'ти', 'ець'], length: [1, 2] },
};

const phrases: Readonly<Record<LanguageCode, Phrases>> = {
  en: {
    clauses: [
      'the {n} of {p} {v} a {a} {n}',
      'my {n} never {v} the {a} {n} in {p}',
      'who {v} this {a} {n} before the {n}?',
      'we {v} our {n} near {p}',
      'every {a} {n} {v} like a {n}',
      'nobody in {p} {v} the {n} today',
      'a {n} and a {a} {n} {v} together',
    ],
    joints: [', and ', ' because ', '. Then ', ' while '],
    space: ' ',
    headlines: ['{p}: {a} {n} {v} {n} after {n}', '{n} {v} in {p} as {a} {n} grows'],
    giveaway: [
      'GIVEAWAY! Repost and follow to win a {a} {n}',
      'Follow us + repost this post to win one of ten {n} prizes',
    ],
    petition: ['I have just signed: a {a} {n} for {p}. Will you sign too?'],
    goal: ['GOAL for {p}!!', 'what a shot by {n}!', '{p} did it again', 'unbelievable, {n} scores'],
    newcomer: ['hello everyone, I am new here', 'just moved here, where is everybody?', 'trying this place out'],
    fan: ['our {n} is the most {a} {n} of all', 'streaming the new {n} all night', 'so proud of {p} and the {n}'],
    greeting: ['Best wishes from {p} on this {a} day', 'We celebrate the {a} {n} of {p}'],
  },
  es: {
    clauses: [
      'el {n} de {p} {v} una {a} {n}',
      'mi {n} nunca {v} el {n} {a} en {p}',
      'quién {v} esta {n} {a} antes del {n}?',
      'todos {v} nuestro {n} cerca de {p}',
      'cada {n} {a} {v} como un {n}',
      'nadie en {p} {v} la {n} hoy',
    ],
    joints: [', y ', ' porque ', '. Luego ', ' mientras '],
    space: ' ',
    headlines: ['{p}: {n} {a} {v} {n} tras la {n}', '{n} {v} en {p} ante {n} {a}'],
    giveaway: ['SORTEO! Comparte y síguenos para ganar un {n} {a}', 'Síguenos y haz RT para ganar premios de {n}'],
    petition: ['Acabo de firmar: un {n} {a} para {p}. Firma tú también'],
    goal: ['GOL de {p}!!', 'qué golazo de {n}!', '{p} otra vez'],
    newcomer: ['hola a todos, soy nuevo aquí', 'acabo de llegar, ¿dónde están todos?'],
    fan: ['nuestro {n} es el más {a} de todos', 'escuchando la nueva {n} toda la noche'],
    greeting: ['Felicidades desde {p} en este día {a}', 'Celebramos la {n} {a} de {p}'],
  },
  pt: {
    clauses: [
      'o {n} de {p} {v} uma {n} {a}',
      'minha {n} nunca {v} o {n} {a} em {p}',
      'quem {v} esta {n} {a} antes do {n}?',
      'todos {v} nosso {n} perto de {p}',
      'cada {n} {a} {v} como um {n}',
      'ninguém em {p} {v} a {n} hoje',
    ],
    joints: [', e ', ' porque ', '. Depois ', ' enquanto '],
    space: ' ',
    headlines: ['{p}: {n} {a} {v} {n} após {n}', '{n} {v} em {p} com {n} {a}'],
    giveaway: ['SORTEIO! Compartilhe e siga para ganhar um {n} {a}', 'Siga e reposte para concorrer ao prêmio {n}'],
    petition: ['Acabei de assinar: um {n} {a} para {p}. Assine você também'],
    goal: ['GOL de {p}!!', 'que golaço de {n}!', '{p} de novo'],
    newcomer: ['olá pessoal, sou novo aqui', 'acabei de chegar, cadê todo mundo?'],
    fan: ['nosso {n} é o mais {a} de todos', 'ouvindo a nova {n} a noite toda'],
    greeting: ['Parabéns de {p} neste dia {a}', 'Celebramos a {n} {a} de {p}'],
  },
  zh: {
    clauses: [
      '{p}的{n}今天{v}了{a}的{n}',
      '我的{n}从来没有{v}过{a}的{n}和{n}',
      '谁在{p}{v}这个{a}的{n}',
      '我们在{p}附近{v}自己的{n}和{n}',
      '每一个{a}的{n}都像{n}一样{v}',
      '{p}没有人{v}那些{n}',
    ],
    joints: ['，而且', '，因为', '。然后', '，同时'],
    space: '',
    headlines: ['{p}：{a}的{n}在{n}之后{v}{n}', '{n}在{p}{v}，{a}的{n}继续增加'],
    giveaway: ['转发并关注，抽奖赢取{a}的{n}一份', '抽奖啦！关注我们并转发本条即可获得{n}奖品'],
    petition: ['我刚刚签名支持：给{p}一个{a}的{n}，请你也来签名'],
    goal: ['{p}进球了！！', '{n}这一脚太厉害了', '又是{p}'],
    newcomer: ['大家好，我是新来的', '刚刚搬到这里，大家在哪里'],
    fan: ['我们的{n}是最{a}的{n}，永远支持', '整晚都在听新的{n}，为{p}骄傲'],
    greeting: ['{p}祝大家在这{a}的日子里快乐', '我们一起庆祝{p}{a}的{n}'],
  },
  ja: {
    clauses: [
      '{p}の{n}が今日{a}な{n}を{v}',
      '私の{n}は{a}な{n}と{n}を一度も{v}',
      '誰が{p}でこの{a}な{n}を{v}のか',
      'みんなで{p}の近くの{n}を{v}',
      'どの{a}な{n}も{n}のように{v}',
    ],
    joints: ['、そして', '、なぜなら', '。それから', '、でも'],
    space: '',
    headlines: ['{p}：{a}な{n}が{n}の後に{n}を{v}', '{n}が{p}で{v}、{a}な{n}も増加'],
    giveaway: ['プレゼント企画！フォローとリポストで{a}な{n}が当たる', 'フォロー＆リポストで抽選で{n}をプレゼント'],
    petition: ['署名しました：{p}に{a}な{n}を。あなたも署名をお願いします'],
    goal: ['{p}ゴール！！', '{n}すごいシュート', 'また{p}だ'],
    newcomer: ['はじめまして、ここは初めてです', '引っ越してきました、みんなどこ'],
    fan: ['私たちの{n}は一番{a}な{n}です', '新しい{n}を一晩中聴いています、{p}最高'],
    greeting: ['{p}より{a}な日のお祝いを申し上げます', '{p}の{a}な{n}を祝います'],
  },
  ar: {
    clauses: [
      '{n} من {p} {v} {n} {a} اليوم',
      'لم {v} هذا {n} {a} في {p} أبدا',
      'من {v} هذه {n} {a} قبل {n}؟',
      'نحن {v} {n} قرب {p}',
      'كل {n} {a} {v} مثل {n}',
    ],
    joints: ['، و', ' لأن ', '. ثم ', ' بينما '],
    space: ' ',
    headlines: ['{p}: {n} {a} {v} {n} بعد {n}', '{n} {v} في {p} مع {n} {a}'],
    giveaway: ['سحب! تابعنا وأعد النشر لتربح {n} {a}', 'ريتويت ومتابعة للفوز بجائزة {n}'],
    petition: ['لقد وقعت للتو: {n} {a} من أجل {p}. وقع أنت أيضا'],
    goal: ['هدف {p}!!', 'يا لها من كرة {n}', '{p} مرة أخرى'],
    newcomer: ['مرحبا جميعا أنا جديد هنا', 'وصلت الآن، أين الجميع؟'],
    fan: ['{n} هو الأكثر {a} بين الجميع', 'نسمع {n} الجديدة طوال الليل'],
    greeting: ['أطيب التهاني من {p} في هذا اليوم {a}', 'نحتفل {n} {a} في {p}'],
  },
  fa: {
    clauses: [
      '{n} از {p} امروز {n} {a} را {v}',
      'من هرگز {n} {a} را در {p} {v}',
      'چه کسی این {n} {a} را پیش از {n} {v}؟',
      'ما {n} خود را نزدیک {p} {v}',
      'هر {n} {a} مانند {n} {v}',
    ],
    joints: ['، و ', ' چون ', '. سپس ', ' در حالی که '],
    space: ' ',
    headlines: ['{p}: {n} {a} پس از {n} {n} را {v}', '{n} در {p} {v} با {n} {a}'],
    giveaway: [
      'قرعه کشی! بازنشر کنید و ما را دنبال کنید تا {n} {a} برنده شوید',
      'دنبال کنید و ریتوییت کنید برای جایزه {n}',
    ],
    petition: ['همین حالا امضا کردم: {n} {a} برای {p}. شما هم امضا کنید'],
    goal: ['گل {p}!!', 'چه ضربه ای {n}', 'باز هم {p}'],
    newcomer: ['سلام به همه من اینجا تازه واردم', 'تازه رسیدم، بقیه کجا هستند؟'],
    fan: ['{n} ما از همه {a} تر است', 'تمام شب {n} تازه را گوش می دهیم'],
    greeting: ['شادباش از {p} در این روز {a}', 'ما {n} {a} {p} را جشن می گیریم'],
  },
  ru: {
    clauses: [
      '{n} из {p} {v} {a} {n}',
      'мой {n} никогда не {v} {a} {n} в {p}',
      'кто {v} этот {a} {n} до {n}?',
      'мы {v} наш {n} около {p}',
      'каждый {a} {n} {v} как {n}',
      'никто в {p} не {v} {n} сегодня',
    ],
    joints: [', и ', ' потому что ', '. Потом ', ' пока '],
    space: ' ',
    headlines: ['{p}: {a} {n} {v} {n} после {n}', '{n} {v} в {p}, {a} {n} растёт'],
    giveaway: ['РОЗЫГРЫШ! Сделай репост и подпишись, чтобы выиграть {a} {n}', 'Подпишись и репостни: выиграй приз {n}'],
    petition: ['Я подписал: {a} {n} для {p}. Подпишите и вы'],
    goal: ['ГОЛ {p}!!', 'какой удар, {n}!', '{p} снова'],
    newcomer: ['всем привет, я здесь новый', 'только переехал, где все?'],
    fan: ['наш {n} самый {a} из всех', 'слушаем новый {n} всю ночь'],
    greeting: ['Поздравления из {p} в этот {a} день', 'Мы празднуем {a} {n} {p}'],
  },
  uk: {
    clauses: [
      '{n} з {p} {v} {a} {n}',
      'мій {n} ніколи не {v} {a} {n} у {p}',
      'хто {v} цей {a} {n} до {n}?',
      'ми {v} наш {n} біля {p}',
      'кожен {a} {n} {v} як {n}',
      'ніхто у {p} не {v} {n} сьогодні',
    ],
    joints: [', і ', ' тому що ', '. Потім ', ' поки '],
    space: ' ',
    headlines: ['{p}: {a} {n} {v} {n} після {n}', '{n} {v} у {p}, {a} {n} зростає'],
    giveaway: ['РОЗІГРАШ! Зроби репост і підпишись, щоб виграти {a} {n}', 'Підпишись і репостни: виграй приз {n}'],
    petition: ['Я підписав: {a} {n} для {p}. Підпишіть і ви'],
    goal: ['ГОЛ {p}!!', 'який удар, {n}!', '{p} знову'],
    newcomer: ['усім привіт, я тут новий', 'щойно переїхав, де всі?'],
    fan: ['наш {n} найбільш {a} з усіх', 'слухаємо новий {n} усю ніч'],
    greeting: ['Вітання з {p} у цей {a} день', 'Ми святкуємо {a} {n} {p}'],
  },
};
