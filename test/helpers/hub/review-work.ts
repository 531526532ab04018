import { jsonHash } from '../../../hub/core/hashing.ts';
import { nextStamp } from '../../../shared/domain/hybrid-clock.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { reviewContent } from '../../../shared/domain/review.ts';
import {
  laterOperation,
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import type { ReviewEvent } from '../../../shared/hub-api/events.ts';
import type { AssignedWork, TestDevice } from './test-device.ts';

/** A review being written on one device: the edits so far, merged as both sides merge them. */
export type ReviewDesk = {
  readonly opened: () => ReviewEvent;
  readonly edit: (operation: ReviewOperation, at?: number) => ReviewEvent;
  readonly submit: (activeSeconds?: number) => ReviewEvent;
  /** Opens, fills in everything the policies ask for, and submits. */
  readonly whole: (score?: number) => ReviewEvent[];
};

export const reviewDesk = (device: TestDevice, work: AssignedWork): ReviewDesk => {
  const merged = new Map<string, StampedOperation>();
  let stamp: string | null = null;
  const opened = () => device.event(work, { type: 'assignment.opened', payload: {} });
  const edit: ReviewDesk['edit'] = (operation, at = Date.now()) => {
    stamp = nextStamp(stamp, at, device.deviceId);
    const stamped = { stamp, operation };
    merged.set(operationKey(operation), laterOperation(merged.get(operationKey(operation)), stamped));
    return device.event(work, { type: 'review.edited', payload: stamped });
  };
  const submit: ReviewDesk['submit'] = (activeSeconds = 600) => {
    const criteria: CriterionId[] = work.microCredential.rubric.criteria.map(({ id }) => id);
    const content = reviewContent(criteria, merged.values());
    const payload = { content, contentHash: jsonHash(content), activeSeconds };
    return device.event(work, { type: 'review.submitted', payload });
  };
  return {
    opened,
    edit,
    submit,
    whole: (score = 2) => [opened(), ...fullEdits(work, score).map((operation) => edit(operation)), submit()],
  };
};

/** Every score with a rationale, and a strength and a next step for the whole. */
export const fullEdits = ({ microCredential }: AssignedWork, score: number): ReviewOperation[] => [
  ...microCredential.rubric.criteria.flatMap(({ id }): ReviewOperation[] => [
    { op: 'score.set', criterionId: id, score },
    { op: 'rationale.set', criterionId: id, text: `Because of what is seen for ${id}.` },
  ]),
  { op: 'feedback.set', criterionId: null, field: 'strength', text: 'You listen.' },
  { op: 'feedback.set', criterionId: null, field: 'nextStep', text: 'Wait longer.' },
];
