import { expect, test } from 'vitest';
import type { WritableDb } from '../../../../main/database/connection.ts';
import {
  countReceivedAfter,
  removeLoneRegisters,
} from '../../../../main/database/tables/hub-review-registers.ts';
import {
  hasOperations,
  readOvertaken,
  standingStamp,
} from '../../../../main/database/tables/review-registers.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { openReviewWorkspace } from '../../../helpers/review-workspace.ts';

/** The same database, with every statement that is prepared noted. */
const noting = (db: WritableDb, statements: string[]): WritableDb => ({
  ...db,
  prepare: (sql: string) => {
    statements.push(sql);
    return db.prepare(sql) as never;
  },
});

test('no look at what other devices wrote goes through the rows of other reviews', async () => {
  const { workspace, write } = await openReviewWorkspace({ assignments: 1 });
  const { db, keyring } = workspace;
  const statements: string[] = [];
  write((writable) => {
    const noted = noting(writable, statements);
    const place = { assignmentId: 'assignment-1', submissionId: 'submission-1' };
    standingStamp(noted, place.assignmentId, 'score:opening');
    hasOperations(noted, place.assignmentId);
    countReceivedAfter(noted, place.assignmentId, '2026-03-02T09:00:00.000Z');
    removeLoneRegisters(noted);
    return ok(readOvertaken(noted, keyring, place));
  });
  const plans = statements
    .filter((sql) => sql.includes('hub_review_registers'))
    .map((sql) =>
      db
        .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array.from({ length: sql.split('?').length - 1 }, () => ''))
        .map(({ detail }) => detail),
    );
  expect(plans.length).toBeGreaterThanOrEqual(6);
  for (const steps of plans) {
    const ofRegisters = steps.filter((step) => /(hub_review_registers|\bh\b)/.test(step));
    expect(ofRegisters).not.toEqual([]);
    for (const step of ofRegisters) expect(step).toMatch(/^SEARCH|USING (COVERING )?INDEX \w+_kept/);
  }
});
