/** What is said in the sample. Everything is invented, harmless and about places that call themselves an example. */
import type { Random } from './random.ts';

export const sampleLangs = ['en', 'es', 'zh', 'ar', 'ru'] as const;
export type SampleLang = (typeof sampleLangs)[number];

export interface SampleTag {
  readonly tag: string;
  readonly lang: SampleLang;
}

function tagsIn(lang: SampleLang, words: string): readonly SampleTag[] {
  return words.split(' ').map((tag) => ({ tag, lang }));
}

/** Most used first. */
export const everydayTags: readonly SampleTag[] = [
  ...tagsIn('en', 'GardenWeek SlowTrains RainyDay OpenLibrary BakeSale'),
  ...tagsIn('zh', '示例早餐 春日散步 周末读书'),
  ...tagsIn('es', 'MercadoDeMuestra LunesLento'),
  ...tagsIn('en', 'NightSky BikeToWork PaperBoats QuietStreets SoupSunday'),
  ...tagsIn('ar', 'نزهة_المثال صباح_الكتب'),
  ...tagsIn('ru', 'ПримерУтра ТихийДвор'),
  ...tagsIn('en', 'KiteDay OldMaps TeaBreak ChoirPractice RepairCafe FirstSnow'),
  ...tagsIn('es', 'CafeConMuestra PaseoDeTarde RecetaEjemplo'),
  ...tagsIn('zh', '示例天气 老街照片 手工课堂'),
  ...tagsIn('en', 'ChessInThePark BirdCount LostUmbrella PuzzleNight SampleCup'),
  ...tagsIn('ar', 'خبز_المثال حديقة_المدينة قهوة_العينة'),
  ...tagsIn('ru', 'ВеснаВПримере КнигаДня СупНаОбед'),
  ...tagsIn('en', 'WindowPlants RiverSwim MapQuiz ToyRepair LateBus'),
  ...tagsIn('es', 'LibroDeMuestra CieloDeHoy'),
  ...tagsIn('zh', '示例音乐 慢车旅行'),
  ...tagsIn('en', 'PondWatch BrassBand HillWalk'),
  ...tagsIn('ar', 'سماء_المثال رسم_اليوم'),
  ...tagsIn('ru', 'МедленныйПоезд КартаГорода'),
  ...tagsIn('en', 'CandleShop HarbourFog'),
];

/** Topics of the institutions of the sample. */
export const officialTags: readonly string[] = (
  'ExampleTrade ExampleCulture SampleRail HarvestReport ExampleTourism SampleScience YouthForum ExampleEnergy ' +
  'SampleWeather BridgeOpening ExampleMuseum SampleSports FarmFair ExampleHealth SampleSchools CoastGuardDay ' +
  'ExampleForests SampleCinema TeaExport ExampleLakes SampleStamps CityGardens ExampleCrafts SampleRoads'
).split(' ');

interface Phrases {
  readonly who: readonly string[];
  readonly does: readonly string[];
  readonly what: readonly string[];
  readonly where: readonly string[];
  readonly glue: string;
  readonly andThen: string;
}

