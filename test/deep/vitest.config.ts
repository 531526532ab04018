import { defineConfig } from 'vitest/config';

/** The long proofs: `vitest run --config test/deep/vitest.config.ts`, after a build. Not part of `npm test`. */
export default defineConfig({
  test: {
    name: 'deep',
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/deep/**/*.test.ts'],
    // One after the other: each starts programs of its own on both cores, and looks at what they do in time.
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
