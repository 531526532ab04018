import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inTransaction, openDatabase } from '../../../main/database/open.ts';
import { listAssignments } from '../../../main/database/tables/hub-assignments.ts';
import { readMicroCredential } from '../../../main/database/tables/hub-micro-credentials.ts';
import { readSubmissionHead } from '../../../main/database/tables/hub-submissions.ts';
import { deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import type { AssignmentId, CriterionId } from '../../../shared/domain/ids.ts';
import { ok } from '../../../shared/lib/result.ts';
import { type Device, must } from '../../sync/helpers/device.ts';
import { takeTurns } from '../repeat.ts';
import type { Measured } from '../section.ts';

export type Clicks = {
  readonly click: (turn: number) => Promise<number>;
  readonly bare: () => Promise<number>;
  readonly close: () => void;
};

/** A score on one criterion of one review. */
type Place = {
  readonly assignmentId: AssignmentId;
  readonly criterionId: CriterionId;
  readonly scores: readonly number[];
};

/** All criteria of the first few reviews in the queue. */
const placesOf = ({ workspace: { db } }: Device): Place[] =>
  listAssignments(db)
    .slice(0, 20)
    .flatMap(({ assignment }) => {
      const head = readSubmissionHead(db, assignment.submissionId);
      const judgedBy = head && readMicroCredential(db, head.microCredentialId);
      return (judgedBy?.rubric.criteria ?? []).map(({ id, levels }) => ({
        assignmentId: assignment.id,
        criterionId: id,
        scores: levels.map(({ score }) => score),
      }));
    });

/**
 * Both sides of a click: a score through the service until it says that it is on the disk, and one row of a bare
 * transaction in another database with the same cipher and pragmas. Milliseconds.
 */
export const openClicks = (device: Device, folder: string): Clicks => {
  const places = placesOf(device);
  const random = (length: number) => new Uint8Array(randomBytes(length));
  const key = deriveKeys(generateRootKey(random)).databaseKey;
  const { db } = must(openDatabase({ file: join(folder, 'bare-clicks.db'), key }));
  db.exec(
    'CREATE TABLE bench_scores (criterion TEXT PRIMARY KEY, score INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  );
  const deps = device.reviewDeps();
  let row = 0;
  return {
    click: async (turn) => {
      const { assignmentId, criterionId, scores } = places[turn % places.length] as Place;
      const score = scores[Math.floor(turn / places.length) % scores.length] ?? null;
      const begun = performance.now();
      must(
        await applyEdits(deps, {
          assignmentId,
          operations: [{ op: 'score.set', criterionId, score }],
          activeSeconds: 1,
        }),
      );
      return performance.now() - begun;
    },
    bare: async () => {
      row += 1;
      const begun = performance.now();
      const written = inTransaction(db, (writable) => {
        writable
          .prepare('INSERT INTO bench_scores VALUES (?, ?) ON CONFLICT DO UPDATE SET score = excluded.score')
          .run(`criterion-${row % 120}`, row);
        return ok(undefined);
      });
      must(written);
      return performance.now() - begun;
    },
    close: () => db.close(),
  };
};

const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export type ClickTimes = { readonly ours: readonly number[]; readonly peer: readonly number[] };

/** Click by click in turns. */
export const timeClicks = ({ click, bare }: Clicks, clicks: number): Promise<ClickTimes> =>
  takeTurns({ warmUps: Math.ceil(clicks / 10), repetitions: clicks, ours: click, peer: bare });

/** One figure of each of five runs of clicks in a row, so that its spread is seen. */
export const percentileOf = ({ ours, peer }: ClickTimes, share: number): Measured => {
  const runs = (values: readonly number[]): number[] => {
    const length = Math.ceil(values.length / 5);
    return [0, 1, 2, 3, 4].map((run) => percentile(values.slice(run * length, (run + 1) * length), share));
  };
  return {
    unit: 'ms',
    ours: runs(ours),
    peer: runs(peer),
    note:
      `${ours.length} scores, each through the service until it answers that it is saved, in five runs; peer: one row ` +
      'in one transaction of a database with the same cipher, pragmas and synchronous=FULL, click by click in turns',
  };
};
