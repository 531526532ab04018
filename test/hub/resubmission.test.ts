import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { importFolder } from '../../hub/import/import-folder.ts';
import { issueText } from '../../hub/import/import-issue.ts';
import { importLines } from '../../hub/import/report.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { digestOf } from '../helpers/hub/live-digest.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { programCopy, removeScratchFolders, replaceIn } from '../helpers/hub/program-copy.ts';
import { startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import type { Pulled, TestDevice } from '../helpers/hub/test-device.ts';

removeScratchFolders();

/*
 * FBK-2 is the second attempt of the earner of FBK-1. Rosa reviews the second, Ben the first; Ida is at the earner's
 * school. The words of the feedback on FBK-1 and of its reflection tell whether it is there.
 */
const feedback = 'Nothing to act on.';
const policyFile = 'micro-credentials/FBK/micro-credential.json';

const setMode = async (folder: string, mode: 'blind' | 'informed', version: string): Promise<void> => {
  await replaceIn(folder, policyFile, /"attemptLimit": 2,/, `"attemptLimit": 2, "resubmission": "${mode}",`);
  await replaceIn(folder, policyFile, '"version": "1"', `"version": "${version}"`);
};

const blindProgram = async (): Promise<string> => {
  const folder = await programCopy();
  await setMode(folder, 'blind', '1b');
  return folder;
};

const imported = async (hub: TestHub, folder: string): Promise<void> => {
  const outcome = await importFolder(folder, hub.deps);
  expect(importLines(outcome).join('\n')).not.toContain('error');
  expect(outcome.ok).toBe(true);
};

/** The codes of the submissions a device has, and the hashes of their files by code and name. */
const held = ({ live }: Pulled) => {
  const all = [...live.values()];
  const codes = new Map(
    all.flatMap((one) => (one.kind === 'submission' ? [[one.id as string, one.state.code] as const] : [])),
  );
  const files = new Map(
    all.flatMap((one) =>
      one.kind === 'artifact'
        ? [[`${codes.get(one.state.submissionId)}/${one.state.label}`, one.state.sha256] as const]
        : [],
    ),
  );
  return { codes: [...codes.values()].sort(), files };
};

const submissionOf = ({ live }: Pulled, code: string) => {
  const found = [...live.values()].find((one) => one.kind === 'submission' && one.state.code === code);
  return found?.kind === 'submission' ? found.state : undefined;
};

const statuses = async (device: TestDevice, sha256: string): Promise<number[]> =>
  Promise.all(
    ['', '/manifest'].map(async (end) => (await device.request(`/v1/evidence/${sha256}${end}`)).status),
  );

const recusal = {
  type: 'assignment.recused' as const,
  payload: { when: 'after-opening' as const, reason: 'know-the-earner' as const, note: '' },
};

const assign = async (hub: TestHub, rows: readonly string[]): Promise<void> => {
  const folder = await programCopy();
  await writeFile(
    join(folder, 'assignments.csv'),
    ['submission,reviewer,kind,due,withdrawn', ...rows, ''].join('\n'),
  );
  await imported(hub, folder);
};

onBothDatabases('a second attempt', (startHub) => {
  const reflectionOf = async (hub: TestHub, code: string): Promise<string> => {
    const reader = code === 'FBK-1' ? 'ben.achebe' : 'rosa.lind';
    const sha256 = held(await (await hub.signIn(reader)).pull()).files.get(`${code}/reflection.md`);
    if (sha256 === undefined) throw new Error(`${code} has no reflection`);
    return sha256;
  };

  it('comes with the attempt before, its evidence and its feedback, and nothing of who reviewed it', async () => {
    const hub = await startHub();
    const [rosa, ben] = [await hub.signIn('rosa.lind'), await hub.signIn('ben.achebe')];
    const pulled = await rosa.pull();
    const { codes, files } = held(pulled);
    expect(codes).toEqual(['FBK-1', 'FBK-2', 'QST-1', 'QST-2']);
    expect([...files.keys()].filter((name) => name.startsWith('FBK-1')).sort()).toEqual([
      'FBK-1/draft.png',
      'FBK-1/reflection.md',
    ]);
    expect(JSON.stringify(submissionOf(pulled, 'FBK-2')?.priorFeedback)).toContain(feedback);
    expect(pulled.last.digest).toEqual(digestOf(pulled.live));
    const text = JSON.stringify(pulled.changes);
    for (const word of [ben.session.account.id, ben.session.account.account, ben.session.account.name]) {
      expect(text).not.toContain(word);
    }
    expect(await statuses(rosa, await reflectionOf(hub, 'FBK-1'))).toEqual([200, 200]);
  });

  it('shows one step back: the attempt before comes without its own past', async () => {
    const folder = await programCopy();
    await replaceIn(folder, policyFile, '"attemptLimit": 2', '"attemptLimit": 3');
    await replaceIn(
      folder,
      'submissions.csv',
      /$/,
      'FBK-3,FBK,E-13,3,FBK-2,2026-03-01T09:30:00Z,Birch School,Birch District,Grade 3,Once more.\n',
    );
    await writeFile(
      join(folder, 'assignments.csv'),
      'submission,reviewer,kind,due\nFBK-3,rosa.lind,live,+5d\nFBK-1,ben.achebe,live,+5d\n',
    );
    const hub = await startHub({ program: folder });
    const rosa = await hub.signIn('rosa.lind');
    const pulled = await rosa.pull();
    expect(held(pulled).codes).toEqual(['FBK-2', 'FBK-3']);
    expect(submissionOf(pulled, 'FBK-2')).toMatchObject({ previousSubmissionId: null, priorFeedback: null });
    expect(JSON.stringify(pulled.changes)).not.toContain(feedback);
    expect(await statuses(rosa, await reflectionOf(hub, 'FBK-1'))).toEqual([404, 404]);
    // Assigned itself, it comes as what is scored: with its own past, and once more under the same version.
    await writeFile(
      join(folder, 'assignments.csv'),
      'submission,reviewer,kind,due\nFBK-2,rosa.lind,live,+5d\n',
    );
    await imported(hub, folder);
    const more = await rosa.pull({ cursor: pulled.last.cursor });
    expect(submissionOf(more, 'FBK-2')?.previousSubmissionId).toBe('sub-FBK-1');
    expect(held(await rosa.pull()).codes).toEqual(['FBK-1', 'FBK-2', 'FBK-3']);
    expect(more.last.digest).toEqual(digestOf((await rosa.pull()).live));
  });

  it('gives its evidence to nobody else: an answer as for a file that does not exist', async () => {
    const hub = await startHub();
    const first = await reflectionOf(hub, 'FBK-1');
    const second = await reflectionOf(hub, 'FBK-2');
    const [ben, ida] = [await hub.signIn('ben.achebe'), await hub.signIn('ida.moreau')];
    const answer = async (device: TestDevice, sha256: string) => {
      const response = await device.request(`/v1/evidence/${sha256}`);
      return [response.status, await response.json()];
    };
    const unknown = await answer(ida, 'e'.repeat(64));
    expect(unknown[0]).toBe(404);
    expect(await answer(ida, first)).toEqual(unknown);
    // The first attempt's reviewer does not see what came after it.
    expect(await answer(ben, second)).toEqual(await answer(ben, 'e'.repeat(64)));
    expect(held(await ben.pull()).codes).toEqual(['FBK-1', 'QST-1']);
  });

  it.each(['withdrawn', 'recused'] as const)('%s, takes the attempt before with it', async (how) => {
    const hub = await startHub();
    const first = await reflectionOf(hub, 'FBK-1');
    const rosa = await hub.signIn('rosa.lind');
    const before = await rosa.pull();
    const work = await rosa.assignment('FBK-2');
    if (how === 'recused') await rosa.push([rosa.event(work, recusal)]);
    else await hub.deps.database.write((db) => withdrawAssignment(db, work.assignment.id));
    const news = await rosa.pull({ cursor: before.last.cursor });
    const gone = news.changes.flatMap((one) =>
      one.change === 'tombstone' ? [`${one.kind} ${one.reason}`] : [],
    );
    expect(gone.filter((one) => one === `submission ${how}`)).toHaveLength(2);
    expect(gone.filter((one) => one === `artifact ${how}`)).toHaveLength(4);
    const after = await rosa.pull();
    expect(held(after).codes).toEqual(['QST-1', 'QST-2']);
    expect(news.last.digest).toEqual(digestOf(after.live));
    expect(await statuses(rosa, first)).toEqual([404, 404]);
  });

  it('moved to another reviewer, goes from one and comes to the other', async () => {
    const hub = await startHub();
    const first = await reflectionOf(hub, 'FBK-1');
    await assign(hub, ['FBK-2,rosa.lind,practice,+7d,yes', 'FBK-2,ben.achebe,live,+7d,']);
    const [rosa, ben] = [await hub.signIn('rosa.lind'), await hub.signIn('ben.achebe')];
    expect(held(await rosa.pull()).codes).toEqual(['QST-1', 'QST-2']);
    expect(await statuses(rosa, first)).toEqual([404, 404]);
    const pulled = await ben.pull();
    expect(held(pulled).codes).toEqual(['FBK-1', 'FBK-2', 'QST-1']);
    expect(pulled.changes.filter(({ id }) => id === 'sub-FBK-1')).toHaveLength(1);
    expect(pulled.last.digest).toEqual(digestOf(pulled.live));
  });

  it('leaves the attempt before with whom another assignment gives it', async () => {
    const hub = await startHub();
    const first = await reflectionOf(hub, 'FBK-1');
    await assign(hub, ['FBK-2,ben.achebe,live,+7d,']);
    const ben = await hub.signIn('ben.achebe');
    const second = await ben.assignment('FBK-2');
    const own = await ben.assignment('FBK-1');
    await hub.deps.database.write((db) => withdrawAssignment(db, own.assignment.id));
    expect(held(await ben.pull()).codes).toEqual(['FBK-1', 'FBK-2', 'QST-1']);
    expect(await statuses(ben, first)).toEqual([200, 200]);
    await hub.deps.database.write((db) => withdrawAssignment(db, second.assignment.id));
    const last = await ben.pull();
    expect(held(last).codes).toEqual(['QST-1']);
    expect(last.last.digest).toEqual(digestOf(last.live));
    expect(await statuses(ben, first)).toEqual([404, 404]);
  });

  it('never shows an attempt from which the reviewer has recused', async () => {
    const hub = await startHub();
    const first = await reflectionOf(hub, 'FBK-1');
    const ben = await hub.signIn('ben.achebe');
    await assign(hub, ['FBK-2,ben.achebe,live,+7d,']);
    await ben.push([ben.event(await ben.assignment('FBK-1'), recusal)]);
    expect(held(await ben.pull()).codes).toEqual(['FBK-2', 'QST-1']);
    expect(await statuses(ben, first)).toEqual([404, 404]);
    // And not later either: it was known before the second attempt was assigned.
    const hub2 = await startHub();
    const ben2 = await hub2.signIn('ben.achebe');
    await ben2.push([ben2.event(await ben2.assignment('FBK-1'), recusal)]);
    await assign(hub2, ['FBK-2,ben.achebe,live,+7d,']);
    const pulled = await ben2.pull();
    expect(held(pulled).codes).toEqual(['FBK-2', 'QST-1']);
    expect(JSON.stringify(pulled.changes)).not.toContain(feedback);
  });
});

onBothDatabases('a second attempt under a blind policy', (startHub) => {
  it('comes alone: no evidence, no feedback, no name of the attempt before', async () => {
    const hub = await startHub({ program: await blindProgram() });
    const [rosa, ben] = [await hub.signIn('rosa.lind'), await hub.signIn('ben.achebe')];
    const pulled = await rosa.pull();
    expect(held(pulled).codes).toEqual(['FBK-2', 'QST-1', 'QST-2']);
    expect(submissionOf(pulled, 'FBK-2')).toMatchObject({
      attempt: 2,
      changeNote: 'I added a next step.',
      previousSubmissionId: null,
      priorFeedback: null,
    });
    const text = JSON.stringify(pulled.changes);
    expect(text).not.toContain(feedback);
    expect(text).not.toContain('sub-FBK-1');
    expect(pulled.last.digest).toEqual(digestOf(pulled.live));
    const first = held(await ben.pull()).files.get('FBK-1/reflection.md') ?? '';
    expect(await statuses(rosa, first)).toEqual([404, 404]);
  });

  it('a policy that becomes blind takes back what was given, also from a feed that is read anew', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const before = await rosa.pull();
    const first = held(before).files.get('FBK-1/reflection.md') ?? '';
    await imported(hub, await blindProgram());
    const news = await rosa.pull({ cursor: before.last.cursor, limit: 2 });
    expect(
      news.changes
        .filter((one) => one.change === 'tombstone' && one.reason === 'erased')
        .map(({ kind }) => kind),
    ).toEqual(['artifact', 'artifact', 'submission']);
    const live = new Map(before.live);
    for (const change of news.changes) {
      if (change.change === 'state') live.set(`${change.kind}:${change.id}`, change);
      else live.delete(`${change.kind}:${change.id}`);
    }
    expect(news.last.digest).toEqual(digestOf(live));
    const fresh = await rosa.pull({ limit: 3 });
    expect(new Map(fresh.live)).toEqual(live);
    expect(JSON.stringify(fresh.changes)).not.toContain(feedback);
    expect(held(fresh).codes).toEqual(['FBK-2', 'QST-1', 'QST-2']);
    expect(await statuses(rosa, first)).toEqual([404, 404]);
    const seen = new Set<string>();
    for (const change of fresh.changes) {
      if (change.change === 'state') seen.add(`${change.kind}:${change.id}`);
      if (change.change === 'state' && change.kind === 'assignment') {
        expect(seen).toContain(`submission:${change.state.submissionId}`);
      }
      if (change.change === 'state' && change.kind === 'artifact') {
        expect(seen).toContain(`submission:${change.state.submissionId}`);
      }
    }
  });

  it('a policy that becomes informed brings the attempt before, except to whom it would be a conflict', async () => {
    const folder = await blindProgram();
    // At the time of the first attempt the earner worked at Ben's school.
    await replaceIn(
      folder,
      'submissions.csv',
      '2026-01-05T09:30:00Z,Birch School,Birch District',
      '2026-01-05T09:30:00Z,Alder School,',
    );
    await writeFile(
      join(folder, 'assignments.csv'),
      'submission,reviewer,kind,due\nFBK-2,rosa.lind,live,+5d\nFBK-2,ben.achebe,live,+5d\n',
    );
    const hub = await startHub({ program: folder });
    const [rosa, ben] = [await hub.signIn('rosa.lind'), await hub.signIn('ben.achebe')];
    await replaceIn(folder, policyFile, '"blind"', '"informed"');
    await replaceIn(folder, policyFile, '"1b"', '"2"');
    await writeFile(join(folder, 'assignments.csv'), 'submission,reviewer,kind,due\n');
    await imported(hub, folder);
    const [hers, his] = [await rosa.pull(), await ben.pull()];
    expect(held(hers).codes).toEqual(['FBK-1', 'FBK-2']);
    expect(JSON.stringify(hers.changes)).toContain(feedback);
    expect(held(his).codes).toEqual(['FBK-2']);
    expect(JSON.stringify(his.changes)).not.toContain(feedback);
    const first = held(hers).files.get('FBK-1/reflection.md') ?? '';
    expect([await statuses(rosa, first), await statuses(ben, first)]).toEqual([
      [200, 200],
      [404, 404],
    ]);
    for (const pulled of [hers, his]) expect(pulled.last.digest).toEqual(digestOf(pulled.live));
  });
});

