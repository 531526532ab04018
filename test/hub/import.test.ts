import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyPassword } from '../../hub/auth/passwords.ts';
import { importFolder } from '../../hub/import/import-folder.ts';
import { issueText } from '../../hub/import/import-issue.ts';
import { importLines } from '../../hub/import/report.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import {
  programCopy,
  removeScratchFolders,
  replaceIn,
  rowCounts,
  scratchFolder,
} from '../helpers/hub/program-copy.ts';
import { fullEdits, reviewDesk } from '../helpers/hub/review-work.ts';
import { fixtureProgram, startTestHub } from '../helpers/hub/start-test-hub.ts';

removeScratchFolders();

onBothDatabases('importing a program', (startHub) => {
  it('brings everything in, and a second time adds nothing', async () => {
    const hub = await startHub({ program: null });
    const first = await importFolder(fixtureProgram, hub.deps);
    expect(first).toMatchObject({
      ok: true,
      report: {
        people: { added: 5 },
        microCredentials: { added: 2 },
        submissions: { added: 4 },
        artifacts: { added: 10 },
        assignments: { added: 5, withdrawn: 0 },
        newPasswords: [],
      },
    });
    const counts = await rowCounts(hub);
    hub.clock.advance(86_400_000);
    const second = await importFolder(fixtureProgram, hub.deps);
    expect(importLines(second)).toEqual([
      'people: 0 new, 0 changed, 5 as before',
      'micro-credentials: 0 new, 0 changed, 2 as before',
      'submissions: 0 new, 0 changed, 4 as before',
      'evidence files: 0 new, 0 changed, 10 as before',
      'assignments: 0 new, 0 changed, 5 as before',
    ]);
    expect(await rowCounts(hub)).toEqual(counts);
  });

  it('ties captions, attempts and earlier feedback together', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const { live } = await rosa.pull();
    const artifacts = [...live.values()].flatMap((one) => (one.kind === 'artifact' ? [one.state] : []));
    const talk = artifacts.find(
      ({ label, submissionId }) => label === 'talk.wav' && submissionId === 'sub-QST-1',
    );
    expect(artifacts.find(({ label }) => label === 'talk.vtt')?.captionsOf).toBe(talk?.id);
    const { submission } = await rosa.assignment('FBK-2');
    expect(submission).toMatchObject({
      attempt: 2,
      previousSubmissionId: 'sub-FBK-1',
      changeNote: 'I added a next step.',
      priorFeedback: {
        attempt: 1,
        overall: { strength: 'You read closely.', gap: '', nextStep: 'Choose one thing.' },
        criteria: [{ criterionId: 'usable', score: 1, gap: 'Nothing to act on.' }],
      },
    });
    expect((await rosa.assignment('QST-1')).assignment.dueAt).toBe('2026-03-07T09:00:00.000Z');
  });

  it('two imports at once leave what one leaves', async () => {
    const hub = await startHub({ program: null });
    const outcomes = await Promise.all([
      importFolder(fixtureProgram, hub.deps),
      importFolder(fixtureProgram, hub.deps),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await rowCounts(hub)).toMatchObject({
      accounts: 5,
      submissions: 4,
      artifacts: 10,
      assignments: 5,
    });
  });

  it('a revised rubric moves open work to it, empties it, and leaves submitted work alone', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const ben = await hub.signIn('ben.achebe');
    const done = await ben.assignment('QST-1');
    await ben.push(reviewDesk(ben, done).whole());
    const work = await rosa.assignment('QST-1');
    const desk = reviewDesk(rosa, work);
    await rosa.push(fullEdits(work, 3).map((operation) => desk.edit(operation)));
    const folder = await programCopy();
    await replaceIn(
      folder,
      'micro-credentials/QST/micro-credential.json',
      '"version": "1"',
      '"version": "2"',
    );
    await replaceIn(folder, 'micro-credentials/QST/rubric.json', 'Nobody waits.', 'Nobody gets time.');
    const outcome = await importFolder(folder, hub.deps);
    expect(outcome).toMatchObject({
      ok: true,
      report: { microCredentials: { added: 0, changed: 1, unchanged: 1 } },
    });
    const moved = await rosa.assignment('QST-1');
    expect(moved.assignment.rubricHash).not.toBe(work.assignment.rubricHash);
    expect(moved.microCredential.rubricHash).toBe(moved.assignment.rubricHash);
    expect((await ben.assignment('QST-1')).assignment.rubricHash).toBe(done.assignment.rubricHash);
    expect((await rosa.push([desk.submit()]))[0]?.problem?.code).toBe('rubric-version-conflict');
    const anew = reviewDesk(rosa, moved);
    const results = await rosa.push([
      ...fullEdits(moved, 2).map((operation) => anew.edit(operation)),
      anew.submit(),
    ]);
    expect(results.at(-1)?.result).toBe('accepted');
  });

  it('a due date written out moves open work; a withdrawn row takes it back', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const folder = await programCopy();
    await replaceIn(folder, 'assignments.csv', 'due\n', 'due,withdrawn\n');
    await replaceIn(
      folder,
      'assignments.csv',
      'QST-1,rosa.lind,live,+5d',
      'QST-1,rosa.lind,live,2026-04-01,',
    );
    await replaceIn(folder, 'assignments.csv', 'QST-2,rosa.lind,live,+6d', 'QST-2,rosa.lind,live,+6d,yes');
    expect(await importFolder(folder, hub.deps)).toMatchObject({
      report: { assignments: { added: 0, changed: 1, withdrawn: 1 } },
    });
    expect((await rosa.assignment('QST-1')).assignment.dueAt).toBe('2026-04-01T23:59:59.000Z');
    await expect(rosa.assignment('QST-2')).rejects.toThrow('QST-2 is not in the feed');
    expect(await importFolder(folder, hub.deps)).toMatchObject({
      report: { assignments: { added: 0, changed: 0, withdrawn: 0 } },
    });
  });
});

