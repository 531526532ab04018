import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type PostgresServer, startPostgresServer } from './postgres-server.ts';
import { startTestHub, type TestHub, type TestHubOptions } from './start-test-hub.ts';

/** Starts a hub on the database under test; it is closed after the test. */
export type StartHub = (options?: Omit<TestHubOptions, 'postgres'>) => Promise<TestHub>;

/** Runs the same tests on SQLite and on a real PostgreSQL. */
export const onBothDatabases = (name: string, tests: (startHub: StartHub) => void): void => {
  describe.each(['sqlite', 'postgresql'] as const)(`${name} (%s)`, (kind) => {
    let postgres: PostgresServer | undefined;
    const open: TestHub[] = [];
    beforeAll(async () => {
      if (kind === 'postgresql') postgres = await startPostgresServer();
    }, 60_000);
    afterEach(async () => {
      for (const hub of open.splice(0)) await hub.close();
    });
    afterAll(async () => {
      await postgres?.stop();
    }, 60_000);
    tests(async (options = {}) => {
      const hub = await startTestHub(postgres === undefined ? options : { ...options, postgres });
      open.push(hub);
      return hub;
    });
  });
};
