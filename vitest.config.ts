import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** `poll`: how long a condition is waited for, on a busy machine too. Vitest's own second is too short for a browser. */
const slow = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

const simulator = 'test/sim/simulator.test.ts';

/** Whatever takes longest, longest first. What is begun last runs alone at the end, while the other workers idle. */
const longest = ['e2e/reviewers-day', 'sim/simulator', 'e2e/keys', 'e2e/', 'hosts/', 'packaging/'];

/** Of a file that it has never run Vitest knows nothing but its size. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((part) => moduleId.includes(`/test/${part}`));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Twice as many as the smallest machine has cores: they wait for a browser, a database, a timer or another thread.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/{e2e,hosts,packaging,deep,simulation,bench}/**', simulator],
          // Importing would be half of their time. What a test changes outside of itself it puts back.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        // Alone: it takes minutes, and files that share a worker wait for each other.
        test: { name: 'simulator', include: [simulator], ...slow },
      },
      {
        test: { name: 'hosts and packing', include: ['test/{hosts,packaging}/**/*.test.{ts,tsx}'], ...slow },
      },
      {
        test: { name: 'end to end', include: ['test/e2e/**/*.test.{ts,tsx}'], ...slow },
      },
    ],
  },
});
