/** Imports one file as the command does and prints what it took: a process of its own, so that its memory is its own. */
import { importFile } from '../src/source/file/import-file.ts';
import { openStore } from '../src/store/open-store.ts';

const [path = '', host = '', user = '', database = ''] = process.argv.slice(2);
const store = await openStore({ connection: { host, user, database } });
const now = new Date();
const report = await importFile({
  path,
  options: { now },
  keep: (posts) => store.posts.keepPage('import', { posts }, now),
  keepAccounts: async (accounts) => void (await store.posts.keepPage('import', { posts: [], accounts }, now)),
});
await store.close();
const { user: userTime, system } = process.cpuUsage();
const { posts, added, refused, seconds } = report;
process.stdout.write(
  JSON.stringify({
    posts,
    added,
    refused,
    seconds,
    cpuSeconds: (userTime + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
