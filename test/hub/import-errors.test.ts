import { appendFile, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportOutcome, importFolder } from '../../hub/import/import-folder.ts';
import { issueText } from '../../hub/import/import-issue.ts';
import { importLines } from '../../hub/import/report.ts';
import {
  programCopy,
  removeScratchFolders,
  replaceIn,
  rowCounts,
  scratchFolder,
} from '../helpers/hub/program-copy.ts';
import { startTestHub } from '../helpers/hub/start-test-hub.ts';

removeScratchFolders();

const errorsOf = (outcome: ImportOutcome): string[] => (outcome.ok ? [] : outcome.errors.map(issueText));

describe('an import that is not in order', () => {
  type Spoil = (folder: string) => Promise<void>;

  const spoiled: [string, Spoil, string | RegExp][] = [
    [
      'a missing column',
      (f) => replaceIn(f, 'people.csv', 'roles', 'role'),
      'people.csv, row 1: the column "roles" is missing',
    ],
    [
      'a missing name',
      (f) => replaceIn(f, 'people.csv', 'Ben Achebe', ''),
      'people.csv, row 3: name is missing',
    ],
    [
      'an unknown role',
      (f) => replaceIn(f, 'people.csv', 'issuer', 'boss'),
      /^people\.csv, row 6: roles must be one or more of reviewer/,
    ],
    [
      'an account twice',
      (f) => appendFile(join(f, 'people.csv'), 'ROSA.LIND,R,reviewer,,,\n'),
      'people.csv, row 7: the account rosa.lind stands in row 2 already',
    ],
    [
      'an open quotation mark',
      (f) => appendFile(join(f, 'people.csv'), 'x,"y,reviewer\n'),
      /^people\.csv, row \d+: a quotation mark is not closed/,
    ],
    [
      'too many cells',
      (f) => replaceIn(f, 'assignments.csv', 'QST-1,rosa.lind,live,+5d', 'QST-1,rosa.lind,live,+5d,x'),
      'assignments.csv, row 2: has 5 cells where the header has 4',
    ],
    [
      'semicolons between columns',
      (f) => writeFile(join(f, 'people.csv'), 'account;name;roles\n'),
      'people.csv, row 1: the columns are separated by semicolons. Save it with commas',
    ],
    [
      'another encoding',
      (f) =>
        writeFile(join(f, 'people.csv'), Buffer.from('account,name,roles\nx,Ren\xe9,reviewer\n', 'latin1')),
      'people.csv: is not UTF-8 text. Save it as "CSV UTF-8" and import again',
    ],
    ['an empty table', (f) => writeFile(join(f, 'submissions.csv'), ''), /^submissions\.csv: is empty/],
    [
      'an unknown micro-credential',
      (f) => replaceIn(f, 'submissions.csv', 'QST-2,QST', 'QST-2,XYZ'),
      'submissions.csv, row 3: there is no micro-credential XYZ',
    ],
    [
      'a date that does not exist',
      (f) => replaceIn(f, 'submissions.csv', '2026-01-11', '2026-02-30'),
      /^submissions\.csv, row 3: submitted_at is not a date/,
    ],
    [
      'a submission twice',
      (f) => appendFile(join(f, 'submissions.csv'), 'qst-1,QST,E,1,,2026-01-01,,,,\n'),
      'submissions.csv, row 6: the submission qst-1 stands in row 2 already',
    ],
    [
      'a name that leads out of the folder',
      (f) => replaceIn(f, 'submissions.csv', /^QST-2/m, '../QST-2'),
      /^submissions\.csv, row 3: submission may hold only letters/,
    ],
    [
      'an attempt over the limit',
      (f) => replaceIn(f, 'submissions.csv', 'E-13,2', 'E-13,3'),
      'submissions.csv, row 5: attempt 3 is over the limit of 2',
    ],
    [
      'an earlier attempt that is not there',
      (f) => replaceIn(f, 'submissions.csv', ',2,FBK-1', ',2,FBK-9'),
      'submissions.csv, row 5: the earlier attempt FBK-9 does not exist',
    ],
    [
      "another earner's earlier attempt",
      (f) => replaceIn(f, 'submissions.csv', 'FBK-2,FBK,E-13', 'FBK-2,FBK,E-99'),
      "submissions.csv, row 5: the earlier attempt FBK-1 is another earner's",
    ],
    [
      'a rubric with no criteria',
      (f) =>
        writeFile(join(f, 'micro-credentials/QST/rubric.json'), '{"title":"t","version":"1","criteria":[]}'),
      'micro-credentials/QST/rubric.json: criteria: a rubric needs at least one criterion',
    ],
    [
      'a rubric table with no rows',
      (f) =>
        writeFile(join(f, 'micro-credentials/FBK/rubric.csv'), 'criterion,title,score,level,descriptor\n'),
      'micro-credentials/FBK/rubric.csv: a rubric needs at least one criterion',
    ],
    [
      'a level twice',
      (f) => replaceIn(f, 'micro-credentials/FBK/rubric.csv', ',1,2,Meeting,One', ',1,1,Meeting,One'),
      'micro-credentials/FBK/rubric.csv, row 4: levels must have rising scores',
    ],
    [
      'a score that is no number',
      (f) => replaceIn(f, 'micro-credentials/FBK/rubric.csv', ',1,2,Meeting,One', ',1,two,Meeting,One'),
      'micro-credentials/FBK/rubric.csv, row 5: score must be a whole number',
    ],
    [
      'no rubric',
      (f) => rm(join(f, 'micro-credentials/QST/rubric.json')),
      'micro-credentials/QST: has no rubric: add rubric.json or rubric.csv',
    ],
    [
      'JSON that is not JSON',
      (f) => writeFile(join(f, 'micro-credentials/QST/micro-credential.json'), '{'),
      /^micro-credentials\/QST\/micro-credential\.json: is not JSON/,
    ],
    [
      'a wrong value in JSON',
      (f) =>
        replaceIn(
          f,
          'micro-credentials/QST/micro-credential.json',
          '"graceMinutes": 60',
          '"graceMinutes": -1',
        ),
      /micro-credential\.json: policies\.graceMinutes: /,
    ],
    [
      'an unknown slot',
      (f) => cp(join(f, 'submissions/QST-1/plan'), join(f, 'submissions/QST-1/poster'), { recursive: true }),
      'submissions/QST-1/poster: QST has no evidence slot "poster". It has: plan, recording, picture',
    ],
    [
      'a folder that no row names',
      (f) => cp(join(f, 'submissions/QST-1'), join(f, 'submissions/QST-9'), { recursive: true }),
      'submissions/QST-9: submissions.csv has no row for this folder',
    ],
    [
      'a link',
      (f) => symlink('/etc/hostname', join(f, 'submissions/QST-1/plan/more.txt')),
      'submissions/QST-1/plan/more.txt: is a link; put the file itself there',
    ],
    [
      'a linked folder',
      (f) => symlink('/etc', join(f, 'submissions/QST-1/picture2')),
      'submissions/QST-1/picture2: is a link; put the file itself there',
    ],
    [
      'a folder among the files',
      (f) => mkdir(join(f, 'submissions/QST-1/plan/deeper')).then(() => undefined),
      'submissions/QST-1/plan/deeper: is not a file; evidence files stand directly in their slot',
    ],
    [
      'an unknown reviewer',
      (f) => replaceIn(f, 'assignments.csv', 'FBK-1,ben.achebe', 'FBK-1,ben.nobody'),
      'assignments.csv, row 6: there is no account ben.nobody',
    ],
    [
      'an unknown submission',
      (f) => replaceIn(f, 'assignments.csv', 'FBK-1,ben', 'FBK-7,ben'),
      'assignments.csv, row 6: there is no submission FBK-7',
    ],
    [
      'a lead as reviewer',
      (f) => replaceIn(f, 'assignments.csv', 'FBK-1,ben.achebe', 'FBK-1,lea.stone'),
      'assignments.csv, row 6: lea.stone is not a reviewer',
    ],
    [
      'a due date that is none',
      (f) => replaceIn(f, 'assignments.csv', '+3d', 'soon'),
      /^assignments\.csv, row 6: due is not a date/,
    ],
    [
      'an unknown kind',
      (f) => replaceIn(f, 'assignments.csv', 'practice', 'seed'),
      'assignments.csv, row 4: kind must be live or practice',
    ],
    [
      'the same employer',
      (f) => replaceIn(f, 'assignments.csv', 'FBK-1,ben.achebe', 'FBK-1,ida.moreau'),
      /^assignments\.csv, row 6: ida\.moreau may not review FBK-1: the same employer as the earner\. Rule: conflict of interest/,
    ],
    [
      'the same district',
      async (f) => {
        await replaceIn(f, 'people.csv', 'Alder School,Alder District', 'Alder School,birch  district');
      },
      /^assignments\.csv, row 6: ben\.achebe may not review FBK-1: the same district/,
    ],
    [
      'feedback on a criterion that is not there',
      (f) => replaceIn(f, 'prior-feedback.csv', 'FBK-1,usable', 'FBK-1,kind'),
      'prior-feedback.csv, row 3: the rubric has no criterion kind',
    ],
    [
      'feedback on nothing',
      (f) => appendFile(join(f, 'prior-feedback.csv'), 'ABC-1,,,x,,\n'),
      'prior-feedback.csv, row 4: there is no submission ABC-1',
    ],
  ];

  it.each(spoiled)(
    '%s is named with file and row, and nothing is imported',
    async (_name, spoil, expected) => {
      const hub = await startTestHub({ program: null });
      try {
        const folder = await programCopy();
        await spoil(folder);
        const before = await rowCounts(hub);
        const outcome = await importFolder(folder, hub.deps);
        const errors = errorsOf(outcome);
        expect(
          errors.some((text) => (typeof expected === 'string' ? text === expected : expected.test(text))),
          errors.join('\n'),
        ).toBe(true);
        expect(await rowCounts(hub)).toEqual(before);
        expect(importLines(outcome).at(-1)).toMatch(/^Nothing was imported: /);
      } finally {
        await hub.close();
      }
    },
  );

  it('all errors are told at once', async () => {
    const hub = await startTestHub({ program: null });
    try {
      const folder = await programCopy();
      await replaceIn(folder, 'people.csv', 'Ben Achebe', '');
      await replaceIn(folder, 'submissions.csv', '2026-01-11', 'yesterday');
      await replaceIn(folder, 'assignments.csv', '+3d', 'soon');
      await rm(join(folder, 'micro-credentials/QST/rubric.json'));
      const files = new Set(
        errorsOf(await importFolder(folder, hub.deps)).map((text) => text.split(/[,:]/)[0]),
      );
      expect(files).toEqual(
        new Set(['people.csv', 'submissions.csv', 'assignments.csv', 'micro-credentials/QST']),
      );
    } finally {
      await hub.close();
    }
  });

  it.each([
    ['its row', (f: string) => replaceIn(f, 'submissions.csv', 'Grade 6, history', 'Grade 7, history')],
    ['its evidence', (f: string) => writeFile(join(f, 'submissions/QST-2/plan/plan.txt'), 'Another plan.')],
    ['a file more', (f: string) => writeFile(join(f, 'submissions/QST-2/plan/more.txt'), 'More.')],
  ])('a frozen submission with %s changed is refused', async (_name, change) => {
    const hub = await startTestHub();
    try {
      const folder = await programCopy();
      await change(folder);
      expect(errorsOf(await importFolder(folder, hub.deps))).toEqual([
        'submissions.csv, row 3: QST-2 has been assigned and is frozen, but its row, its evidence or its earlier feedback has changed. Import the new work as another attempt',
      ]);
    } finally {
      await hub.close();
    }
  });

  it('the same version with other words is refused', async () => {
    const hub = await startTestHub();
    try {
      const folder = await programCopy();
      await replaceIn(folder, 'micro-credentials/QST/rubric.json', 'Nobody waits.', 'Nobody gets time.');
      expect(errorsOf(await importFolder(folder, hub.deps))).toEqual([
        'micro-credentials/QST/micro-credential.json: QST version 1 is on the hub with other content. Give the changed one a new version',
      ]);
    } finally {
      await hub.close();
    }
  });

  it('a folder that is not there, or holds nothing of ours, says so', async () => {
    const hub = await startTestHub({ program: null });
    try {
      expect(errorsOf(await importFolder('/nowhere/at/all', hub.deps))[0]).toContain(
        'is not a folder that can be read',
      );
      const empty = await scratchFolder();
      expect(errorsOf(await importFolder(empty, hub.deps))[0]).toContain('holds nothing to import');
    } finally {
      await hub.close();
    }
  });
});
