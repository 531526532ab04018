import { sql } from 'kysely';
import type { WritableDb } from '../open.ts';

/** Finals that were refused and that their reviewers asked to count, with the answers: they travel with the assignment. */
export const supersedeRequests = {
  name: '0007-supersede-requests',
  up: async (db: WritableDb): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
} as const;

const statements = [
  `alter table assignments add column supersedes text`,
  `create index alerts_by_assignment on alerts (assignment_id)`,
  `create index alerts_by_kind on alerts (kind, received_at, id)`,
] as const;
