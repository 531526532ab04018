import { expect, test } from 'vitest';
import { withoutReasons } from '../../../main/database/tables/hub-supersedes.ts';
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
const pageOf = (changes: readonly unknown[]) => ({
  page: changesPageSchema.parse({
    changes,
    cursor: 'c',
    more: false,
    digest: null,
    durableSeq: 0,
    time: '2026-01-02T03:04:05.000Z',
  }),
  raw: changes,
});

/** Seals by turning the text round: enough to see what was sealed, and for which column. */
const keyring = (keyId: string | undefined) => ({
  sealText: (_submission: string, column: string, text: string) =>
    ok(new Uint8Array(Buffer.from(`${column} ${[...text].reverse().join('')}`))),
  keyIdOf: () => keyId,
});

const staged = (isGivenUp: boolean, changes: readonly unknown[] = raw) => {
  const rows = stagedRows(pageOf(changes), false, { keyring: keyring('key 1'), isGivenUp: () => isGivenUp });
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

const eventId = '0198f3c2-1111-7abc-8def-0123456789ab';
const answered = {
  id: 'a1',
  submissionId: 's1',
  reviewerId: 'r1',
  state: 'submitted',
  kind: 'live',
  rubricHash: 'a'.repeat(64),
  assignedAt: '2026-01-02T03:04:05.000Z',
  dueAt: '2026-01-03T03:04:05.000Z',
  leaseExpiresAt: '2026-01-04T03:04:05.000Z',
  submittedAt: '2026-01-02T04:04:05.000Z',
  amendableUntil: '2026-01-02T05:04:05.000Z',
  supersedes: [
    {
      refusedEventId: eventId,
      requestedAt: '2026-01-02T06:04:05.000Z',
      answer: { granted: false, at: '2026-01-02T07:04:05.000Z', reason: 'CANARY' },
    },
  ],
  fromALaterVersion: true,
};
const assignmentWith = (given: object) => [
  { change: 'state', kind: 'assignment', id: 'a1', version: 4, state: { ...answered, ...given } },
];

test('a lead’s words wait sealed within the assignment, and with its key they go', () => {
  const rows = staged(false, assignmentWith({}));
  expect(JSON.stringify(rows)).not.toContain('CANARY');
  expect(openStaged(rows, keyring('key 2'))).toBeUndefined();
  const [opened] = openStaged(rows, keyring('key 1')) ?? [];
  const { state } = opened as { state: string };
  const sealedReason = Buffer.from(`hub_assignments.supersedes.reason/["a1","${eventId}"] YRANAC`).toString(
    'base64',
  );
  const { reason: _words, ...answer } = answered.supersedes[0]?.answer ?? {};
  const [asked] = answered.supersedes;
  expect(JSON.parse(state)).toEqual({ ...answered, supersedes: [{ ...asked, answer, sealedReason }] });
  expect(JSON.parse(withoutReasons(state))).toEqual({ ...answered, supersedes: [{ ...asked, answer }] });
});

test('of an assignment that was given up, a lead’s words are not kept; one that says nothing needs no key', () => {
  const given = staged(true, assignmentWith({}));
  expect(JSON.stringify(given)).not.toContain('CANARY');
  expect(JSON.stringify(given)).not.toContain('sealedReason');
  expect(openStaged(given, keyring('key 2'))).toHaveLength(1);
  expect(openStaged(staged(false, assignmentWith({ supersedes: undefined })), keyring('key 2'))).toHaveLength(
    1,
  );
});
