import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** `npm test` runs unit, embedded and smoke; service and browser need what `.ci/run` starts. */
export default defineConfig({
  test: {
    reporters: ['default', './test/plain-count.ts'],
    // Many tests wait for servers, so a machine of two cores runs two files at a time, not one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{embedded,service,smoke,browser,shared,atproto}/**'],
          // A busy machine is no failure: properties take seconds where others work beside them.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'embedded',
          include: ['test/embedded/**/*.test.ts'],
          globalSetup: ['test/embedded/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'smoke',
          include: ['test/smoke/**/*.test.ts'],
          globalSetup: ['test/smoke/global-setup.ts'],
          exclude: ['test/smoke/faults/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/shared/**/*.test.ts'],
          globalSetup: ['test/embedded/global-setup.ts', 'test/smoke/global-setup.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/service/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          // The whole program with live sources, kills and full minutes of waiting: a quarter of an hour.
          name: 'faults',
          include: ['test/smoke/faults/**/*.test.ts'],
          testTimeout: 480_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          // Against the vendor's own server, which `test/atproto/install.sh` installs apart from everything else.
          name: 'atproto',
          include: ['test/atproto/*.test.ts'],
          globalSetup: ['test/embedded/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