describe('importing second attempts', () => {
  const open: TestHub[] = [];
  const startHub = async (options: { program?: string | null } = {}) => {
    const hub = await startTestHub(options);
    open.push(hub);
    return hub;
  };
  afterEach(async () => {
    for (const hub of open.splice(0)) await hub.close();
  });

  it('refuses a reviewer of the place where the earner made the attempt before', async () => {
    const folder = await programCopy();
    await replaceIn(
      folder,
      'submissions.csv',
      '2026-01-05T09:30:00Z,Birch School,Birch District',
      '2026-01-05T09:30:00Z,alder  school,',
    );
    await writeFile(
      join(folder, 'assignments.csv'),
      'submission,reviewer,kind,due\nFBK-2,ben.achebe,live,+5d\n',
    );
    const hub = await startHub({ program: null });
    const refused = await importFolder(folder, hub.deps);
    expect(refused.ok ? [] : refused.errors.map(issueText)).toEqual([
      expect.stringMatching(/^assignments\.csv, row 2: ben\.achebe may not review FBK-2: .*FBK-1.* employer/),
    ]);
    // Blind, the earlier place is nobody's business.
    await setMode(folder, 'blind', '1b');
    expect((await importFolder(folder, hub.deps)).ok).toBe(true);
  });

  it('keeps an attempt as it is once it stands beside another', async () => {
    const folder = await programCopy();
    await writeFile(
      join(folder, 'assignments.csv'),
      'submission,reviewer,kind,due\nFBK-2,rosa.lind,live,+5d\n',
    );
    const hub = await startHub({ program: folder });
    await writeFile(join(folder, 'submissions/FBK-1/reflection/reflection.md'), 'Other words.\n');
    const outcome = await importFolder(folder, hub.deps);
    expect(outcome.ok ? '' : outcome.errors.map(issueText).join('\n')).toContain('FBK-1 has been assigned');
  });

  it('takes micro-credentials from before there was a choice as informed ones', async () => {
    const hub = await startHub();
    const { kysely } = hub.deps.database;
    for (const table of ['micro_credentials', 'micro_credential_versions'] as const) {
      for (const row of await kysely.selectFrom(table).selectAll().execute()) {
        const state = JSON.parse(row.state);
        delete state.policies.resubmission;
        await kysely
          .updateTable(table)
          .set({ state: JSON.stringify(state) })
          .where('id', '=', row.id)
          .execute();
      }
    }
    const again = await importFolder(await programCopy(), hub.deps);
    expect(importLines(again)).toContain('micro-credentials: 0 new, 0 changed, 2 as before');
    await assign(hub, ['FBK-2,ben.achebe,live,+7d,']);
    expect(held(await (await hub.signIn('ben.achebe')).pull()).codes).toContain('FBK-1');
  });
});
