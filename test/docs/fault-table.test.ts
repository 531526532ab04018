import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../../scripts/vite/repository.ts';

/* docs/fault-table.md names a test for everything that must survive: none may be forgotten, and none may go. */

const mustSurvive = [
  'kill -9 during draft write',
  'kill -9 during commit',
  'kill -9 during checkpoint',
  'kill -9 between pages',
  'kill -9 at apply',
  'kill -9 before POST',
  'kill -9 after POST before the response',
  'kill -9 before the result is saved',
  'kill -9 mid-chunk',
  'kill -9 at the final rename',
  'kill -9 at each migration step',
  'kill -9 during keyring rewrite',
  'kill -9 during erasure',
  'renderer crash',
  'disk full (database)',
  'disk full (media)',
  'read-only disk',
  'EIO on fsync',
  'corrupt page',
  'stale WAL',
  'keyring lost or wrong',
  'keystore backend changed',
  'media truncated or altered on disk',
  'hub sends altered bytes',
  'hub sends short body',
  'hub sends changed ETag',
  'hub sends 500/502/503',
  'hub sends 429',
  'hub sends slow drip',
  'hub sends half-closed socket',
  'hub sends captive-portal HTML',
  'duplicate delivery',
  'reordered batches',
  'token expiry mid-download',
  '20 parallel 401s',
  'clock ±10 years',
  'DST',
  'suspend',
  'two devices finalise',
  'profile copied to a second computer',
  'hub restored older',
  'workbench restored older',
  'schema downgrade',
  'poison event',
  'reconnect herd of 2,000',
  'late commit in the feed',
];

const rows = readFileSync(join(repository, 'docs/fault-table.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes(' › '))
  .map((line) => {
    const [fault = '', does = '', proof = ''] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    const [file = '', words = ''] = proof.split(' › ');
    return { fault, does, file, words };
  });

describe('the table of what must survive', () => {
  it('has a row for each, and says what Assay does', () => {
    const faults = rows.map(({ fault }) => fault);
    expect(mustSurvive.filter((fault) => !faults.includes(fault))).toEqual([]);
    expect(rows.filter(({ does }) => does === '')).toEqual([]);
  });

  it.each(rows)('$fault: $file has its test', ({ file, words }) => {
    expect(file).toMatch(/\.test\.ts$/);
    // A title, not a sentence in a comment: it stands in quotes.
    const titles = readFileSync(join(repository, file), 'utf8')
      .split('\n')
      .filter((line) => /['"`]/.test(line));
    expect(titles.some((line) => line.includes(words))).toBe(true);
    expect(words.length).toBeGreaterThan(2);
  });
});
