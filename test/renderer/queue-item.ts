import type { AssignmentId, SubmissionId } from '../../shared/domain/ids.ts';
import type { QueueItem } from '../../shared/workbench-api/queue.ts';

/** An assignment of the queue with everything ordinary but what the test says. */
export const queueItem = (id: string, change: Partial<QueueItem> = {}): QueueItem => ({
  assignmentId: id as AssignmentId,
  submissionId: `submission of ${id}` as SubmissionId,
  submissionCode: `WGQ-${id}`,
  microCredential: { code: 'WGQ', title: 'Whole-group questioning' },
  kind: 'live',
  attempt: 1,
  context: 'Grade 4, fractions',
  earnerCode: 'E-1',
  state: 'new',
  dueAt: '2026-03-12T12:00:00.000Z',
  scored: { done: 0, of: 5 },
  evidence: { files: 3, filesHere: 3, bytes: 900, bytesHere: 900, failed: 0, away: 0 },
  keptOffline: false,
  incompleteEvidence: false,
  blocked: 0,
  unsent: 0,
  ...change,
});
