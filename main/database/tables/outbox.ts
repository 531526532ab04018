import type { AssignmentId, EventId } from '../../../shared/domain/ids.ts';
import type { Problem } from '../../../shared/lib/problem.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { sealScopeOf } from '../sealed-columns.ts';
import { noteEnd } from './device-identity.ts';
import { eventColumns, type StoredEvent } from './stored-event.ts';

export type OutboxCounts = {
  readonly pending: number;
  readonly sending: number;
  readonly blocked: number;
  readonly delivered: number;
};

/** What the hub's answer makes of an event. `deferred` waits for the next push. */
export type OutboxOutcome =
  | { readonly outcome: 'delivered'; readonly at: string }
  | { readonly outcome: 'blocked'; readonly problem: Problem }
  | { readonly outcome: 'deferred' };

/** Refused because another final counts for good: such a change holds nothing up, and may be dismissed. */
export const isTooLate = (code: string): boolean =>
  code === 'already-finalised' || code === 'amend-window-closed';

/** The same as an SQL list. */
const tooLate = "'already-finalised', 'amend-window-closed'";

/**
 * Of an event (`row` names it): it is new, and waits for being in the log, from the transaction that wrote it. All events
 * after the number noted last are. The outbox has a line for every other one that was not taken out of it.
 */
export const isNewOf = (row: string): string =>
  `${row}.device_seq > (SELECT last_device_seq FROM device_identity)`;
const isNew = isNewOf('events');

/** For FROM: the lines `o`, each with its event `e`. */
const lineAndEvent = 'outbox AS o JOIN events AS e ON e.device_seq = o.device_seq';

/** Lined up and not acknowledged. Stands beside narrower words too: the partial index is found by these words alone. */
export const isOpen = "state IN ('pending', 'sending', 'blocked')";

export const hasNew = (db: ReadableDb): boolean =>
  db.prepare<{ one: number }>(`SELECT 1 AS one FROM events WHERE ${isNew} LIMIT 1`).get() !== undefined;

/**
 * Gives what is new its line: from now on it is counted, and found by assignment, submission and id. Before anything is
 * changed in the outbox; sync does it as it begins, so that a click does not have to.
 */
export const lineUp = (db: WritableDb): void => {
  if (!hasNew(db)) return;
  db.prepare(
    `INSERT INTO event_places (submission_id, device_seq) SELECT submission_id, device_seq FROM events WHERE ${isNew}`,
  ).run();
  db.prepare(
    `INSERT INTO outbox (device_seq, event_id, assignment_id)
       SELECT device_seq, event_id, assignment_id FROM events WHERE ${isNew}`,
  ).run();
  // Last: from then on they are not new.
  noteEnd(db);
};

/**
 * The oldest events to send, in device order; those left as `sending` by a crash among them. An assignment with a
 * blocked event waits for the reviewer, except that a disclosure, a recusal or a request about a refused final is never
 * held up. What came after the grace window holds nothing up: what follows is refused alike, or is the final to ask for.
 */
export const nextBatch = (db: ReadableDb, limit: number): StoredEvent[] => {
  const next = (waiting: string, n: number) =>
    db
      .prepare<StoredEvent>(
        `SELECT ${eventColumns} FROM ${waiting}
           AND (e.type IN ('alert.child-safety', 'assignment.recused', 'review.supersede-requested') OR NOT EXISTS (
             SELECT 1 FROM outbox AS b
             WHERE b.assignment_id = e.assignment_id AND b.state = 'blocked' AND b.${isOpen}
               AND json_extract(b.problem, '$.code') NOT IN (${tooLate})))
         ORDER BY e.device_seq LIMIT ?`,
      )
      .all(n);
  const linedUp = next(`${lineAndEvent} WHERE o.state IN ('pending', 'sending')`, limit);
  const left = limit - linedUp.length;
  return left === 0 ? linedUp : [...linedUp, ...next(`events AS e WHERE ${isNewOf('e')}`, left)];
};

export const markSending = (db: WritableDb, deviceSeqs: readonly number[]): void => {
  lineUp(db);
  const mark = db.prepare(
    "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE device_seq = ? AND state <> 'delivered'",
  );
  for (const deviceSeq of deviceSeqs) mark.run(deviceSeq);
};

