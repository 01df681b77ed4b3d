/** Makes the co-share network of one file in one way and prints what it took: a process of its own, for its memory. */
import { readFileSync } from 'node:fs';
import { coortweetNetwork } from '../src/measure/coortweet/network.ts';
import { countPairNetwork, usualHotObjectCap, usualMinRarity } from '../src/measure/pair-network.ts';
import { readShareTable } from '../src/source/file/share-columns-file.ts';

const [way = '', file = ''] = process.argv.slice(2);
const windowSeconds = 60;
const before = process.cpuUsage();

async function product(): Promise<{ readonly edges: number; readonly found: readonly string[] }> {
  const { layers, accountIds } = await readShareTable(file, { skipPosts: true });
  const [log] = layers;
  if (log === undefined) throw new Error('no column of objects');
  const rules = { windowSeconds, minWeight: 1, minRarity: usualMinRarity, hotObjectCap: usualHotObjectCap };
  const { edges, passing } = countPairNetwork(log, rules);
  return { edges, found: [...new Set([...passing.a, ...passing.b])].map((account) => accountIds.at(account) ?? '') };
}

async function compat(): Promise<{ readonly edges: number; readonly found: readonly string[] }> {
  const { layers } = await readShareTable(file, {});
  return { edges: coortweetNetwork(layers, { windowSeconds, minParticipation: 2 }).edges, found: [] };
}

/** As it is written down first: rows as objects, grouped, every two rows of an object compared. */
function naive(): { readonly edges: number; readonly found: readonly string[] } {
  const groups = new Map<string, { readonly account: string; readonly seconds: number }[]>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [object = '', account = '', , seconds] = line.split(',');
    const group = groups.get(object);
    const row = { account, seconds: Number(seconds) };
    if (group === undefined) groups.set(object, [row]);
    else group.push(row);
  }
  const edges = new Map<string, Set<string>>();
  for (const [object, rows] of groups) {
    for (const [n, one] of rows.entries()) {
      for (let other = n + 1; other < rows.length; other++) {
        const row = rows[other];
        if (row === undefined || row.account === one.account) continue;
        if (Math.abs(row.seconds - one.seconds) > windowSeconds) continue;
        const key = one.account < row.account ? `${one.account} ${row.account}` : `${row.account} ${one.account}`;
        edges.set(key, (edges.get(key) ?? new Set()).add(object));
      }
    }
  }
  return { edges: edges.size, found: [] };
}

const result = way === 'naive' ? naive() : way === 'compat' ? await compat() : await product();
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    ...result,
    cpuSeconds: (user + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
