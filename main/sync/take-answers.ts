import { ok } from '../../shared/lib/result.ts';
import { inTransaction } from '../database/open.ts';
import { readAssignment } from '../database/tables/hub-assignments.ts';
import { acknowledgeEditsBefore, acknowledgeTooLate, listBlocked } from '../database/tables/outbox.ts';
import { noteSettled } from '../database/tables/settled-changes.ts';
import type { SyncDeps } from './sync-deps.ts';

/**
 * A refused final that a lead let count is refused no more: the hub has it, with the edits it was made of. It stays on the
 * list until the reviewer has seen that. Done after each pull; a pull alone never touches what the reviewer did.
 */
export const takeAnswers = ({ db, bus }: Pick<SyncDeps, 'db' | 'bus'>): void => {
  const granted = listBlocked(db).flatMap(({ eventId, assignmentId, problem }) => {
    if (!problem.includes('"already-finalised"')) return [];
    const asked = readAssignment(db, assignmentId)?.assignment.supersedes ?? [];
    const answer = asked.find(({ refusedEventId }) => refusedEventId === eventId)?.answer;
    return answer?.granted ? [{ eventId, at: answer.at }] : [];
  });
  if (granted.length === 0) return;
  const taken = inTransaction(db, (writable) => {
    for (const { eventId, at } of granted) {
      noteSettled(writable, eventId, at);
      acknowledgeEditsBefore(writable, eventId, at);
      acknowledgeTooLate(writable, eventId, at);
    }
    return ok(undefined);
  });
  // Failing, it is found again after the next pull.
  if (taken.ok) bus.publish({ topic: 'sync', ids: [] });
};