/** Lines up what is new, and puts events whose answer never came back in line. */
export const returnToPending = (db: WritableDb): void => {
  lineUp(db);
  db.prepare(
    "UPDATE outbox SET state = 'pending' WHERE state IN ('pending', 'sending') AND state = 'sending'",
  ).run();
};

/** Notes the hub's answer to one event. False when the event is not waiting any more (answered before, withdrawn). */
export const recordOutcome = (db: WritableDb, eventId: string, outcome: OutboxOutcome): boolean => {
  lineUp(db);
  const state = outcome.outcome === 'deferred' ? 'pending' : outcome.outcome;
  const { changes } = db
    .prepare(
      `UPDATE outbox SET state = ?, problem = ?, delivered_at = ?
       WHERE event_id = ? AND state <> 'delivered'`,
    )
    .run(
      state,
      outcome.outcome === 'blocked' ? JSON.stringify(outcome.problem) : null,
      outcome.outcome === 'delivered' ? outcome.at : null,
      eventId,
    );
  return changes > 0;
};

/**
 * The reviewer has read that it came too late, or what it said counts after all: the hub has answered it, and hears it
 * again only when it is restored from a backup. Value: false when it was refused for another reason, or not at all.
 */
export const acknowledgeTooLate = (db: WritableDb, eventId: string, at: string): boolean =>
  db
    .prepare(
      `UPDATE outbox SET state = 'delivered', problem = NULL, delivered_at = ?
       WHERE event_id = ? AND state = 'blocked' AND json_extract(problem, '$.code') IN (${tooLate})`,
    )
    .run(at, eventId).changes > 0;

/** Edits that came too late and were made before this event, which is in line: what they say is in it. */
export const acknowledgeEditsBefore = (db: WritableDb, eventId: string, at: string): void => {
  db.prepare(
    `UPDATE outbox SET state = 'delivered', problem = NULL, delivered_at = ?
     WHERE state = 'blocked' AND json_extract(problem, '$.code') = 'amend-window-closed'
       AND assignment_id = (SELECT assignment_id FROM outbox WHERE event_id = ?)
       AND device_seq < (SELECT device_seq FROM outbox WHERE event_id = ?)`,
  ).run(at, eventId, eventId);
};

/** A final of this review that the hub has not judged yet. */
export const hasUnsentFinal = (db: ReadableDb, assignmentId: string): boolean => {
  const isIn = (waiting: string) =>
    db
      .prepare<{ one: number }>(`SELECT 1 AS one FROM ${waiting} AND e.type = 'review.submitted'`)
      .get(assignmentId) !== undefined;
  return (
    isIn(`${lineAndEvent} WHERE o.assignment_id = ? AND o.state IN ('pending', 'sending') AND o.${isOpen}`) ||
    isIn(`events AS e WHERE e.assignment_id = ? AND ${isNewOf('e')}`)
  );
};

/** A final of this review that the hub refused for this reason and that nobody has resolved yet. */
export const hasRefusedFinal = (db: ReadableDb, assignmentId: string, reason: Problem['code']): boolean =>
  db
    .prepare<{ one: number }>(
      `SELECT 1 AS one FROM outbox AS o JOIN events AS e ON e.device_seq = o.device_seq
       WHERE o.assignment_id = ? AND o.state = 'blocked' AND o.${isOpen}
         AND e.type = 'review.submitted' AND json_extract(o.problem, '$.code') = ?`,
    )
    .get(assignmentId, reason) !== undefined;

export const isRefusedFor = (db: ReadableDb, eventId: string, reason: Problem['code']): boolean =>
  db
    .prepare<{ one: number }>(
      `SELECT 1 AS one FROM outbox
       WHERE event_id = ? AND state = 'blocked' AND json_extract(problem, '$.code') = ?`,
    )
    .get(eventId, reason) !== undefined;

/**
 * Requests about finals of a submission that wait, or that the hub has taken and this device still keeps. Those lined up
 * are found by their submission, new ones at the end of the log.
 */
