/**
 * A process of its own that uses the embedded server: `hold` keeps it until a line comes in, `write` keeps pages until
 * it is killed (third argument: posts per page). Says in JSON lines what it does.
 */
import { once } from 'node:events';
import { ensurePostgres } from '../../src/store/launcher.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aPost } from '../builders.ts';

export interface Said {
  readonly how?: string;
  readonly pid?: number;
  readonly released?: string;
  /** Number of the page that the store has acknowledged. */
  readonly kept?: number;
}

const [mode, dir, postsPerPage] = process.argv.slice(2);
if (dir !== undefined) await run(dir);

async function run(folder: string): Promise<void> {
  const server = await ensurePostgres({ dir: folder });
  const store = await openStore({ connection: { host: server.host, user: server.user, database: server.database } });
  say({ how: server.how, pid: server.pid });
  if (mode === 'write') {
    for (let page = 0; ; page += 1) {
      // Every post is in two pages: merging must survive a kill as adding does.
      const posts = Array.from({ length: Number(postsPerPage) }, (_, n) =>
        aPost({ id: `${page}-${n}`, tags: ['t', `p${page}`] }),
      );
      const again = posts.map((post) => ({ ...post, tags: ['again'] }));
      await store.posts.keepPage('s', { posts: [...posts, ...again], cursor: page }, new Date());
      say({ kept: page });
    }
  }
  await once(process.stdin, 'data');
  await store.close();
  say({ released: await server.release() });
  process.exit();
}

function say(what: Said): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
