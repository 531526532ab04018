import { defineConfig } from 'vitest/config';

/** `poll`: how long a condition is waited for, on a busy machine too. Vitest's own second is too short for a browser. */
const slow = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    // One more than the smallest machine has cores: many wait for a database, a timer or another thread.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/{e2e,hosts,packaging,deep,simulation,bench}/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: { name: 'hosts and packing', include: ['test/{hosts,packaging}/**/*.test.{ts,tsx}'], ...slow },
      },
      {
        test: {
          name: 'end to end',
          include: ['test/e2e/**/*.test.{ts,tsx}'],
          // They wait for a browser more than they compute.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
          ...slow,
        },
      },
    ],
  },
});
