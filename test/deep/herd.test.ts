import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';

const HERD = 2000;

describe('reconnect herd of 2,000', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.close());

  it('all at the same moment is answered, each with its own feed and nothing lost', async () => {
    const readers = await Promise.all(['rosa.lind', 'ben.achebe'].map((account) => hub.signIn(account)));
    const pulled = await Promise.all(readers.map((reader) => reader.pull()));
    /** A connection that the crowd has cost is made again, as a workbench does. */
    const ask = async (reader: number, tries = 5): Promise<string> => {
      try {
        return await askOnce(reader);
      } catch (error) {
        if (tries === 1 || !(error instanceof TypeError)) throw error;
        return ask(reader, tries - 1);
      }
    };
    const askOnce = async (reader: number): Promise<string> => {
      const { cursor = '', digest = null } = pulled[reader]?.last ?? {};
      const answer = await readers[reader]?.request(`/v1/changes?cursor=${encodeURIComponent(cursor)}`);
      const page = (await answer?.json()) as { changes: unknown[]; digest: unknown };
      const isOwn = JSON.stringify(page.digest) === JSON.stringify(digest);
      return `${answer?.status}: ${page.changes.length} changes, ${isOwn ? 'its own feed' : 'another feed'}`;
    };
    const answers = await Promise.all(Array.from({ length: HERD }, (_, at) => ask(at % 2)));
    expect(new Set(answers)).toEqual(new Set(['200: 0 changes, its own feed']));
  });
});
