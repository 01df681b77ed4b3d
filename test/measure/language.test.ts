import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/measure/language.ts';

const guessed = (text: string): string => languageOf(undefined, text).lang;

describe('the platform’s word', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['zh_TW', 'zh'],
    ['cmn', 'zh'],
    ['EN-gb', 'en'],
    ['in', 'id'],
    ['iw', 'he'],
    ['ji', 'yi'],
    ['nb', 'no'],
    ['ug', 'ug'],
    ['ug-Latn', 'ug-Latn'],
    ['ug-Arab', 'ug'],
    ['sr-Latn-RS', 'sr-Latn'],
    ['yue', 'yue'],
  ])('goes first, as BCP 47: %s is %s', (given, lang) => {
    expect(languageOf(given, 'Жители региона были очень рады')).toEqual({ lang, from: 'platform' });
  });

  it.each(['und', 'zxx', 'qme', 'qht', 'qst', 'mul', 'art', '', 'english', 'x', 'en; drop table', 'e'.repeat(200)])(
    'is no language: %s',
    (given) => {
      expect(languageOf(given, '')).toEqual({ lang: 'und', from: 'none' });
      expect(languageOf(given, 'ئۇيغۇرلار ئۇزۇن تارىخقا ئىگە')).toEqual({ lang: 'ug', from: 'script' });
    },
  );
});

describe('letters', () => {
  it.each([
    ['ug', 'شىنجاڭ ياخشى جاي'],
    ['ug', 'ئۇيغۇرلارنىڭ ئۆز تىلى ۋە يېزىقى بار'],
    ['kk-Arab', 'قازاقستان حالقى ٴوز ٴتىلىن ساقتايدى جانە ەلىن سۇيەدى'],
    ['ckb', 'خەڵکی ناوچەکە بە خۆشی دەژین و ڕێز'],
    ['ar', 'الناس في المنطقة يعيشون حياة سعيدة'],
    ['fa', 'مردم این منطقه زندگی شادی دارند'],
    ['ur', 'اس علاقے کے لوگ خوش ہیں'],
    ['ps', 'د سيمې خلک خوښ ژوند کوي او مېلمانه ته ښه راغلاست وايي'],
    ['kk', 'Қазақстан халқы өз тілін сақтайды'],
    ['ky', 'Кыргызстандын эли өз тилин сактайт жана өңүр'],
    ['mn', 'Монгол улсын ард түмэн өөрийн хэлээр ярьдаг'],
    ['tg', 'Мардуми ин минтақа зиндагии хушбахтона доранд ва забони тоҷикӣ'],
    ['uz-Cyrl', 'Ўзбекистон халқи ўз тилини яхши кўради'],
    ['uk', 'Жителі регіону живуть щасливо'],
    ['be', 'Жыхары рэгіёна жывуць шчасліва ўжо доўга'],
    ['ru', 'Жители были очень рады новым дорогам'],
    ['bg', 'Хората в региона живеят добре и пътят е отворен'],
    ['sr', 'Људи у региону живе срећно и воле ову земљу'],
    ['zh', '新疆是个好地方，人民生活幸福'],
    ['zh', '美味の火锅，今天我们一起去吃吧好不好'],
    ['zh', '美味の火锅和好吃の羊肉串，今天我们一起去吃吧好不好呢'],
    ['ja', '東京の天気は今日とても良いです'],
    ['ja', 'カタカナだけ'],
    ['ko', '오늘 날씨가 좋습니다'],
    ['th', 'วันนี้อากาศดีมาก'],
    ['he', 'היום מזג האוויר טוב'],
    ['yi', 'דער װעטער איז הײַנט גוט'],
    ['el', 'Ο καιρός είναι καλός σήμερα'],
    ['hi', 'आज मौसम अच्छा है'],
    ['mr', 'आज हवामान चांगले आहे'],
    ['ne', 'आज मौसम राम्रो छ'],
    ['bo', 'བོད་ལྗོངས་ནི་ཡག་པོ'],
    ['ka', 'დღეს კარგი ამინდია'],
    ['hy', 'Այսօր լավ եղանակ է'],
  ])('give %s away', (lang, text) => {
    expect(languageOf(undefined, text)).toEqual({ lang, from: 'script' });
  });

  it('are not those of a name in a sentence of another language', () => {
    expect(guessed('Новая дорога была открыта вчера, и жители города Қазақ были очень этому рады')).toBe('ru');
  });

  it('say nothing when they fit several languages, or are too few', () => {
    expect(guessed('سلام')).toBe('und');
    expect(guessed('新疆')).toBe('und');
    expect(guessed('Жители региона живут счастливо')).toBe('und');
    expect(guessed('日本')).toBe('und');
  });

  it('say nothing when two scripts share the text', () => {
    expect(guessed('weather today 今日天气 news')).toBe('und');
  });
});

describe('words', () => {
  it.each([
    ['en', 'The people of the region live a happy life and welcome visitors'],
    ['fr', 'Les habitants de la région vivent heureux et accueillent des visiteurs'],
    ['de', 'Die Menschen in der Region leben zufrieden und empfangen viele Besucher'],
    ['es', 'Las autoridades dijeron que la cosecha fue buena este año y que las escuelas abrirán de nuevo'],
    ['tr', 'Bölge halkı mutlu yaşıyor ve birçok ülkeden gelen ziyaretçileri ağırlıyor'],
    ['ug-Latn', 'Uyghurlar uzun tarixqa ige bir millet bolup, özining til yéziqi we medeniyiti bar'],
    ['ug-Latn', 'Bu kishiler yéngi mekteplerning échilghanliqi heqqide xewer bilen tonushup, xush bolghan idi'],
  ])('give %s away in a longer text', (lang, text) => {
    expect(languageOf(undefined, text)).toEqual({ lang, from: 'text' });
  });

  it('say nothing in a short text', () => {
    expect(languageOf(undefined, 'The people of the region')).toEqual({ lang: 'und', from: 'none' });
  });

  it('are not taken for a neighbour’s', () => {
    expect(guessed('Viloyat aholisi baxtli yashaydi va mamlakatlardan kelgan mehmonlarni kutib oladi')).toBe('und');
  });
});

it('never guesses from emoji, links, mentions and tags', () => {
  expect(guessed('🎉🎉🎉 😀')).toBe('und');
  expect(guessed('https://example.com/the-people-of-the-region-live-a-happy-life')).toBe('und');
  expect(guessed('@the_people_of_the_region_live @welcome_visitors_from_many_countries')).toBe('und');
  expect(guessed('#新疆是个好地方 #新疆是个好地方 ＃新疆是個好地方')).toBe('und');
});

it('takes any text and any word of a platform', () => {
  fc.assert(
    fc.property(
      fc.option(fc.string(), { nil: undefined }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      (given, text) => {
        const { lang, from } = languageOf(given, text);
        expect(Intl.getCanonicalLocales(lang)).toHaveLength(1);
        expect(lang === 'und').toBe(from === 'none');
      },
    ),
  );
}, 30_000);
