import type { ReviewEvent } from '../../../shared/hub-api/events.ts';
import type { NewId } from '../../core/ports.ts';
import type { WritableDb } from '../../database/open.ts';
import { type AssignmentRecord, putAssignment } from '../../database/tables/assignments.ts';
import type { Verdict } from '../../database/tables/events.ts';
import { fanOutAssignment } from '../fan-out.ts';
import { rejected } from './verdict.ts';

/** What an event is about, read once and held until the transaction ends. */
export type Held = {
  /** Null: this hub has no such assignment. */
  readonly assignment: AssignmentRecord | null;
  /** Whether its submission is erased. */
  readonly erased: boolean;
};

/** One event before the hub's own record: who sent it, and when the hub received it. */
export type Hearing = {
  readonly db: WritableDb;
  readonly event: ReviewEvent;
  readonly rawPayload: unknown;
  readonly held: Held;
  readonly reviewerId: string;
  readonly deviceId: string;
  /** The device the event was made on, as its owner sees it named. */
  readonly deviceName: string;
  readonly receivedAt: string;
  readonly newId: NewId;
  /** An earlier change to the same review was refused: what builds on it waits for the reviewer. */
  readonly waits: boolean;
};

/** An assignment that is the sender's own, held until the transaction ends. */
export type Case = Hearing & { readonly assignment: AssignmentRecord };

/** The first thing a reviewer does with an assignment opens it, and the feed says so. */
export const markOpened = async ({ db, assignment }: Case): Promise<void> => {
  if (assignment.state.state !== 'assigned') return;
  const opened = {
    ...assignment,
    version: assignment.version + 1,
    state: { ...assignment.state, state: 'opened' as const },
  };
  await putAssignment(db, opened);
  await fanOutAssignment(db, opened);
};

/** A submitted review may be changed until the end of its grace window, on hub time. */
export const amendRefusal = ({ assignment, receivedAt }: Case): Verdict | null => {
  const until = assignment.state.amendableUntil;
  if (assignment.state.state !== 'submitted' || until === null || receivedAt <= until) return null;
  return rejected('amend-window-closed', { until });
};
