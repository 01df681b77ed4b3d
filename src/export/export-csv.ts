/** The model as one table: a row for each fact, organisation, account, tag, link, host, post, verdict and technique. */
import type { Share } from '../measure/share.ts';
import { defang } from '../message/wording.ts';
import { type CsvCell, csvText } from './csv.ts';
import type { ExportFact, ExportModel } from './model.ts';

const columns = [
  'mark',
  'campaign',
  'row',
  'name',
  'value',
  'platform',
  'n',
  'of',
  'share',
  'low',
  'high',
  'posts',
  'accounts',
  'at',
  'source',
  'link',
  'archive_link',
  'retrieved_at',
  'sha256',
] as const;

type Row = Partial<Record<Exclude<(typeof columns)[number], 'mark' | 'campaign'>, CsvCell>> & { readonly row: string };

/** The mark stands in every row: rows are copied out of tables. */
export function exportCsv(model: ExportModel): string {
  const { mark, campaign } = model;
  const rows = rowsOf(model).map((row) => {
    const cells: Readonly<Partial<Record<string, CsvCell>>> = { mark, campaign: campaign.id, ...row };
    return columns.map((column) => cells[column]);
  });
  return csvText(columns, rows);
}

function rowsOf(model: ExportModel): readonly Row[] {
  return [
    campaignRow(model),
    ...model.parts.flatMap(({ part, facts }) => facts.map((fact) => factRow(part, fact))),
    ...organisationRows(model),
    ...accountRows(model),
    ...observableRows(model),
    ...evidenceRows(model),
    ...decisionRows(model),
    ...model.limits.map((limit) => ({ row: 'limit', value: limit })),
  ];
}

function campaignRow({ campaign, versions }: ExportModel): Row {
  const { name, platform, posts, accounts, firstAt, level, state, reason } = campaign;
  const source = `rules ${versions.rules}, registry ${versions.registry}`;
  return {
    row: 'campaign',
    name,
    value: `${level}, ${state}; ${reason}`,
    platform,
    posts,
    accounts,
    at: firstAt,
    source,
  };
}

function factRow(part: string, { name, known, sentence, share, value, source }: ExportFact): Row {
  const shown = share === undefined ? { n: value } : shareCells(share);
  return { row: part, name, value: known ? sentence : `not known: ${sentence}`, source, ...(known ? shown : {}) };
}

function shareCells({ n, of, value, low, high }: Share): Partial<Row> {
  return of === 0 ? { n, of } : { n, of, share: rounded(value), low: rounded(low), high: rounded(high) };
}

/** Four digits: more would say more than the interval allows. */
function rounded(value: number): number {
  return Number(value.toFixed(4));
}

function organisationRows({ organisations }: ExportModel): readonly Row[] {
  return organisations.flatMap(({ name, kind, state, confidence, status, posts, accounts, firstAt, cited }) =>
    cited.map(({ type, source, url, archiveUrl, retrievedAt, contentHash }): Row => {
      const value = `${kind}, ${state}, confidence ${confidence}, ${status}; ${type}`;
      const evidence = { link: url, archive_link: archiveUrl, retrieved_at: retrievedAt, sha256: contentHash };
      return { row: 'organisation', name, value, posts, accounts, at: firstAt, source, ...evidence };
    }),
  );
}

function accountRows({ accounts }: ExportModel): readonly Row[] {
  return accounts.list.map(({ as, name, platform, posts, reposts, firstAt, organisation, decidedBy }): Row => {
    const decided = decidedBy === undefined ? '' : `, decided by ${decidedBy.by.join(' and ')}: ${decidedBy.reason}`;
    const value = `${as}${organisation === undefined ? '' : `, ${organisation}`}${decided}; ${reposts} reposts`;
    return { row: 'account', name, value, platform, posts, at: firstAt };
  });
}

function observableRows({ observables }: ExportModel): readonly Row[] {
  return [
    ...observables.tags.map(({ tag, posts, accounts }) => ({ row: 'tag', name: `#${tag}`, posts, accounts })),
    ...observables.links.map(({ link, posts, accounts }) => ({ row: 'link', name: defang(link), posts, accounts })),
    ...observables.hosts.map(({ host, posts, organisation }) => ({
      row: 'host',
      name: defang(host),
      value: organisation,
      posts,
    })),
  ];
}

function evidenceRows({ evidence }: ExportModel): readonly Row[] {
  return evidence.items.map((item): Row => {
    const { platform, post, account, kind, at, retrievedAt, link, archiveUrl, contentHash } = item;
    const proof = { link, archive_link: archiveUrl, retrieved_at: retrievedAt, sha256: contentHash };
    return { row: 'post', name: post, value: `${kind} by ${account}`, platform, at, ...proof };
  });
}

function decisionRows({ verdicts, techniques }: ExportModel): readonly Row[] {
  return [
    ...verdicts.map(({ verdict, by, at }) => ({ row: 'verdict', name: verdict, value: by, at })),
    ...techniques.confirmed.map(({ technique, name, by, at, reason }) => {
      return {
        row: 'technique',
        name: technique,
        value: `${name}; confirmed by ${by}${reason === undefined ? '' : `: ${reason}`}`,
        at,
      };
    }),
    ...techniques.suggested.map(({ technique, name, reason }) => {
      return { row: 'technique-suggested', name: technique, value: `${name}; confirmed by nobody: ${reason}` };
    }),
  ];
}
