import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 120_000, hookTimeout: 120_000 };

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
