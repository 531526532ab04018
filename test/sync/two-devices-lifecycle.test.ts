import { beforeEach, describe, expect, it } from 'vitest';
import { findAssignment, putAssignment } from '../../hub/database/tables/assignments.ts';
import { importFolder } from '../../hub/import/import-folder.ts';
import { fanOutRemoval } from '../../hub/services/fan-out.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { readAssignment } from '../../main/database/tables/hub-assignments.ts';
import { dismissChanges, listBlockedChanges } from '../../main/services/blocked-changes.ts';
import { recuse } from '../../main/services/review/recuse.ts';
import { WITHDRAWN_GRACE_MS } from '../../main/sync/pull/apply-change.ts';
import { stagedRows } from '../../main/sync/pull/staged-page.ts';
import { hubReviewsPageSchema } from '../../shared/hub-api/results.ts';
import { programCopy, removeScratchFolders, replaceIn } from '../helpers/hub/program-copy.ts';
import { type Device, must } from './helpers/device.ts';
import { assignmentOf, codesOf, edit, fillIn, open, outbox, submit } from './helpers/review.ts';
import {
  contentAtHub,
  documentOf,
  openPairForEach,
  type Pair,
  rationale,
  score,
  syncAll,
} from './helpers/two-devices.ts';

removeScratchFolders();

const code = 'QST-1';
const canary = 'CANARY-what-was-heard-at-0:41';

let pair: Pair;
let a: Device;
let b: Device;

openPairForEach((opened) => {
  pair = opened;
  ({ a, b } = opened);
});

type Row = { readonly sealed: Uint8Array; readonly version: number };

const hubRows = ({ workspace }: Device): Row[] =>
  workspace.db.prepare<Row>('SELECT sealed_state AS sealed, version FROM hub_review_registers').all();

const changeRubric = async (): Promise<void> => {
  const folder = await programCopy();
  const place = 'micro-credentials/QST';
  await replaceIn(folder, `${place}/micro-credential.json`, '"version": "1"', '"version": "2"');
  await replaceIn(folder, `${place}/rubric.json`, 'Three seconds pass.', 'Four seconds pass.');
  expect((await importFolder(folder, pair.hub.deps)).ok).toBe(true);
};

describe('a rubric that changes under two computers', () => {
  it('begins anew on both: old scores come back from nowhere, new ones are not undone, words stay', async () => {
    await fillIn(a, code, 1);
    await syncAll(a, b);
    // Later than anything A is going to write, by B's own clock.
    pair.shift('b', 2);
    await edit(b, code, [rationale('waiting', 'Of B, on the old rubric, not sent.'), score('waiting', 3)]);
    pair.shift('b', 0);
    await changeRubric();
    await syncAll(a);
    const begun = await open(a, code);
    expect(begun.content.criteria.map(({ score: given }) => given)).toEqual([null, null]);
    expect(begun.content.criteria[0]?.rationale).toBe('Seen in the recording (1).');
    await edit(a, code, [score('planning', 3)]);
    await syncAll(a, b);
    // Read before it is opened too: for lists, and to be exported.
    expect(documentOf(b, code).content.criteria.map(({ score: given }) => given)).toEqual([3, null]);
    const waiting = outbox(b).pending;
    const onB = await open(b, code);
    expect(outbox(b).pending).toBe(waiting);
    expect(onB.content.criteria.map(({ score: given }) => given)).toEqual([3, null]);
    expect(onB.content.criteria[1]?.rationale).toBe('Seen in the recording (1).');
    await syncAll(b, a, b, a);
    for (const device of [a, b]) {
      expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0 });
      expect(documentOf(device, code).content.criteria.map(({ score: given }) => given)).toEqual([3, null]);
    }
    expect(documentOf(a, code).content).toEqual(documentOf(b, code).content);
    await edit(b, code, [score('waiting', 1)]);
    const { content } = await submit(b, code);
    await syncAll(b, a);
    const { request } = await pair.hub.signIn('ivo.marsh');
    const { items } = hubReviewsPageSchema.parse(await (await request('/v1/reviews')).json());
    expect(items.map((review) => review.content)).toEqual([content]);
  });

  it('keeps what was refused on the old one to be read', async () => {
    await fillIn(a, code, 1);
    await syncAll(a, b);
    await edit(b, code, [rationale('waiting', 'Of B, on the old rubric.')]);
    await changeRubric();
    // B hears of it by the refusal of what it sends.
    must(await b.sync.now());
    await open(b, code);
    await syncAll(b, b);
    const settled = listBlockedChanges(b.workspace);
    expect(settled.map(({ problem, settledAt }) => [problem.code, settledAt === null])).toEqual([
      ['rubric-version-conflict', false],
    ]);
    expect(await contentAtHub(pair.hub, documentOf(b, code))).toEqual(documentOf(b, code).content);
    expect(documentOf(b, code).content.criteria[1]?.rationale).toBe('Of B, on the old rubric.');
  });
});

describe('a rubric that changes after a review was submitted', () => {
  it('leaves the final as it is, and whoever shows it is told', async () => {
    await fillIn(a, code, 1);
    const { content } = await submit(a, code);
    await syncAll(a);
    a.notices.length = 0;
    await changeRubric();
    await syncAll(a);
    const id = assignmentOf(a, code);
    const told = a.notices.filter(({ topic }) => topic === 'review').flatMap(({ ids }) => ids);
    expect(told).toContain(id);
    expect(documentOf(a, code)).toMatchObject({ state: 'locked', content, onOldRubric: true });
  });
});

