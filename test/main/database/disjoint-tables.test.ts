import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/*
 * A pull can never overwrite a reviewer's work: the code it can reach writes hub_* and device_* tables alone. Read from
 * the sources, so that a new statement or a new import is seen.
 */
const main = join(import.meta.dirname, '..', '..', '..', 'main');
const tablesFolder = join(main, 'database', 'tables');
const reviewerTables = [
  'reviews',
  'review_registers',
  'events',
  'outbox',
  'outbox_counts',
  'settled_changes',
  'comment_snippets',
  'comment_snippet_uses',
];

const isHub = (table: string) => table.startsWith('hub_');
const isReviewer = (table: string) => reviewerTables.includes(table);

const tablesWrittenIn = (source: string): string[] => {
  const writing = /(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+([a-z_]+)(?=[\s(])/g;
  return [...source.matchAll(writing)]
    .map((match) => match[1] ?? '')
    .filter((name) => isHub(name) || isReviewer(name) || name.startsWith('device_'));
};

type Writer = { readonly module: string; readonly name: string; readonly tables: readonly string[] };

/** Every exported function of the table modules with the tables its own statements write. */
const writers: readonly Writer[] = readdirSync(tablesFolder).flatMap((module) =>
  readFileSync(join(tablesFolder, module), 'utf8')
    .split(/^export const /m)
    .slice(1)
    .map((chunk) => ({
      module,
      name: /^\w+/.exec(chunk)?.[0] ?? '',
      tables: tablesWrittenIn(chunk),
    })),
);

/** What the sources of a folder import from table modules at run time, as `module name`. */
const tableFunctionsUsedIn = (folder: string): Set<string> => {
  const used = new Set<string>();
  const imports = /^import \{([^}]*)\} from '[^']*\/tables\/([^']+)'/gm;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    for (const [, names = '', module] of readFileSync(join(folder, name), 'utf8').matchAll(imports)) {
      for (const one of names.split(',')) used.add(`${module} ${one.trim()}`);
    }
  }
  return used;
};

const writersUsedIn = (folder: string, writes: (table: string) => boolean): string[] => {
  const used = tableFunctionsUsedIn(folder);
  return writers
    .filter(({ module, name, tables }) => used.has(`${module} ${name}`) && tables.some(writes))
    .map(({ module, name }) => `${module} ${name}`);
};

describe('who writes which table', () => {
  test('the scan finds what it is for', () => {
    expect(writersUsedIn(join(main, 'sync', 'pull'), isHub)).toContain('hub-assignments.ts putAssignment');
    expect(writersUsedIn(join(main, 'services'), isReviewer)).toContain('reviews.ts putReview');
    expect(writersUsedIn(join(main, 'sync', 'push'), isReviewer)).toContain('outbox.ts recordOutcome');
  });

  test('no function writes both hub tables and reviewer tables', () => {
    expect(writers.filter(({ tables }) => tables.some(isHub) && tables.some(isReviewer))).toEqual([]);
  });

  test('pull writes no reviewer table, except to send acknowledged events again', () => {
    expect(writersUsedIn(join(main, 'sync', 'pull'), isReviewer)).toEqual(['outbox.ts requeueDelivered']);
  });

  test('services write no hub table', () => {
    expect(writersUsedIn(join(main, 'services'), isHub)).toEqual([]);
  });

  test('statements stand in table modules alone', () => {
    for (const folder of ['services', 'sync', 'api']) {
      const sources = readdirSync(join(main, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .filter((name) => tablesWrittenIn(readFileSync(join(main, folder, name), 'utf8')).length > 0);
      expect([folder, sources]).toEqual([folder, []]);
    }
  });
});
