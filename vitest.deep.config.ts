import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{deep,simulation}/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: true,
  },
});