describe('many edits of the old rubric', () => {
  it('are kept to be read where they are refused only after the review was begun anew', async () => {
    await open(b, code);
    await edit(b, code, [rationale('waiting', 'On the old rubric.')]);
    await changeRubric();
    const reconnect = b.net.intercept(({ path }) =>
      path === '/v1/events' ? Promise.reject(new TypeError('no network')) : undefined,
    );
    await b.sync.now();
    await open(b, code);
    reconnect();
    await syncAll(b);
    expect(outbox(b)).toMatchObject({ pending: 0, blocked: 0 });
    expect(listBlockedChanges(b.workspace)).toMatchObject([
      { problem: { code: 'rubric-version-conflict' }, settledAt: expect.any(String) },
    ]);
  });

  it('are refused together, and what is written on the new one does not wait behind them', async () => {
    await open(b, code);
    for (let n = 1; n <= 5; n += 1)
      await edit(b, code, [rationale('waiting', `Take ${n}, on the old rubric.`)]);
    await changeRubric();
    await syncAll(b);
    await open(b, code);
    await edit(b, code, [score('waiting', 3)]);
    await syncAll(b);
    expect(outbox(b)).toMatchObject({ pending: 0, blocked: 0 });
    expect(await contentAtHub(pair.hub, documentOf(b, code))).toEqual(documentOf(b, code).content);
    const settled = listBlockedChanges(b.workspace).map(({ eventId }) => eventId);
    expect(settled).toHaveLength(5);
    expect(dismissChanges(b.reviewDeps(), [...settled, 'not-settled']).ok).toBe(false);
    expect(listBlockedChanges(b.workspace)).toHaveLength(5);
    must(dismissChanges(b.reviewDeps(), settled));
    expect(listBlockedChanges(b.workspace)).toEqual([]);
  });
});

describe('what the other computer wrote', () => {
  beforeEach(async () => {
    await edit(a, code, [rationale('planning', canary)]);
    await syncAll(a, b);
  });

  const submissionOf = (device: Device): string =>
    readAssignment(device.workspace.db, assignmentOf(device, code))?.assignment.submissionId ?? '';

  it('lies sealed under the key of the submission, and so it waits to be applied', async () => {
    const rows = hubRows(b);
    expect(rows.length).toBeGreaterThan(0);
    const atRest = Buffer.concat(rows.map(({ sealed }) => Buffer.from(sealed))).toString('latin1');
    expect(atRest).not.toContain('CANARY');
    const pulled = must(await b.hub.listChanges(null));
    expect(JSON.stringify(pulled.raw)).toContain(canary);
    for (const isGivenUp of [() => false, () => true]) {
      const staging = { keyring: b.workspace.keyring, isGivenUp };
      const { changes } = must(stagedRows(pulled, true, staging));
      expect(changes.some(({ head }) => head.includes('review-register'))).toBe(true);
      const waiting = changes.map(({ head, state, sealed }) => [head, state, Buffer.from(sealed ?? [])]);
      expect(waiting.join()).not.toContain('CANARY');
    }
  });

  it('of a withdrawn assignment can be read until the submission goes, and goes with it', async () => {
    const submissionId = submissionOf(b);
    await pair.hub.deps.database.write((db) => withdrawAssignment(db, assignmentOf(b, code)));
    await syncAll(b);
    expect(documentOf(b, code)).toMatchObject({ state: 'withdrawn', editable: false });
    expect(documentOf(b, code).content.criteria[0]?.rationale).toBe(canary);
    pair.hub.clock.advance(WITHDRAWN_GRACE_MS + 1);
    await syncAll(b);
    expect(codesOf(b)).not.toContain(code);
    expect(hubRows(b)).toEqual([]);
    expect(b.workspace.keyring.submissionIds()).not.toContain(submissionId);
  });

  it('is gone from both after a recusal on one, and nothing comes back', async () => {
    await edit(b, code, [rationale('waiting', canary)]);
    const assignmentId = assignmentOf(a, code);
    must(await recuse(a.reviewDeps(), { assignmentId, reason: 'same-school', note: '' }));
    await syncAll(b, a, b);
    for (const device of [a, b]) {
      expect(hubRows(device)).toEqual([]);
      expect(device.workspace.db.prepare('SELECT 1 FROM review_registers').all()).toEqual([]);
      expect(codesOf(device)).not.toContain(code);
    }
    a.net.requests.length = 0;
    await syncAll(a);
    expect(a.net.requests).toHaveLength(1);
  });

  it('is counted and not kept where this computer has recused and the hub has not heard', async () => {
    const { db } = b.workspace;
    const assignmentId = assignmentOf(b, code);
    const hold = b.net.intercept(({ path }) =>
      path === '/v1/events' ? Promise.reject(new TypeError('no network')) : undefined,
    );
    must(await recuse(b.reviewDeps(), { assignmentId, reason: 'same-school', note: '' }));
    await edit(a, code, [rationale('waiting', canary)]);
    await syncAll(a);
    await b.sync.now();
    expect(hubRows(b).map(({ sealed, version }) => [sealed.length, version > 0])).toEqual([
      [0, true],
      [0, true],
    ]);
    hold();
    await syncAll(b);
    expect(hubRows(b)).toEqual([]);
    expect(db.prepare('SELECT 1 FROM review_registers').all()).toEqual([]);
  });

  it('of an erased submission leaves no byte that opens', async () => {
    const submissionId = submissionOf(b);
    await pair.hub.deps.database.write(async (db) => {
      const record = await findAssignment(db, assignmentOf(b, code));
      if (record === null) throw new Error('no assignment');
      const closed = { ...record, state: { ...record.state, state: 'withdrawn' as const } };
      await putAssignment(db, closed);
      await fanOutRemoval(db, closed, 'erased');
    });
    await syncAll(b);
    expect(hubRows(b)).toEqual([]);
    expect(b.workspace.keyring.submissionIds()).not.toContain(submissionId);
    expect(codesOf(b)).not.toContain(code);
  });
});