const phrases: Readonly<Record<SampleLang, Phrases>> = {
  en: {
    who: ['My neighbour', 'Our choir', 'The whole class', 'A friend', 'My aunt', 'The team', 'Half the street', 'I'],
    does: ['finally found', 'spent the morning with', 'cannot stop talking about', 'is already missing', 'painted'],
    what: ['the green boat', 'an old timetable', 'the smallest bakery', 'three new kites', 'a lamp that hums', 'soup'],
    where: ['by the sample pond', 'on Example Street', 'behind the library', 'at platform nine', 'near the old mill'],
    glue: ' ',
    andThen: ', then ',
  },
  es: {
    who: ['Mi vecina', 'El coro', 'Toda la clase', 'Un amigo', 'Mi tía', 'El equipo', 'Media calle', 'Mi hermano'],
    does: ['encontró por fin', 'pasó la mañana con', 'no para de hablar de', 'ya echa de menos', 'pintó ayer'],
    what: ['el barco verde', 'un horario antiguo', 'la panadería pequeña', 'tres cometas nuevas', 'una lámpara rara'],
    where: ['junto al estanque de muestra', 'en la calle Ejemplo', 'detrás de la biblioteca', 'en el andén nueve'],
    glue: ' ',
    andThen: ', luego ',
  },
  zh: {
    who: ['我的邻居今天', '合唱团早上', '全班同学昨天', '一位朋友刚才', '阿姨周末', '球队傍晚', '半条街的人'],
    does: ['终于找到了', '花了一上午照看', '一直在谈论', '已经开始想念', '认真地画下了'],
    what: ['那条绿色的小船', '一张旧时刻表', '最小的面包店', '三只新风筝', '会唱歌的台灯', '一锅热汤'],
    where: ['就在示例池塘旁边', '在示例街的拐角处', '在图书馆后面的院子', '在九号站台的长椅上'],
    glue: '',
    andThen: '，然后是',
  },
  ar: {
    who: ['جارتي', 'فرقة الغناء', 'كل الصف', 'صديق لي', 'خالتي', 'الفريق كله', 'نصف الشارع'],
    does: ['وجدت أخيرا', 'قضت الصباح مع', 'لا تتوقف عن الحديث عن', 'تشتاق منذ الآن إلى', 'رسمت'],
    what: ['القارب الأخضر', 'جدول قديم للمواعيد', 'أصغر مخبز', 'ثلاث طائرات ورقية', 'مصباحا غريبا'],
    where: ['قرب بركة العينة', 'في شارع المثال', 'خلف المكتبة', 'على الرصيف التاسع'],
    glue: ' ',
    andThen: '، ثم ',
  },
  ru: {
    who: ['Моя соседка', 'Наш хор', 'Весь класс', 'Один друг', 'Моя тётя', 'Команда', 'Половина улицы'],
    does: ['наконец нашли', 'всё утро провели с', 'не перестают говорить про', 'уже скучают по', 'нарисовали'],
    what: ['зелёная лодка', 'старое расписание', 'самая маленькая пекарня', 'три новых змея', 'поющая лампа'],
    where: ['у пруда Пример', 'на улице Образцовой', 'за библиотекой', 'на девятой платформе'],
    glue: ' ',
    andThen: ', потом ',
  },
};

/** One of about thirty thousand sentences of a language, so that copies hardly happen by chance. */
export function everydayText(random: Random, lang: SampleLang): string {
  const { who, does, what, where, glue, andThen } = phrases[lang];
  const first = [random.pick(who), random.pick(does), random.pick(what), random.pick(where)].join(glue);
  return `${first}${andThen}${random.pick(what)}${glue}${random.pick(where)}`;
}

