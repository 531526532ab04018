import type { WritableDb } from '../database/open.ts';
import { lockAssignment, putAssignment } from '../database/tables/assignments.ts';
import { fanOutRemoval } from './fan-out.ts';

/**
 * The issuer takes an assignment back. What the reviewer sends later is kept and not counted. Answers false when it was
 * withdrawn before, or recused, so that there is nothing to take back.
 */
export const withdrawAssignment = async (db: WritableDb, assignmentId: string): Promise<boolean> => {
  const record = await lockAssignment(db, assignmentId);
  if (record === null || record.state.state === 'withdrawn' || record.state.state === 'recused') return false;
  const withdrawn = {
    ...record,
    version: record.version + 1,
    state: { ...record.state, state: 'withdrawn' as const },
  };
  await putAssignment(db, withdrawn);
  await fanOutRemoval(db, withdrawn, 'withdrawn');
  return true;
};
