import { expect, test } from 'vitest';
import { openStaged, stagedRows } from '../../../main/sync/pull/staged-page.ts';
import { changesPageSchema } from '../../../shared/hub-api/changes.ts';
import { ok } from '../../../shared/lib/result.ts';

const state = {
  id: 's1',
  code: 'QST-1',
  microCredentialId: 'mc',
  earnerCode: 'E-1',
  attempt: 1,
  previousSubmissionId: null,
  submittedAt: '2026-01-02T03:04:05.000Z',
  context: 'CANARY',
  changeNote: '',
  priorFeedback: null,
  fromALaterVersion: true,
};
const raw = [
  { change: 'state', kind: 'submission', id: 's1', version: 3, state },
  { change: 'tombstone', kind: 'assignment', id: 'a1', version: 2, reason: 'withdrawn' },
];
const page = changesPageSchema.parse({
  changes: raw,
  cursor: 'c',
  more: false,
  digest: null,
  durableSeq: 0,
  time: '2026-01-02T03:04:05.000Z',
});

/** Seals by turning the text round: enough to see what was sealed, and for which column. */
const keyring = (keyId: string | undefined) => ({
  sealText: (_submission: string, column: string, text: string) =>
    ok(new Uint8Array(Buffer.from(`${column} ${[...text].reverse().join('')}`))),
  keyIdOf: () => keyId,
});

const staged = (isGivenUp: boolean) => {
  const rows = stagedRows({ page, raw }, false, { keyring: keyring('key 1'), isGivenUp: () => isGivenUp });
  if (!rows.ok) throw new Error(rows.problem.code);
  return rows.value.changes;
};

test('a change waits in the form its table holds: sealed for its column, with what this version does not know', () => {
  const [submission, tombstone] = openStaged(staged(false), keyring('key 1')) ?? [];
  expect(submission).toMatchObject({
    kind: 'submission',
    id: 's1',
    version: 3,
    code: 'QST-1',
    microCredentialId: 'mc',
  });
  const sealed = Buffer.from((submission as { sealed: Uint8Array }).sealed).toString();
  expect(sealed.startsWith('hub_submissions.sealed_state/s1 ')).toBe(true);
  expect(JSON.parse([...sealed.slice(sealed.indexOf(' ') + 1)].reverse().join(''))).toEqual(state);
  expect(tombstone).toEqual(raw[1]);
});

test('nothing is applied that was sealed with a key which is gone, or another by now', () => {
  expect(openStaged(staged(false), keyring(undefined))).toBeUndefined();
  expect(openStaged(staged(false), keyring('key 2'))).toBeUndefined();
});

test('of what was given up nothing is kept but that it counts, whatever key is there', () => {
  const rows = staged(true);
  expect(JSON.stringify(rows)).not.toContain('CANARY');
  expect(openStaged(rows, keyring('key 2'))?.[0]).toMatchObject({
    id: 's1',
    version: 3,
    sealed: new Uint8Array(0),
  });
});
