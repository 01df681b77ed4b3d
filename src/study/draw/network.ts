/** A network by its communities: each a circle of its accounts, larger ones first. No name stands beside an account. */
import { counted } from '../../measure/words.ts';
import type { Picture } from '../report.ts';
import { colourOf, coordinate, svg } from './svg.ts';

type Network = Extract<Picture, { readonly kind: 'network' }>;

interface Place {
  readonly x: number;
  readonly y: number;
}

const columns = 4;
const field = 220;

export function drawNetwork({ title, nodes, edges }: Network): string {
  const places = placesOf(nodes.map(({ community }) => community));
  const communities = 1 + Math.max(-1, ...nodes.map(({ community }) => community));
  const lines = edges.map(([a, b]) => drawEdge(places[a], places[b])).join('');
  const dots = nodes
    .map(({ community, listed }, n) => {
      const { x, y } = places[n] ?? { x: 0, y: 0 };
      const words = listed ? `listed account, community ${community + 1}` : `account, community ${community + 1}`;
      const look = listed ? `${colourOf(community)} listed` : colourOf(community);
      return `<circle class="${look}" cx="${coordinate(x)}" cy="${coordinate(y)}" r="${listed ? 6 : 4}"><title>${words}</title></circle>`;
    })
    .join('');
  const height = Math.max(1, Math.ceil(communities / columns)) * field;
  const listed = nodes.filter((node) => node.listed).length;
  const told = `${title}: ${counted(nodes.length, 'account')} in ${counted(communities, 'community', 'communities')}, ${listed} of them listed, joined by ${counted(edges.length, 'line')}`;
  return svg(columns * field, height, told, lines + dots);
}

function placesOf(communityOf: readonly number[]): readonly Place[] {
  const sizes = new Map<number, number>();
  for (const community of communityOf) sizes.set(community, (sizes.get(community) ?? 0) + 1);
  const placed = new Map<number, number>();
  return communityOf.map((community) => {
    const n = placed.get(community) ?? 0;
    placed.set(community, n + 1);
    const angle = (2 * Math.PI * n) / (sizes.get(community) ?? 1);
    const radius = field * 0.4;
    return {
      x: ((community % columns) + 0.5) * field + radius * Math.cos(angle),
      y: (Math.floor(community / columns) + 0.5) * field + radius * Math.sin(angle),
    };
  });
}

function drawEdge(from: Place | undefined, to: Place | undefined): string {
  if (from === undefined || to === undefined) return '';
  return `<line class="edge" x1="${coordinate(from.x)}" y1="${coordinate(from.y)}" x2="${coordinate(to.x)}" y2="${coordinate(to.y)}"/>`;
}