export const requestsOn = (db: ReadableDb, submissionId: string): StoredEvent[] =>
  db
    .prepare<StoredEvent>(
      `WITH numbers AS (
         SELECT p.device_seq FROM event_places AS p JOIN outbox AS o ON o.device_seq = p.device_seq
         WHERE p.submission_id = ? AND o.state <> 'blocked'
         UNION ALL SELECT device_seq FROM events WHERE ${isNew})
       SELECT ${eventColumns} FROM numbers JOIN events AS e ON e.device_seq = numbers.device_seq
       WHERE e.submission_id = ? AND e.type = 'review.supersede-requested'
       ORDER BY e.device_seq`,
    )
    .all(submissionId, submissionId);

/** The highest number of this device that the hub has acknowledged and that is still kept; 0: none. */
export const lastDelivered = (db: ReadableDb): number =>
  db
    .prepare<{ n: number }>(
      "SELECT device_seq AS n FROM outbox WHERE state = 'delivered' ORDER BY device_seq DESC LIMIT 1",
    )
    .get()?.n ?? 0;

/**
 * After the hub was restored from a backup: everything acknowledged after a number that is still kept and can be opened is
 * sent again. `keys`: the keyring's entries. What was written on a submission that has left this computer cannot be sent,
 * and leaves the outbox. Value: how many are sent again.
 */
export const requeueDelivered = (db: WritableDb, keys: ReadonlySet<string>, after = 0): number => {
  const delivered = db
    .prepare<Pick<StoredEvent, 'deviceSeq' | 'type' | 'submissionId'>>(
      `SELECT e.device_seq AS deviceSeq, e.type, e.submission_id AS submissionId
       FROM outbox AS o JOIN events AS e ON e.device_seq = o.device_seq
       WHERE o.state = 'delivered' AND o.device_seq > ?`,
    )
    .all(after);
  const gone = delivered.filter(({ type, submissionId }) => {
    const scope = sealScopeOf(type, submissionId);
    return scope !== null && !keys.has(scope);
  });
  const remove = db.prepare('DELETE FROM outbox WHERE device_seq = ?');
  for (const { deviceSeq } of gone) remove.run(deviceSeq);
  countPruned(db, gone.length);
  return db
    .prepare(
      "UPDATE outbox SET state = 'pending', delivered_at = NULL WHERE state = 'delivered' AND device_seq > ?",
    )
    .run(after).changes;
};

/** How many events are in each state: maintained counters, whatever the outbox holds, and the few new ones. */
export const outboxCounts = (db: ReadableDb): OutboxCounts => {
  const counts = { pending: 0, sending: 0, blocked: 0, delivered: 0 };
  const rows = db
    .prepare<{ state: keyof OutboxCounts; n: number }>(
      "SELECT state, n FROM outbox_counts WHERE state <> 'pruned'",
    )
    .all();
  for (const { state, n } of rows) counts[state] = n;
  const { n: fresh } = db.prepare<{ n: number }>(`SELECT COUNT(*) AS n FROM events WHERE ${isNew}`).get() ?? {
    n: 0,
  };
  return { ...counts, pending: counts.pending + fresh };
};

/** How many acknowledged events were taken out of the outbox since this workspace was made. */
export const prunedCount = (db: ReadableDb): number =>
  db.prepare<{ n: number }>("SELECT n FROM outbox_counts WHERE state = 'pruned'").get()?.n ?? 0;

export type OpenCounts = { readonly unsent: number; readonly blocked: number };

/** Per assignment, what the hub has not acknowledged; assignments without any are left out. */
export const openCountsByAssignment = (db: ReadableDb): ReadonlyMap<string, OpenCounts> => {
  const rows = db
    .prepare<{ id: string; unsent: number; blocked: number }>(
      `SELECT assignment_id AS id, COUNT(*) AS unsent, SUM(state = 'blocked') AS blocked
       FROM (SELECT assignment_id, state FROM outbox WHERE ${isOpen}
         UNION ALL SELECT assignment_id, 'pending' FROM events WHERE ${isNew}) GROUP BY assignment_id`,
    )
    .all();
  return new Map(rows.map(({ id, unsent, blocked }) => [id, { unsent, blocked }]));
};

