/**
 * Listed and named accounts, posts of theirs, and listed outlets as MISP objects; and all other evidence as hashes.
 *
 * Templates are those of misp-objects (CC0 or BSD-2): ids and relations are facts, and no text of them is taken over.
 */
import { counted } from '../measure/words.ts';
import { platformName } from '../message/wording.ts';
import type { MispObject, MispParts, MispTemplate } from './misp-common.ts';
import { attributionTags } from './misp-tags.ts';
import type { ExportAccount, ExportEvidence, ExportModel, ExportOrganisation } from './model.ts';

const templates = {
  twitterAccount: { name: 'twitter-account', uuid: '8066563f-881e-4f6a-9d6c-a9d15b8658bb', version: '7' },
  userAccount: { name: 'user-account', uuid: '49606b06-22f0-4ac8-8eee-2f12ad46f3d3', version: '6' },
  microblog: { name: 'microblog', uuid: '8ec8c911-ddbe-4f5b-895b-fbff70c42a60', version: '20' },
  newsMedia: { name: 'news-media', uuid: '691463c5-5302-4847-9bec-4c56ccfec677', version: '3' },
} as const satisfies Readonly<Record<string, MispTemplate>>;

export function mispObjects(model: ExportModel, parts: MispParts): readonly MispObject[] {
  const { organisations, accounts, evidence } = model;
  const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  return [
    ...organisations.filter(isOutlet).map((outlet) => outletObject(outlet, parts)),
    ...accounts.list
      .filter(({ as }) => as !== 'pseudonym')
      .map((account) => accountObject(account, byId.get(account.organisation ?? ''), parts)),
    ...evidence.items.flatMap((item) => postObject(item, parts)),
  ];
}

function isOutlet({ kind }: ExportOrganisation): boolean {
  return kind === 'state-media' || kind === 'public-service-media';
}

function outletObject(outlet: ExportOrganisation, { object }: MispParts): MispObject {
  const { id, name, state, typology, hosts, cited, status } = outlet;
  const doubt = status === 'active' ? '' : `, ${status}`;
  return object(templates.newsMedia, id, {
    comment: `Listed for ${state}${typology === undefined ? '' : `, ${typology}`}${doubt}. ${citedText(outlet)}`,
    tags: attributionTags(outlet),
    attributes: [
      ['source', 'text', name],
      ...hosts.map((host) => ['link', 'link', `https://${host}/`] as const),
      ...cited.map(({ archiveUrl }) => ['archive', 'link', archiveUrl] as const),
    ],
  });
}

function citedText({ cited }: ExportOrganisation): string {
  const sources = cited.map(({ source, url, date }) => {
    return [
      source,
      ...(date === undefined ? [] : [date.toISOString().slice(0, 10)]),
      ...(url === undefined ? [] : [url]),
    ].join(', ');
  });
  return `Attribution by: ${sources.join('; ')}`;
}

function accountObject(
  account: ExportAccount,
  organisation: ExportOrganisation | undefined,
  { object }: MispParts,
): MispObject {
  const { platform, name, handle, nativeId, posts, reposts } = account;
  const whose = organisation === undefined ? decidedText(account) : `${organisation.name}. ${citedText(organisation)}`;
  const given = {
    comment: `${whose} · ${counted(posts, 'post')}, ${counted(reposts, 'repost')} in this campaign`,
    tags: organisation === undefined ? undefined : attributionTags(organisation),
  };
  if (platform === 'x') {
    return object(templates.twitterAccount, `${platform}|${name}`, {
      ...given,
      attributes: [
        ['id', 'text', nativeId],
        ['name', 'text', handle],
        ['link', 'link', handle === undefined ? undefined : `https://x.com/${handle}`],
      ],
    });
  }
  return object(templates.userAccount, `${platform}|${name}`, {
    ...given,
    attributes: [
      ['user-id', 'text', nativeId],
      ['username', 'text', handle],
      ['account-type', 'text', platform],
    ],
  });
}

function decidedText({ decidedBy }: ExportAccount): string {
  if (decidedBy === undefined) return 'In no registry';
  return `In no registry; named by decision of ${decidedBy.by.join(' and ')}: ${decidedBy.reason}`;
}

/** A post by reference. The template wants one of text, address or archive, so posts without an address are left out. */
function postObject(item: ExportEvidence, { object }: MispParts): readonly MispObject[] {
  const { platform, post, account, at, retrievedAt, link, archiveUrl, contentHash } = item;
  if (link === undefined && archiveUrl === undefined) return [];
  const hash = contentHash === undefined ? 'text not kept' : `SHA-256 of the text (UTF-8, NFC) ${contentHash}`;
  return [
    object(templates.microblog, `${platform}|${post}`, {
      comment: `${hash}; retrieved ${retrievedAt.toISOString()}`,
      attributes: [
        ['link', 'link', link],
        ['archive', 'link', archiveUrl],
        ['username', 'text', account],
        ['creation-date', 'datetime', at.toISOString()],
        ['type', 'text', platformType(platform)],
      ],
    }),
  ];
}

/** The template still says "Twitter". */
function platformType(platform: string): string {
  return platform === 'x' ? 'Twitter' : platformName(platform);
}