/** The sentences that the campaign's accounts copy: eighteen in English, twelve in other scripts. */
export const campaignTexts: readonly { readonly text: string; readonly lang: SampleLang }[] = [
  ...[
    'I walked through Example Valley myself and saw nothing of what those stories claim',
    'The rumors about Example Valley fall apart as soon as you visit a single village',
    'People in Example Valley laugh when they hear what is written about them abroad',
    'Life in Example Valley gets better every year, whoever says otherwise was never here',
    'Look at the smiles at the Example Valley market and then read those rumors again',
    'Why do the rumor makers never show the new roads and schools of Example Valley',
    'A friend from Example Valley asked me to share how ordinary a day there really is',
    'Stop repeating rumors about a place you could not find on the sample map',
    'The tea harvest in Example Valley speaks louder than a hundred invented reports',
    'Ask the dancers, the farmers, the teachers of Example Valley, not the rumor makers',
    'This short film shows Example Valley as it is, please watch before you judge',
    'The same old rumors again, and again Example Valley answers with a festival',
    'Those who write about Example Valley have not spent one morning in its bakeries',
    'Example Valley opens its doors to every visitor, the rumors do not survive the trip',
    'My cousin works in Example Valley by choice and is proud of what she makes there',
    'Three days in Example Valley taught me more than three years of such headlines',
    'Truth needs no volume: the valley is calm, green and busy, come and see for yourself',
    'They ignore the numbers of Example Valley because good news does not sell',
  ].map((text) => ({ text, lang: 'en' as const })),
  ...[
    '示例谷的生活一年比一年好，谣言在真实的笑容面前站不住脚',
    '请先来示例谷住上三天，再谈论那些毫无根据的传闻',
    '示例谷的集市热闹又平静，和那些报道里写的完全不同',
    '看看这段短片，示例谷的孩子们在新学校里唱歌跳舞',
    '我的家乡示例谷欢迎每一位客人，谣言经不起一次旅行',
  ].map((text) => ({ text, lang: 'zh' as const })),
  ...[
    'زرت وادي المثال بنفسي ولم أجد شيئا مما تقوله تلك الشائعات',
    'الحياة في وادي المثال أفضل كل عام ومن يقول غير ذلك لم يزره',
    'شاهدوا هذا الفيلم القصير عن وادي المثال قبل أن تحكموا عليه',
    'أسواق وادي المثال مليئة بالابتسامات والشائعات لا تصمد أمام زيارة',
  ].map((text) => ({ text, lang: 'ar' as const })),
  ...[
    'Я сам был в Долине Пример и не увидел ничего из того, о чём пишут',
    'Жизнь в Долине Пример с каждым годом лучше, приезжайте и посмотрите сами',
    'Слухи о Долине Пример не переживут даже одной поездки в её деревни',
  ].map((text) => ({ text, lang: 'ru' as const })),
];

const officialOpenings = [
  'Statement (sample):',
  'From our newsroom (sample):',
  'Today in brief (sample):',
  'In pictures (sample):',
  'Press note (sample):',
];
const officialSubjects = [
  'the spring programme was presented to visitors',
  'a new exhibition opens its doors this week',
  'officials answered questions of the sample press',
  'the yearly figures were published this morning',
  'a delegation visited the example workshops',
  'the timetable for the coming season is out',
  'students from three cities met at the forum',
];
const officialPlaces = [
  'in Sample City',
  'in Harbourton',
  'in Example Valley',
  'at the Example Council',
  'in Lakeville',
];

export function officialText(random: Random): string {
  return [random.pick(officialOpenings), random.pick(officialSubjects), random.pick(officialPlaces)].join(' ');
}

const finalFeelings = [
  'What a night',
  'I lost my voice',
  'Nobody here can believe it',
  'Best game in years',
  'Speechless',
];
const finalMoments = [
  'that save in the last minute',
  'the penalty',
  'two goals in three minutes',
  'the red card',
  'extra time',
];
const finalPlaces = [
  'from the stands',
  'on the old radio',
  'with the neighbours',
  'in a full kitchen',
  'on the night train',
];

/** Readers of one event, each in their own words. */
export function finalText(random: Random, n: number): string {
  const parts = [random.pick(finalFeelings), random.pick(finalMoments), random.pick(finalPlaces)];
  return `${parts.join(', ')}. ${everydayText(random, 'en')} and number ${wordFor(n)} cheered`;
}

function wordFor(n: number): string {
  const tens = ['zero', 'ten', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
  const ones = ['nought', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
  return `${ones[Math.floor(n / 100) % 10]} ${tens[Math.floor(n / 10) % 10]} ${ones[n % 10]}`;
}

/** Four capitals without meaning: the tail that 28 of 65 posts of the published case carried. */
export function noiseTail(random: Random): string {
  return Array.from({ length: 4 }, () => String.fromCharCode(65 + random.below(26))).join('');
}
