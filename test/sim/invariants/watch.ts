import type { ReadableDb } from '../../../main/database/connection.ts';
import { handOverScope } from '../../../main/database/sealed-columns.ts';
import { listBlocked } from '../../../main/database/tables/outbox.ts';
import { WITHDRAWN_GRACE_MS } from '../../../main/sync/pull/apply-change.ts';
import type { Change } from '../../../shared/hub-api/changes.ts';
import type { EventResult } from '../../../shared/hub-api/events.ts';
import type { SimDevice } from '../world/device.ts';
import { pathOf, type WireAnswer, type WireRequest } from '../world/net.ts';
import { absorb, shadowOf } from '../world/saved.ts';
import type { Watchers, World } from '../world/world.ts';
import { checkCursor, noteFeeds } from './cursor.ts';
import { answeredErasures } from './erased.ts';
import { noteGiven } from './no-foreign.ts';
import { noteSealed } from './nonces.ts';
import { checkIfRange, checkQuiet, noteRetryAfter } from './protocol-rules.ts';
import { watchPull } from './reviewer-rows.ts';
import { checkSavedWork } from './saved-work.ts';

/** What is noted and checked while the world goes on. */
export const watchers: Watchers = {
  onSealed: noteSealed,
  onRequest: (world, device, request) => {
    checkQuiet(world, device, request);
    checkIfRange(world, device, request);
  },
  onForked: (world, device, after) => {
    const { db, deviceId } = device.run.workspace;
    for (const id of [deviceId, after]) world.shadow.forkedIds.add(id);
    for (const { eventId, problem } of listBlocked(db)) {
      if (problem.includes('"device-forked"')) shadowOf(world, device).verdicts.delete(eventId);
    }
  },
  onAnswer: (world, device, request, answer) => {
    noteRetryAfter(world, device, request, answer);
    if (pathOf(request) === '/v1/changes') {
      if (answer.status === 200) noteEnds(world, device, request, answer);
      watchPull(world, device);
    }
  },
  onHeard: (world, device, request, answer) => {
    if (pathOf(request) === '/v1/events') noteVerdicts(world, device, answer);
  },
  onHubAnswer: (world, request, answer) => {
    if (pathOf(request) !== '/v1/events') return;
    for (const { eventId, result } of resultsIn(answer)) {
      if (result === 'accepted' || result === 'duplicate') world.shadow.acknowledged.add(eventId);
    }
  },
  afterHubChange: async (world, hub) => {
    await noteFeeds(world, hub);
    await noteGiven(world, hub);
  },
  afterStart: async (world, device) => {
    checkSavedWork(world, device);
    checkCursor(world, device);
    absorb(world, device);
  },
  atRest: (world) => {
    for (const device of world.devices) {
      const shadow = shadowOf(world, device);
      shadow.latestWall = Math.max(shadow.latestWall, device.clock.now());
    }
  },
};

const jsonOf = <T>({ status, headers, body }: WireAnswer): T | undefined => {
  if (status !== 200 || !headers['content-type']?.includes('json')) return undefined;
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as T;
  } catch {
    // Cut off on its way: nothing was said.
    return undefined;
  }
};

const stillInLine = (db: ReadableDb): ReadonlySet<string> =>
  new Set(
    db
      .prepare<{ eventId: string }>(
        "SELECT event_id AS eventId FROM outbox_lines WHERE state IN ('pending', 'sending')",
      )
      .all()
      .map(({ eventId }) => eventId),
  );

type Result = Pick<EventResult, 'eventId' | 'result'>;

const resultsIn = (answer: WireAnswer): readonly Result[] =>
  jsonOf<{ results?: Result[] }>(answer)?.results ?? [];

/**
 * Once the workbench has done with the answer: a program killed meanwhile may not have written it down, nor one whose disk
 * refused. It asks again.
 */
const noteVerdicts = (world: World, device: SimDevice, answer: WireAnswer): void => {
  const { run } = device;
  const results = resultsIn(answer);
  world.soon.push(() => {
    if (run.image !== null || device.run !== run) return;
    const { verdicts } = shadowOf(world, device);
    const waiting = stillInLine(run.workspace.db);
    for (const { eventId, result } of results) {
      verdicts.set(eventId, result === 'rejected' && waiting.has(eventId) ? 'deferred' : result);
    }
  });
};

/** What of this computer's things the answer ends, and from when on its keys may therefore be destroyed. */
const noteEnds = (world: World, device: SimDevice, request: WireRequest, answer: WireAnswer): void => {
  const page = jsonOf<{ changes: Change[] }>(answer);
  if (page === undefined) return;
  const { mayErase } = shadowOf(world, device);
  const allow = (scope: string, at: number) => mayErase.set(scope, Math.min(at, mayErase.get(scope) ?? at));
  const now = device.clock.now();
  const withdrawn = (id: string) => {
    for (const scope of [id, handOverScope(id)]) allow(scope, now + WITHDRAWN_GRACE_MS);
  };
  for (const change of page.changes) {
    if (change.change === 'state' && change.kind === 'submission')
      noteGivenAgain(world, device, change.state.id);
    if (change.change !== 'tombstone' || change.kind !== 'submission') continue;
    if (change.reason === 'withdrawn') withdrawn(change.id);
    else allow(change.id, 0);
    if (change.reason === 'erased') allow(handOverScope(change.id), 0);
  }
  if (new URLSearchParams(request.url.split('?')[1]).has('cursor')) return;
  // From the beginning: what the feed does not name any more counts as withdrawn.
  const rows = device.run.workspace.db.prepare<{ id: string }>('SELECT id FROM hub_submissions').all();
  for (const { id } of rows) withdrawn(id);
};

const noteGivenAgain = (world: World, device: SimDevice, submissionId: string): void => {
  const answered = answeredErasures(device, submissionId);
  if (answered > 0) shadowOf(world, device).givenAgain.set(submissionId, answered);
};
