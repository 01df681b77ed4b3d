/** F18: which hosts are linked, and whose they are. */
import { type LinkHost, measureAttributedLinks } from '../../measure/study/attributed-links.ts';
import { shownLink } from '../../post/shown-link.ts';
import { counted, link, text, traced } from '../cells.ts';
import { registryWords, type StudyContext, statesWords, usualOptions } from '../context.ts';
import type { Cell, StudySection } from '../report.ts';

/** Hosts in no registry that are listed. */
const otherHosts = 50;

export function linksSection(context: StudyContext): StudySection {
  const links = measureAttributedLinks(context.table, { ...usualOptions(context), others: otherHosts });
  return {
    id: 'links',
    title: 'Linked hosts',
    measure: 'F18',
    definition: 'Of the written posts with a link, the share that links to a host of a listed organisation.',
    parameters: [registryWords(context), statesWords(context), 'hosts match by label suffix'],
    guard: 'Linking to an outlet is not speaking for it; hosts that the registry lacks are in no class.',
    notes: [],
    tables: [
      {
        id: 'links',
        title: 'Posts that link to listed hosts',
        columns: ['class', 'posts / posts with a link'],
        rows: [
          [text('attributed to a state'), traced(links.attributed)],
          ...links.classes.map((one) => [text(one.name), traced(one)]),
          [text('posts with a link'), counted(links.linking)],
        ],
      },
      {
        id: 'hosts-listed',
        title: 'Listed hosts',
        columns: ['host', 'organisation', 'state', 'kind', 'posts', 'accounts'],
        rows: links.listedHosts.map((host) => [
          link(host.host),
          text(host.entry?.publicRole === true ? host.entry.name : 'not named'),
          text(host.entry?.state ?? ''),
          text(host.entry?.kind ?? ''),
          ...hostCounts(host),
        ]),
      },
      {
        id: 'hosts-other',
        title: 'Hosts in no registry',
        columns: ['host', 'posts', 'accounts'],
        rows: links.otherHosts.map((host) => [link(shownLink(host.host)), ...hostCounts(host)]),
        more: links.otherHostCount - links.otherHosts.length,
      },
    ],
    pictures: [],
  };
}

function hostCounts({ posts, accounts }: LinkHost): readonly Cell[] {
  return [counted(posts), counted(accounts)];
}
