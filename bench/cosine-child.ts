/** One cosine network and what it took: a process of its own, for its memory. */
import { cosineEdges } from '../src/measure/cosine/cosine-edges.ts';
import { type Acts, featureRowsOf } from '../src/measure/cosine/feature-rows.ts';
import { weighTfIdf } from '../src/measure/cosine/tf-idf.ts';
import { inventedActs } from './cosine-acts.ts';

const [method = '', accounts = '', actsEach = '', topPartners] = process.argv.slice(2);
const acts = inventedActs(Number(accounts), Number(actsEach));
const before = process.cpuUsage();
const made = method === 'dense' ? dense(acts) : sparse(acts);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    ...made,
    cpuSeconds: (user + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);

function sparse(given: Acts) {
  const { cosine, hot } = cosineEdges(weighTfIdf(featureRowsOf(given)), {
    topPartners: topPartners === undefined ? undefined : Number(topPartners),
  });
  const { features, mostAccounts, accountsLeftOut, missedAtMost } = hot;
  return { edges: cosine.length, sum: sumOf(cosine), hot: { features, mostAccounts, accountsLeftOut, missedAtMost } };
}

/** As the published code has it, in plain maps: each account with each other one, into a table of n × n numbers. */
function dense({ accountIds, accounts: by, features }: Acts) {
  const sets = Array.from({ length: accountIds.length }, () => new Set<number>());
  const users = new Map<number, Set<number>>();
  for (const [act, account] of by.entries()) {
    const feature = features[act] ?? 0;
    sets[account]?.add(feature);
    users.set(feature, (users.get(feature) ?? new Set()).add(account));
  }
  const n = sets.filter((own) => [...own].some((feature) => (users.get(feature)?.size ?? 0) > 1)).length;
  const rows = sets.map((own) => {
    const weights = [...own].flatMap((feature) => {
      const df = users.get(feature)?.size ?? 0;
      return df > 1 ? [[feature, Math.log((1 + n) / (1 + df)) + 1] as const] : [];
    });
    const length = Math.hypot(...weights.map(([, weight]) => weight));
    return new Map(weights.map(([feature, weight]) => [feature, weight / length]));
  });
  const table = new Float64Array(rows.length * rows.length);
  for (const [a, x] of rows.entries()) {
    for (let b = a + 1; b < rows.length; b++) {
      const y = rows[b];
      if (y === undefined) continue;
      let cosine = 0;
      for (const [feature, weight] of x) cosine += weight * (y.get(feature) ?? 0);
      table[a * rows.length + b] = cosine;
    }
  }
  const edges = table.filter((cosine) => cosine > 0);
  return { edges: edges.length, sum: sumOf(edges) };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
