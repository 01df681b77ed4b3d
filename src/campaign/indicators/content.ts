/** What was posted: near-identical texts, the same uploads, one thing in several languages. Headlines are no copies. */
import type { CopyMeasure } from '../../measure/copies.ts';
import type { CrossLanguageCopies } from '../../measure/cross-language.ts';
import type { SameMedia } from '../../measure/same-media.ts';
import { count, counted } from '../../measure/words.ts';
import type { Indicator } from '../campaign.ts';
import type { Rules } from '../rules.ts';
import { points } from './points.ts';
import { shareOfText } from './share-words.ts';
import { shrunk, told, unknown, weigh, weighShare } from './weigh.ts';

export interface ContentMeasures {
  readonly copies: CopyMeasure;
  readonly media: SameMedia;
  readonly languages: CrossLanguageCopies;
}

/** Fewer texts or uploads than these say nothing about a share. */
const fewest = { texts: 10, media: 10 } as const;

export function contentIndicators({ copies, media, languages }: ContentMeasures, rules: Rules): readonly Indicator[] {
  return [
    copyShare(copies, rules),
    ...biggestCluster(copies, rules),
    ...tails(copies, rules),
    ...headlines(copies),
    sameMedia(media, rules),
    ...crossLanguage(languages, rules),
  ];
}

/** Once a crowd has joined, copies drown (3.9 % of a trend alert's posts): the first hours count, and the last day. */
function copyShare({ early, recent, all }: CopyMeasure, rules: Rules): Indicator {
  const base = { name: 'copy-share', part: 'coordinated', family: 'content' } as const;
  const { reference } = points['copy-share'];
  const spans = [
    { share: early, when: 'in the first 2 h' },
    { share: recent, when: 'in the last 24 h' },
    { share: all, when: 'in all' },
  ].filter(({ share }) => share.of >= fewest.texts);
  const [used] = spans.toSorted((a, b) => shrunk(b.share, reference) - shrunk(a.share, reference));
  if (used === undefined) {
    return unknown({ ...base, share: all }, 'near-identical text: too few texts to compare');
  }
  const { share, when } = used;
  const sentence = `copy share ${share.value.toFixed(2)} ${when}: ${count(share.n)} of ${counted(share.of, 'text')} ${share.n === 1 ? 'is' : 'are'} near-identical to those of two or more other accounts`;
  return weighShare({ ...base, share, sentence }, rules);
}

function biggestCluster({ biggest, clusters }: CopyMeasure, rules: Rules): readonly Indicator[] {
  if (biggest === undefined) return [];
  return [
    weigh(
      {
        name: 'biggest-copy-cluster',
        part: 'coordinated',
        family: 'content',
        value: biggest.accounts,
        measured: biggest.accounts,
        sentence: `${counted(clusters, 'text')} used by three or more accounts; the most used one by ${counted(biggest.accounts, 'account')}`,
      },
      rules,
    ),
  ];
}

function tails({ tails: share }: CopyMeasure, rules: Rules): readonly Indicator[] {
  if (share.n === 0) return [];
  return [
    weighShare(
      {
        name: 'noise-tails',
        part: 'coordinated',
        family: 'content',
        share,
        sentence: `${shareOfText(share, 'text')} ${share.n === 1 ? 'ends' : 'end'} in a meaningless tail that differs on the same text`,
      },
      rules,
    ),
  ];
}

/** Readers who pass a headline on make no copies; many of them are what news looks like. */
function headlines({ headlines: share }: CopyMeasure): readonly Indicator[] {
  if (share.n === 0) return [];
  const sentence = `${shareOfText(share, 'text')} ${share.n === 1 ? 'is a headline' : 'are headlines'} that readers passed on; none is counted as a copy`;
  return [told({ name: 'headline-copies', part: 'innocent', family: 'against', share, sentence })];
}

/** Of all written posts: three memes among hundreds of texts are no campaign of pictures. */
function sameMedia({ ofWritten, share, mostAccounts, unknown: silent }: SameMedia, rules: Rules): Indicator {
  const base = { name: 'same-media', part: 'coordinated', family: 'content', share: ofWritten } as const;
  if (ofWritten.of < fewest.media) {
    return unknown(base, silent > 0 ? `attachments of ${counted(silent, 'post')}` : 'same media: too few posts');
  }
  const most = mostAccounts > 0 ? `, the most used one by ${counted(mostAccounts, 'account')}` : '';
  return weighShare(
    {
      ...base,
      sentence: `${shareOfText(ofWritten, 'post')} ${ofWritten.n === 1 ? 'carries' : 'carry'} an upload of three or more accounts${most} (${counted(share.of, 'post')} with pictures or videos)`,
    },
    rules,
  );
}

function crossLanguage({ objects, posts }: CrossLanguageCopies, rules: Rules): readonly Indicator[] {
  const [widest] = objects;
  if (widest === undefined) return [];
  const what = widest.kind === 'link' ? 'link' : 'upload';
  return [
    weigh(
      {
        name: 'cross-language-copies',
        part: 'coordinated',
        family: 'content',
        share: posts,
        value: widest.languages.length,
        measured: widest.languages.length,
        sentence: `one ${what} stands under copied texts in ${widest.languages.length} languages (${widest.languages.join(', ')}), by ${counted(widest.accounts, 'account')}`,
      },
      rules,
    ),
  ];
}