describe('an import that is odd but in order', () => {
  it('takes a byte order mark, blank rows, unknown files and names that play tricks, and warns', async () => {
    const hub = await startTestHub({ program: null });
    try {
      const folder = await programCopy();
      const people = await readFile(join(folder, 'people.csv'), 'utf8');
      await writeFile(join(folder, 'people.csv'), `\uFEFF${people}\r\n\r\n,,,,,\n`);
      await writeFile(join(folder, 'submissions/QST-2/plan/CON.xyz'), 'what is this');
      await writeFile(join(folder, 'submissions/QST-2/plan/plan\u202efdp.txt'), 'turned');
      await writeFile(join(folder, 'submissions/QST-2/plan/.DS_Store'), 'litter');
      await writeFile(join(folder, 'submissions/QST-2/plan/alone.vtt'), 'WEBVTT\n');
      await writeFile(join(folder, 'submissions/QST-2/plan/nothing.txt'), '');
      await rm(join(folder, 'submissions/QST-2/recording'), { recursive: true });
      const outcome = await importFolder(folder, hub.deps);
      if (!outcome.ok) throw new Error(importLines(outcome).join('\n'));
      expect(outcome.report.warnings.map(issueText).sort()).toEqual([
        'submissions.csv, row 3: QST-2 is incomplete: nothing fills "Recording"',
        'submissions/QST-2/plan/CON.xyz: is of a kind that Assay does not open; reviewers see its name and size only',
        'submissions/QST-2/plan/alone.vtt: captions nothing: no video or audio beside it has the same name',
        'submissions/QST-2/plan/nothing.txt: is empty',
      ]);
      const rosa = await hub.signIn('rosa.lind');
      const artifacts = [...(await rosa.pull()).live.values()].flatMap((one) =>
        one.kind === 'artifact' ? [one.state] : [],
      );
      expect(artifacts.find(({ label }) => label === 'CON.xyz')?.mediaType).toBe('application/octet-stream');
      expect(artifacts.map(({ label }) => label)).toContain('plan_fdp.txt');
      expect(artifacts.map(({ label }) => label)).not.toContain('.DS_Store');
      const empty = artifacts.find(({ label }) => label === 'nothing.txt');
      const answer = await rosa.request(`/v1/evidence/${empty?.sha256}`);
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    } finally {
      await hub.close();
    }
  });

  it('makes up a password for a new person without one, shows it once, and keeps those there are', async () => {
    const hub = await startTestHub();
    try {
      const folder = await programCopy();
      await appendFile(join(folder, 'people.csv'), 'new.person,New Person,reviewer;calibration-lead,,,\n');
      await replaceIn(
        folder,
        'people.csv',
        'Rosa Lind,reviewer,Independent,,fixture-password',
        'Rosa Lindt,reviewer,Independent,,other',
      );
      const outcome = await importFolder(folder, hub.deps);
      if (!outcome.ok) throw new Error(importLines(outcome).join('\n'));
      const [made] = outcome.report.newPasswords;
      expect(outcome.report.newPasswords).toHaveLength(1);
      expect(importLines(outcome).at(-1)).toBe(`  new.person  ${made?.password}`);
      const row = await hub.deps.database.kysely
        .selectFrom('accounts')
        .selectAll()
        .where('account', '=', 'new.person')
        .executeTakeFirstOrThrow();
      expect(await verifyPassword(made?.password ?? '', row.password_hash)).toBe(true);
      expect((await hub.signIn('rosa.lind')).session.account.name).toBe('Rosa Lindt');
      expect(await importFolder(folder, hub.deps)).toMatchObject({
        report: { newPasswords: [], people: { added: 0, changed: 0 } },
      });
    } finally {
      await hub.close();
    }
  });

  it('takes what comes later on its own: new assignments on submissions the hub has', async () => {
    const hub = await startTestHub();
    try {
      const folder = await scratchFolder();
      await writeFile(join(folder, 'assignments.csv'), 'submission,reviewer,due\nQST-2,ben.achebe,+2h\n');
      expect(await importFolder(folder, hub.deps)).toMatchObject({
        ok: true,
        report: { assignments: { added: 1 } },
      });
      const ben = await hub.signIn('ben.achebe');
      expect((await ben.assignment('QST-2')).assignment.dueAt).toBe('2026-03-02T11:00:00.000Z');
    } finally {
      await hub.close();
    }
  });
});
