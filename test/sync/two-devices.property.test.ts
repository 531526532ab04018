import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pull } from '../../main/sync/pull/pull.ts';
import { push } from '../../main/sync/push/push.ts';
import { type CriterionId, criterionIdSchema } from '../../shared/domain/ids.ts';
import { reviewGaps } from '../../shared/domain/review.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import { type HubReview, hubReviewsPageSchema } from '../../shared/hub-api/results.ts';
import { canonicalJson, type Json } from '../../shared/lib/canonical-json.ts';
import type { TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must } from './helpers/device.ts';
import { assignmentOf, fillIn, open, outbox, submit } from './helpers/review.ts';
import {
  contentAtHub,
  contentOfAll,
  documentOf,
  editAnyhow,
  editsOf,
  openPair,
  type Pair,
  resolve,
} from './helpers/two-devices.ts';

const codes = ['QST-1', 'QST-2'] as const;
const criterion = fc.constantFrom<CriterionId>(
  ...['planning', 'waiting'].map((id) => criterionIdSchema.parse(id)),
);
const text = fc.constantFrom('one', 'two', 'three', '');

const oneEdit: fc.Arbitrary<ReviewOperation> = fc.oneof(
  fc.record({
    op: fc.constant('score.set' as const),
    criterionId: criterion,
    score: fc.constantFrom(1, 2, 3, null),
  }),
  fc.record({ op: fc.constant('rationale.set' as const), criterionId: criterion, text }),
  fc.record({
    op: fc.constant('feedback.set' as const),
    criterionId: fc.constant(null),
    field: fc.constantFrom('strength' as const, 'gap' as const, 'nextStep' as const),
    text,
  }),
);

type Step =
  | { readonly what: 'edit'; readonly code: string; readonly operation: ReviewOperation }
  /** Completes the review where something is missing, and submits it. */
  | { readonly what: 'final'; readonly code: string }
  | { readonly what: 'pull' | 'push' | 'sync' | 'restart' }
  /** The device's wall clock from now on, in hours off the hub's. */
  | { readonly what: 'clock'; readonly hours: number };

const decade = 24 * 3653;
const code = fc.constantFrom(...codes);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ what: fc.constant('edit' as const), code, operation: oneEdit }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('final' as const), code }) },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constantFrom('pull' as const, 'push' as const, 'sync' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restart' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('clock' as const),
      hours: fc.constantFrom(-decade, -3, 0, 2, decade),
    }),
  },
);

const schedule = fc.array(fc.record({ on: fc.constantFrom('a' as const, 'b' as const), step }), {
  minLength: 20,
  maxLength: 40,
});

const take = async (device: Device, one: Step, shift: (hours: number) => void): Promise<void> => {
  const signal = new AbortController().signal;
  switch (one.what) {
    case 'edit':
      return editAnyhow(device, one.code, [one.operation]);
    case 'final':
      return makeFinal(device, one.code);
    case 'pull':
      must(await pull(device.syncDeps(), signal));
      return;
    case 'push':
      must(await push(device.syncDeps(), signal));
      return;
    case 'sync':
      must(await device.sync.now());
      return;
    case 'restart':
      await device.sync.settled();
      await device.restart();
      return;
    case 'clock':
      shift(one.hours);
  }
};

const makeFinal = async (device: Device, of: string): Promise<void> => {
  const { editable, content, microCredential } = await open(device, of);
  if (!editable) return;
  if (reviewGaps(microCredential, content).length > 0) await fillIn(device, of, 1);
  await submit(device, of);
};

/** Nothing is written any more: everybody syncs, and what was refused is resolved, until nothing waits. */
const settle = async ({ a, b }: Pair): Promise<void> => {
  for (let quiet = 0, turn = 0; quiet < 2; turn += 1) {
    if (turn > 30) throw new Error('the devices do not come to rest');
    const device = turn % 2 === 0 ? a : b;
    must(await device.sync.now());
    for (const one of codes) {
      const { refusedFinal, content, microCredential, state } = documentOf(device, one);
      if (!refusedFinal) continue;
      // One that is not complete as it stands now, or that may not be amended any more, is only taken back.
      const may = state !== 'locked' && reviewGaps(microCredential, content).length === 0;
      await resolve(device, one, may ? 'submit' : 'edit');
    }
    quiet = outbox(device).pending === 0 ? quiet + 1 : 0;
  }
  for (const device of [a, b]) must(await device.sync.now());
};

const countedAt = async (hub: TestHub, submissionCode: string): Promise<HubReview[]> => {
  const { request } = await hub.signIn('ivo.marsh');
  const page = hubReviewsPageSchema.parse(await (await request('/v1/reviews')).json());
  return page.items.filter((one) => one.submissionCode === submissionCode);
};

const expectAgreement = async (pair: Pair, of: string, fresh: Device): Promise<void> => {
  const { a, b, hub } = pair;
  const shown = documentOf(a, of);
  const id = assignmentOf(a, of);
  const expected = contentOfAll(shown, [...editsOf(a, id), ...editsOf(b, id)]);
  expect(await contentAtHub(hub, shown)).toEqual(expected);
  for (const device of [a, b, fresh]) expect(documentOf(device, of).content).toEqual(expected);
  const counted = await countedAt(hub, of);
  expect(counted.length).toBeLessThanOrEqual(1);
  // Whoever looks is told when what stands is not what counts.
  const amended = counted.length === 1 && jsonOf(counted[0]?.content) !== jsonOf(expected);
  if (amended) expect(documentOf(fresh, of).state).toBe('submitted');
};

const jsonOf = (value: unknown): string => canonicalJson((value ?? null) as Json);

test('however two devices edit, submit and sync, both and the hub end with the latest edit of each key', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async (steps) => {
      const pair = await openPair();
      try {
        for (const { on, step: one } of steps) {
          await take(pair[on], one, (hours) => pair.shift(on, hours));
        }
        await settle(pair);
        const fresh = await pair.join();
        for (const of of codes) await expectAgreement(pair, of, fresh);
        for (const device of [pair.a, pair.b]) {
          expect(outbox(device)).toMatchObject({ pending: 0, sending: 0, blocked: 0 });
        }
      } finally {
        await pair.close();
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 300_000);
