/**
 * Sentences may name their topic, and a topic may be a link: the page of a private account leaves in no sentence, and
 * no handle of one in what a person wrote.
 */
import { defang } from '../message/wording.ts';
import { hostOf } from '../post/normal-form.ts';
import type { PrivateNames } from './private-names.ts';

export type Scrub = (text: string) => string;
/** Whether a link or host may leave. */
export type IsOpen = (link: string) => boolean;

export function createScrub(withheld: readonly string[], isOpen: IsOpen, names: PrivateNames): Scrub {
  // The longest first, because one link may be the beginning of another.
  const forms = withheld
    .flatMap((link) => {
      const host = isOpen(hostOf(link)) ? hostOf(link) : undefined;
      const place = host === undefined ? '…' : `${host}/…`;
      return [
        { form: link, place },
        { form: defang(link), place: defang(place) },
      ];
    })
    .toSorted((a, b) => b.form.length - a.form.length);
  return (text) => names.hide(forms.reduce((kept, { form, place }) => kept.replaceAll(form, place), text));
}
