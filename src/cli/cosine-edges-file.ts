/** Edges of a cosine network as people read them: the strongest as lines, all as a CSV file. */
import { writeFile } from 'node:fs/promises';
import { UserError } from '../chat/command.ts';
import { csvText } from '../export/csv.ts';
import type { CosineEdges } from '../measure/cosine/cosine-edges.ts';
import type { Pruned } from '../measure/cosine/prune.ts';
import { count } from '../measure/words.ts';

const edgesShown = 20;

export function strongestLines(network: CosineEdges, { edges }: Pruned): readonly string[] {
  if (edges.length === 0) return [];
  const top = inOrderOfCosine(network, edges).subarray(0, edgesShown);
  return [
    'Most alike (cosine; what they have in common):',
    ...Array.from(top, (edge) => `  ${edgeText(network, edge)}`),
  ];
}

function edgeText({ accountIds, a, b, cosine, common }: CosineEdges, edge: number): string {
  const [from, to] = [accountIds[a[edge] ?? 0] ?? '', accountIds[b[edge] ?? 0] ?? ''];
  return `${from} – ${to}: ${(cosine[edge] ?? 0).toFixed(3)} (${count(common[edge] ?? 0)})`;
}

/** Strongest first. */
export async function writeCosineEdges(path: string, network: CosineEdges, { edges }: Pruned): Promise<void> {
  const { accountIds, a, b, cosine, common } = network;
  const rows = Array.from(inOrderOfCosine(network, edges), (edge) => [
    accountIds[a[edge] ?? 0],
    accountIds[b[edge] ?? 0],
    cosine[edge],
    common[edge],
  ]);
  try {
    await writeFile(path, csvText(['account_a', 'account_b', 'cosine', 'common'], rows));
  } catch (cause) {
    throw new UserError(`${path} cannot be written: does its folder exist, and may this user write there?`, { cause });
  }
}

/** Of equal ones by the accounts. */
function inOrderOfCosine({ a, b, cosine }: CosineEdges, edges: Uint32Array): Uint32Array {
  const before = (x: number, y: number): number =>
    (cosine[y] ?? 0) - (cosine[x] ?? 0) || (a[x] ?? 0) - (a[y] ?? 0) || (b[x] ?? 0) - (b[y] ?? 0);
  return edges.slice().sort(before);
}
