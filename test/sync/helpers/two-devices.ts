import { afterEach, beforeEach } from 'vitest';
import { listRegisters } from '../../../hub/database/tables/review-registers.ts';
import { openEvent } from '../../../main/database/tables/events.ts';
import { eventsSince } from '../../../main/database/tables/events-since.ts';
import { amendReview } from '../../../main/services/review/amend-review.ts';
import { compareRefused, resolveRefused } from '../../../main/services/review/refused-final.ts';
import { readReviewDocument } from '../../../main/services/review/review-document.ts';
import { criterionIdSchema } from '../../../shared/domain/ids.ts';
import { type ReviewContent, reviewContent } from '../../../shared/domain/review.ts';
import {
  laterOperation,
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import type { RefusedFinal } from '../../../shared/workbench-api/other-device.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { fixturePassword, startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './device.ts';
import { assignmentOf, edit, open } from './review.ts';

/** One reviewer at two computers, and their hub; all three read the hub's clock. */
export type Pair = {
  readonly hub: TestHub;
  readonly a: Device;
  readonly b: Device;
  /** Puts a device's wall clock this many hours off the hub's. */
  shift(device: 'a' | 'b', hours: number): void;
  /** Another computer of the reviewer that signs in now and pulls. */
  join(account?: string): Promise<Device>;
  close(): Promise<void>;
};

export const openPair = async (program?: string): Promise<Pair> => {
  const hub = await startTestHub(program === undefined ? {} : { program });
  const devices: Device[] = [];
  const offsets = { a: 0, b: 0, other: 0 };
  const openOne = async (name: keyof typeof offsets, account: string): Promise<Device> => {
    const now = () => hub.clock.now() + offsets[name] * 3_600_000;
    const clock = { now, monotonic: () => performance.now() };
    const device = await openDevice(hub.url, { clock });
    devices.push(device);
    await device.signIn(account, fixturePassword);
    must(await device.sync.now());
    await device.sync.settled();
    return device;
  };
  const [a, b] = [await openOne('a', 'rosa.lind'), await openOne('b', 'rosa.lind')];
  return {
    hub,
    a,
    b,
    shift: (device, hours) => {
      offsets[device] = hours;
    },
    join: (account = 'rosa.lind') => openOne('other', account),
    close: async () => {
      for (const device of devices) await device.close();
      await hub.close();
    },
  };
};

/** A pair of its own for each test of a file, given to it before and closed after. */
export const openPairForEach = (use: (pair: Pair) => void): void => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await openPair();
    use(pair);
  });
  afterEach(() => pair.close());
};

/** One after the other. */
export const syncAll = async (...devices: readonly Device[]): Promise<void> => {
  for (const device of devices) must(await device.sync.now());
};

export const rationale = (criterionId: string, text: string): ReviewOperation => ({
  op: 'rationale.set',
  criterionId: criterionIdSchema.parse(criterionId),
  text,
});

export const score = (criterionId: string, value: number | null): ReviewOperation => ({
  op: 'score.set',
  criterionId: criterionIdSchema.parse(criterionId),
  score: value,
});

export const documentOf = (device: Device, code: string): ReviewDocument =>
  must(readReviewDocument(device.workspace, assignmentOf(device, code), device.reviewDeps().clock.now()));

/** Edits a review where this device still may: a submitted one is amended first. */
export const editAnyhow = async (
  device: Device,
  code: string,
  operations: ReviewOperation[],
): Promise<void> => {
  const { state } = await open(device, code);
  // By this device's clock, which may be years ahead, the time for amending is over.
  if (state === 'locked') return;
  if (state === 'submitted') {
    must(await amendReview(device.reviewDeps(), { assignmentId: assignmentOf(device, code) }));
  }
  await edit(device, code, operations);
};

/** Every edit this device ever made on a review, from its log. */
export const editsOf = ({ workspace }: Device, assignmentId: string): StampedOperation[] =>
  eventsSince(workspace.db, 1, 10_000).flatMap((logged) => {
    if (logged.assignmentId !== assignmentId || logged.type !== 'review.edited') return [];
    const event = must(openEvent(workspace.keyring, workspace.deviceId, logged));
    return event.type === 'review.edited' ? [event.payload] : [];
  });

/** What a review says when of all edits ever made the latest of each key stands. */
export const contentOfAll = (document: ReviewDocument, edits: readonly StampedOperation[]): ReviewContent => {
  const merged = new Map<string, StampedOperation>();
  for (const one of edits) {
    const key = operationKey(one.operation);
    merged.set(key, laterOperation(merged.get(key), one));
  }
  return reviewContent(criteriaOf(document), merged.values());
};

/** The rationale a device shows for the criterion at this place of the rubric. */
export const rationaleOf = (device: Device, code: string, at: number): string | undefined =>
  documentOf(device, code).content.criteria[at]?.rationale;

export const contentAtHub = async (hub: TestHub, document: ReviewDocument): Promise<ReviewContent> =>
  reviewContent(
    criteriaOf(document),
    await hub.deps.database.read((db) => listRegisters(db, document.assignment.id)),
  );

const criteriaOf = ({ microCredential }: ReviewDocument) =>
  microCredential.rubric.criteria.map(({ id }) => id);

/** The final the hub refused on this device, compared with what stands. */
export const refusedFinal = (device: Device, eventId: string): RefusedFinal =>
  must(compareRefused(device.workspace, eventId, device.reviewDeps().clock.now()));

export const resolve = async (
  device: Device,
  code: string,
  next: 'submit' | 'edit',
): Promise<ReviewDocument> => {
  const assignmentId = assignmentOf(device, code);
  const seen = documentOf(device, code).arrivals;
  return must(await resolveRefused(device.reviewDeps(), { assignmentId, seen, next }));
};