export const openCountsOf = (db: ReadableDb, assignmentId: string): OpenCounts =>
  db
    .prepare<OpenCounts>(
      `SELECT COUNT(*) AS unsent, COALESCE(SUM(state = 'blocked'), 0) AS blocked
       FROM (SELECT state FROM outbox WHERE assignment_id = ? AND ${isOpen}
         UNION ALL SELECT 'pending' FROM events WHERE assignment_id = ? AND ${isNew})`,
    )
    .get(assignmentId, assignmentId) ?? { unsent: 0, blocked: 0 };

export type BlockedRow = {
  readonly eventId: EventId;
  readonly assignmentId: AssignmentId;
  readonly type: string;
  readonly occurredAt: string;
  readonly submissionCode: string | null;
  /** A Problem as JSON. */
  readonly problem: string;
};

/** Events the hub refused, oldest first. `submissionCode` is null when the submission is no longer here. */
export const listBlocked = (db: ReadableDb): BlockedRow[] =>
  db
    .prepare<BlockedRow>(
      `SELECT e.event_id AS eventId, e.assignment_id AS assignmentId, e.type, e.occurred_at AS occurredAt,
         s.code AS submissionCode, o.problem
       FROM outbox AS o JOIN events AS e ON e.device_seq = o.device_seq
         LEFT JOIN hub_submissions AS s ON s.id = e.submission_id
       WHERE o.state = 'blocked' ORDER BY o.device_seq`,
    )
    .all();

/** Every event the hub has not acknowledged, blocked ones among them, in device order. */
export const listUnacknowledged = (db: ReadableDb): StoredEvent[] =>
  db
    .prepare<StoredEvent>(
      `SELECT ${eventColumns} FROM ${lineAndEvent} WHERE o.${isOpen}
       UNION ALL SELECT ${eventColumns} FROM events AS e WHERE ${isNewOf('e')} ORDER BY deviceSeq`,
    )
    .all();

/**
 * Takes the unsent work of an assignment out of the outbox because its payload is being erased: it can no longer be
 * read, so it can no longer be sent. The events keep their place in the log. Value: how many.
 */
export const withdrawUnsentWork = (db: WritableDb, assignmentId: string): number => {
  lineUp(db);
  return db
    .prepare(
      `DELETE FROM outbox WHERE assignment_id = ? AND ${isOpen} AND (
         SELECT type FROM events AS e WHERE e.device_seq = outbox.device_seq
       ) IN ('review.edited', 'review.submitted', 'review.set-aside', 'review.supersede-requested')`,
    )
    .run(assignmentId).changes;
};

/**
 * Takes everything about a submission that was erased by order out of the outbox: it cannot be read, so it cannot be sent,
 * now or after a hub was restored. Its receipt stays. Value: how many events the hub had not acknowledged.
 */
export const withdrawErased = (db: WritableDb, submissionId: string): number => {
  lineUp(db);
  const erased = `device_seq IN (
    SELECT e.device_seq FROM event_places AS p JOIN events AS e ON e.device_seq = p.device_seq
    WHERE p.submission_id = ? AND e.type <> 'erasure.carried-out')`;
  db.prepare(`DELETE FROM settled_changes WHERE ${erased}`).run(submissionId);
  countPruned(
    db,
    db.prepare(`DELETE FROM outbox WHERE state = 'delivered' AND ${erased}`).run(submissionId).changes,
  );
  return db.prepare(`DELETE FROM outbox WHERE ${erased}`).run(submissionId).changes;
};

/** Whether there is anything to prune: cheap, for every sync. */
export const mayPrune = (db: ReadableDb, durableSeq: number): boolean =>
  db
    .prepare<{ one: number }>(
      "SELECT 1 AS one FROM outbox WHERE state = 'delivered' AND device_seq <= ? LIMIT 1",
    )
    .get(durableSeq) !== undefined;

/**
 * Takes acknowledged events that a finished backup of the hub holds out of the outbox: it will not ask for them again.
 * The log keeps them. Value: how many.
 */
export const pruneAcknowledged = (db: WritableDb, durableSeq: number): number => {
  const { changes } = db
    .prepare("DELETE FROM outbox WHERE state = 'delivered' AND device_seq <= ?")
    .run(durableSeq);
  countPruned(db, changes);
  return changes;
};

const countPruned = (db: WritableDb, n: number): void => {
  if (n > 0) db.prepare("UPDATE outbox_counts SET n = n + ? WHERE state = 'pruned'").run(n);
};
