/** GDELT names languages by their English word (its list of translated languages, and those it reads directly). */

const codes: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'afrikaans:af albanian:sq amharic:am arabic:ar armenian:hy azerbaijani:az basque:eu belarusian:be bengali:bn ' +
    'bosnian:bs bulgarian:bg burmese:my catalan:ca chinese:zh croatian:hr czech:cs danish:da dutch:nl english:en ' +
    'estonian:et finnish:fi french:fr galician:gl georgian:ka german:de greek:el gujarati:gu hausa:ha hebrew:he ' +
    'hindi:hi hungarian:hu icelandic:is indonesian:id irish:ga italian:it japanese:ja kannada:kn kazakh:kk khmer:km ' +
    'korean:ko kurdish:ku kyrgyz:ky lao:lo latin:la latvian:lv lithuanian:lt macedonian:mk malay:ms malayalam:ml ' +
    'maltese:mt marathi:mr mongolian:mn nepali:ne norwegian:no norwegiannynorsk:nn odia:or oriya:or pashto:ps ' +
    'persian:fa farsi:fa polish:pl portuguese:pt punjabi:pa romanian:ro russian:ru serbian:sr sindhi:sd sinhala:si ' +
    'sinhalese:si slovak:sk slovenian:sl somali:so spanish:es swahili:sw swedish:sv tajik:tg tagalog:tl tamil:ta ' +
    'telugu:te thai:th tibetan:bo tigrinya:ti turkish:tr turkmen:tk ukrainian:uk urdu:ur uyghur:ug uzbek:uz ' +
    'vietnamese:vi welsh:cy yiddish:yi yoruba:yo zulu:zu'
  )
    .split(' ')
    .map((pair) => pair.split(':')),
);

/** BCP 47; `undefined` for a word that is none of them. */
export function langOfWord(word: string | undefined): string | undefined {
  const name = (word ?? '').toLowerCase().replace(/[^a-z]/g, '');
  return Object.hasOwn(codes, name) ? codes[name] : undefined;
}
