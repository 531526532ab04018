import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WritableDb } from '../../../../main/database/connection.ts';
import { sealedColumn } from '../../../../main/database/sealed-columns.ts';
import {
  liveRegisters,
  putRegister,
  removeRegister,
} from '../../../../main/database/tables/hub-review-registers.ts';
import {
  mergeOperations,
  readOperations,
  readScoringOperations,
  removeOperations,
  standingStamp,
} from '../../../../main/database/tables/review-registers.ts';
import { nextStamp, type Stamp } from '../../../../shared/domain/hybrid-clock.ts';
import { reviewContent } from '../../../../shared/domain/review.ts';
import {
  laterOperation,
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../../shared/domain/review-operation.ts';
import { reviewRegisterSchema } from '../../../../shared/domain/review-register.ts';
import { ok } from '../../../../shared/lib/result.ts';
import {
  anAnnotation,
  criterion,
  openReviewWorkspace,
  operation,
} from '../../../helpers/review-workspace.ts';

const criteria = ['opening', 'probing'].map(criterion);
const oneCriterion = fc.constantFrom(...criteria);
const text = fc.string({ maxLength: 12 });

const anyOperation: fc.Arbitrary<ReviewOperation> = fc.oneof(
  fc.record({
    op: fc.constant('score.set' as const),
    criterionId: oneCriterion,
    score: fc.constantFrom(1, 2, 3, null),
  }),
  fc.record({ op: fc.constant('rationale.set' as const), criterionId: oneCriterion, text }),
  fc.record({
    op: fc.constant('feedback.set' as const),
    criterionId: fc.option(oneCriterion),
    field: fc.constantFrom('strength' as const, 'gap' as const),
    text,
  }),
  fc.record({
    op: fc.constant('condition.set' as const),
    criterionId: fc.option(oneCriterion),
    code: fc.constantFrom('inaudible', 'no-consent'),
    present: fc.boolean(),
    note: text,
  }),
  fc
    .tuple(fc.constantFrom('a', 'b'), text)
    .map(([id, note]) => operation({ op: 'annotation.put', annotation: { ...anAnnotation(note), id } })),
  fc.constantFrom('a', 'b').map((annotationId) => operation({ op: 'annotation.remove', annotationId })),
);

/** What two devices wrote, each with its own wrong clock that now and then jumps. */
const twoDevices: fc.Arbitrary<readonly StampedOperation[]> = fc
  .array(
    fc.record({
      device: fc.constantFrom('device-1', 'device-2'),
      wall: fc.integer({ min: 0, max: 50 }),
      edit: anyOperation,
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((edits) => {
    const last = new Map<string, Stamp>();
    return edits.map(({ device, wall, edit }) => {
      const stamp = nextStamp(last.get(device) ?? null, wall, device);
      last.set(device, stamp);
      return { stamp, operation: edit };
    });
  });

const place = { assignmentId: 'assignment-1', submissionId: 'submission-1' };

test('edits of two devices merge to one content, in any order and however often they come', async () => {
  const { workspace, write } = await openReviewWorkspace({ assignments: 1 });
  const contentAfter = (batches: readonly (readonly StampedOperation[])[]) => {
    write((db) => {
      removeOperations(db, place.assignmentId);
      for (const batch of batches) {
        const merged = mergeOperations(db, workspace.keyring, place, batch);
        if (!merged.ok) return merged;
      }
      return ok(undefined);
    });
    const operations = readOperations(workspace.db, workspace.keyring, place);
    if (!operations.ok) throw new Error(operations.problem.code);
    return reviewContent(criteria, operations.value);
  };
  fc.assert(
    fc.property(
      twoDevices.chain((edits) =>
        fc.tuple(
          fc.constant(edits),
          fc.shuffledSubarray([...edits], { minLength: edits.length }),
          fc.subarray([...edits]),
        ),
      ),
      ([edits, shuffled, again]) => {
        const expected = contentAfter([edits]);
        expect(contentAfter([shuffled])).toEqual(expected);
        expect(contentAfter([again, shuffled, again])).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});

test('what stands at the hub and what was written here read as one, however the edits are divided', async () => {
  const { workspace, write } = await openReviewWorkspace({ assignments: 1 });
  const { db, keyring } = workspace;
  const atHub = (writable: WritableDb, edits: readonly StampedOperation[]) => {
    const later = new Map<string, StampedOperation>();
    for (const one of edits) {
      const key = operationKey(one.operation);
      later.set(key, laterOperation(later.get(key), one));
    }
    for (const [key, one] of later) {
      const register = reviewRegisterSchema.parse({
        ...one,
        ...place,
        device: { id: one.stamp.slice(22), name: 'a computer' },
        receivedAt: '2026-03-02T09:00:00.000Z',
      });
      const text = JSON.stringify(register);
      const sealed = keyring.sealText(register.submissionId, sealedColumn.hubRegister(key), text);
      if (!sealed.ok) return sealed;
      putRegister(writable, { ...register, id: key, key, version: 1 }, sealed.value);
    }
    return ok(undefined);
  };
  fc.assert(
    fc.property(twoDevices, fc.infiniteStream(fc.constantFrom('here', 'hub', 'both')), (edits, where) => {
      const placed = edits.map((edit) => ({ edit, at: where.next().value }));
      write((writable) => {
        removeOperations(writable, place.assignmentId);
        for (const { id } of liveRegisters(db)) removeRegister(writable, id);
        const here = placed.filter(({ at }) => at !== 'hub').map(({ edit }) => edit);
        const merged = mergeOperations(writable, keyring, place, here);
        return merged.ok
          ? atHub(
              writable,
              placed.filter(({ at }) => at !== 'here').map(({ edit }) => edit),
            )
          : merged;
      });
      const standing = readOperations(db, keyring, place);
      const expected = new Map<string, StampedOperation>();
      for (const edit of edits) {
        const key = operationKey(edit.operation);
        expected.set(key, laterOperation(expected.get(key), edit));
      }
      expect(standing.ok && new Map(standing.value.map((one) => [operationKey(one.operation), one]))).toEqual(
        expected,
      );
      const scoring = [...expected.values()].filter(
        ({ operation: { op } }) => op === 'score.set' || op === 'condition.set',
      );
      const read = readScoringOperations(db, keyring, place);
      expect(read.ok && new Set(read.value.map(({ stamp }) => stamp))).toEqual(
        new Set(scoring.map(({ stamp }) => stamp)),
      );
      for (const [key, { stamp }] of expected) {
        expect(standingStamp(db, place.assignmentId, key)).toBe(stamp);
      }
    }),
    { numRuns: 80 },
  );
});

test('what decides the count of scored criteria is found without opening the rest', async () => {
  const { workspace, write } = await openReviewWorkspace({ assignments: 1 });
  const operations = [
    { op: 'score.set', criterionId: 'opening', score: 2 },
    { op: 'rationale.set', criterionId: 'opening', text: 'Because.' },
    { op: 'condition.set', criterionId: 'probing', code: 'inaudible', present: true, note: '' },
    { op: 'annotation.put', annotation: anAnnotation('Here.') },
  ].map(operation);
  let last: Stamp | null = null;
  const stamped = operations.map((one) => {
    last = nextStamp(last, 1, 'device-1');
    return { stamp: last, operation: one };
  });
  write((db) => mergeOperations(db, workspace.keyring, place, stamped));
  const scoring = readScoringOperations(workspace.db, workspace.keyring, place);
  expect(scoring.ok && scoring.value.map((one) => one.operation.op).sort()).toEqual([
    'condition.set',
    'score.set',
  ]);
});

test('who keeps what was opened reads the same as who opens everything, after any edits', async () => {
  const { workspace, write } = await openReviewWorkspace({ assignments: 1 });
  fc.assert(
    fc.property(fc.array(twoDevices, { minLength: 1, maxLength: 6 }), (batches) => {
      write((db) => ok(removeOperations(db, place.assignmentId)));
      const opened = new Map<string, StampedOperation>();
      for (const batch of batches) {
        write((db) => mergeOperations(db, workspace.keyring, place, batch));
        const kept = readOperations(workspace.db, workspace.keyring, place, opened);
        expect(kept).toEqual(readOperations(workspace.db, workspace.keyring, place));
      }
    }),
    { numRuns: 60 },
  );
});
