import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Download,
  downloadKey,
  downloadsOf,
  noteHere,
  noteProgress,
  wantNow,
} from '../../../../main/database/tables/downloads.ts';
import { evidenceBytesHere, keptOffline } from '../../../../main/database/tables/evidence-room.ts';
import type { HubClient } from '../../../../main/hub-client/hub-client.ts';
import { realTimers } from '../../../../main/hub-client/timers.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { changeSettings } from '../../../../main/services/settings.ts';
import { keepEvidenceOffline } from '../../../../main/services/storage.ts';
import { createRoom } from '../../../../main/sync/download/room.ts';
import type { SyncDeps } from '../../../../main/sync/sync-deps.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { assignmentId, openReviewWorkspace, operation } from '../../../helpers/review-workspace.ts';

const GIGABYTE = 1_000_000_000;
const PART = 200_000_000;
const SUBMISSIONS = 6;

type Step =
  | { readonly act: 'download' | 'pass' }
  | { readonly act: 'finish' | 'score' | 'keep' | 'let go' | 'ask'; readonly n: number }
  | { readonly act: 'budget'; readonly gigabytes: number };

const n = fc.integer({ min: 1, max: SUBMISSIONS });
const onOne = (weight: number, ...acts: ('finish' | 'score' | 'keep' | 'let go' | 'ask')[]) => ({
  weight,
  arbitrary: fc.record({ act: fc.constantFrom(...acts), n }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ act: fc.constantFrom('download' as const, 'download' as const, 'pass' as const) }),
  },
  onOne(4, 'finish'),
  onOne(2, 'keep', 'let go', 'ask'),
  onOne(1, 'score'),
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('budget' as const), gigabytes: fc.integer({ min: 1, max: 4 }) }),
  },
);

const sizes = fc.array(fc.integer({ min: 200_000_000, max: 1_400_000_000 }), {
  minLength: SUBMISSIONS,
  maxLength: SUBMISSIONS,
});

/** A workspace whose files are as large as the test says. Nothing is fetched; what is noted of it is. */
const openRoom = async (fileSizes: readonly number[]) => {
  const made = await openReviewWorkspace({ assignments: SUBMISSIONS });
  const { workspace, deps, write } = made;
  write((db) => {
    const put = db.prepare('UPDATE device_downloads SET size = ? WHERE submission_id = ?');
    for (const [index, size] of fileSizes.entries()) put.run(size, `submission-${index + 1}`);
    return ok(undefined);
  });
  const running = new Map<string, Download>();
  const syncDeps: SyncDeps = {
    ...workspace,
    hub: {} as HubClient,
    bus: deps.bus,
    clock: deps.clock,
    random: (size) => new Uint8Array(size),
    timers: realTimers,
    log: () => {},
    freeBytes: async () => 1e13,
  };
  const room = createRoom(syncDeps, () => [...running.values()]);
  /** Two files at once, in turns of one part; what is refused waits. */
  const download = async (): Promise<void> => {
    const next = running.size < 2 ? room.next() : undefined;
    if (next !== undefined) {
      running.set(downloadKey(next), next);
      if ((await room.make(next)) !== null) running.delete(downloadKey(next));
    }
    for (const one of [...running.values()]) {
      const now = downloadsOf(workspace.db, one.submissionId)[0];
      if (now === undefined) continue;
      const here = Math.min(now.size, now.bytesHere + PART);
      write((db) => {
        if (here === now.size) noteHere(db, one);
        else {
          const manifest = {
            sha256: one.sha256,
            size: now.size,
            partSize: 8_388_608,
            parts: [],
            mediaType: 'audio/mpeg',
          };
          noteProgress(db, one, { manifest, etag: null, partsDone: [] }, here);
        }
        return ok(undefined);
      });
      if (here === now.size) running.delete(downloadKey(one));
    }
  };
  const promised = () =>
    [...running.values()].reduce((sum, { submissionId }) => {
      const now = downloadsOf(workspace.db, submissionId)[0];
      return sum + (now === undefined ? 0 : now.size - now.bytesHere);
    }, 0);
  return { ...made, room, download, promised };
};

type OpenRoom = Awaited<ReturnType<typeof openRoom>>;

const take = async (made: OpenRoom, one: Step): Promise<void> => {
  const { deps, workspace, room, write } = made;
  switch (one.act) {
    case 'download':
      return made.download();
    case 'pass':
      return room.begin();
    case 'budget':
      changeSettings(workspace, deps.bus, { evidenceBudget: one.gigabytes });
      return;
    case 'keep':
    case 'let go':
      keepEvidenceOffline(deps, { assignments: [assignmentId(one.n)], keep: one.act === 'keep' });
      return;
    case 'ask':
      write((db) => ok(wantNow(db, `submission-${one.n}`, deps.clock.now())));
      return;
    case 'score':
      // Refused where the review is final; then nothing waits to be sent.
      await applyEdits(deps, {
        assignmentId: assignmentId(one.n),
        operations: [operation({ op: 'score.set', criterionId: 'opening', score: 2 })],
        activeSeconds: 1,
      });
      return;
    case 'finish':
      made.putAssignment(one.n, {
        state: 'submitted',
        submittedAt: '2026-01-02T09:00:00.000Z',
        amendableUntil: '2026-01-03T09:00:00.000Z',
      });
  }
};

const evictedOf = ({ workspace: { db } }: OpenRoom): number[] =>
  Array.from({ length: SUBMISSIONS }, (_, index) => index + 1).filter((one) =>
    downloadsOf(db, `submission-${one}`).some(({ evictedAt }) => evictedAt > 0),
  );

test('evidence stays within the room set for it, and only finished, sent work that is not kept ever makes room', async () => {
  let evictions = 0;
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(step, { minLength: 40, maxLength: 80 }), async (fileSizes, steps) => {
      const made = await openRoom(fileSizes);
      const { db } = made.workspace;
      changeSettings(made.workspace, made.deps.bus, { evidenceBudget: 2 });
      let budget = 2 * GIGABYTE;
      const finished = new Set<number>();
      const scored = new Set<number>();
      for (const one of steps) {
        // What is on its way when the budget is lowered still arrives; nothing new begins.
        const before = evidenceBytesHere(db) + made.promised();
        const keptBefore = keptOffline(db);
        const goneBefore = evictedOf(made);
        if (one.act === 'budget') budget = one.gigabytes * GIGABYTE;
        await take(made, one);
        if (one.act === 'finish') finished.add(one.n);
        if (one.act === 'score' && !finished.has(one.n)) scored.add(one.n);
        expect(evidenceBytesHere(db) + made.promised()).toBeLessThanOrEqual(Math.max(budget, before));
        for (const gone of evictedOf(made).filter((id) => !goneBefore.includes(id))) {
          evictions += 1;
          expect(finished).toContain(gone);
          expect(scored).not.toContain(gone);
          expect(keptBefore).not.toContain(`submission-${gone}`);
        }
      }
      await made.workspace.close();
    }),
    { numRuns: 15, seed: 5 },
  );
  expect(evictions).toBeGreaterThan(5);
});
