import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFolder } from '../../hub/import/import-folder.ts';
import { issueText } from '../../hub/import/import-issue.ts';
import { programCopy, removeScratchFolders, replaceIn, rowCounts } from '../helpers/hub/program-copy.ts';
import { startTestHub } from '../helpers/hub/start-test-hub.ts';

removeScratchFolders();

const file = join('micro-credentials', 'QST', 'micro-credential.json');

const withBank = async (bank: unknown): Promise<string> => {
  const folder = await programCopy();
  await replaceIn(folder, file, '"code": "QST",', `"code": "QST", "commentBank": ${JSON.stringify(bank)},`);
  return folder;
};

const importing = async (bank: unknown): Promise<string[]> => {
  const hub = await startTestHub({ program: null });
  try {
    const before = await rowCounts(hub);
    const outcome = await importFolder(await withBank(bank), hub.deps);
    if (outcome.ok) return [];
    expect(await rowCounts(hub)).toEqual(before);
    return outcome.errors.map(issueText);
  } finally {
    await hub.close();
  }
};

describe('an issuer’s comment bank', () => {
  it('comes down to the reviewers with its micro-credential', async () => {
    const hub = await startTestHub({ program: null });
    try {
      const bank = [
        {
          id: 'plan-it',
          title: 'Plan it',
          text: 'At {{place}}: {{next descriptor}}',
          criterionId: 'planning',
        },
        { id: 'words', title: 'Words', kind: 'note', text: '“{{quote}}”' },
      ];
      expect((await importFolder(await withBank(bank), hub.deps)).ok).toBe(true);
      const { live } = await (await hub.signIn('rosa.lind')).pull();
      const banks = [...live.values()].flatMap((one) =>
        one.kind === 'micro-credential' ? [[one.state.code, one.state.commentBank]] : [],
      );
      expect(Object.fromEntries(banks)).toEqual({
        QST: [
          { ...bank[0], kind: 'any' },
          { ...bank[1], criterionId: null },
        ],
        FBK: [],
      });
    } finally {
      await hub.close();
    }
  });

  it('is checked: each error names the file and the entry', async () => {
    const entry = { id: 'one', title: 'One', text: 'Say it.' };
    const errors = await importing([
      entry,
      { ...entry, title: 'Twin' },
      { ...entry, id: 'two', title: 'Two', criterionId: 'nowhere' },
      { ...entry, id: 'three', title: 'Three', text: '{{nxt level}}' },
    ]);
    expect(errors).toEqual([
      `${file}: commentBank[1] (Twin): another entry has the id one already`,
      `${file}: commentBank[2] (Two): the rubric has no criterion nowhere`,
      expect.stringContaining(
        `${file}: commentBank[3] (Three): {{nxt level}} is not a placeholder. There are {{`,
      ),
    ]);
  });

  it.each([
    ['an empty text', { id: 'a', title: 'A', text: ' ' }, 'commentBank[0].text: must not be empty'],
    ['an unknown kind', { id: 'a', title: 'A', text: 'x', kind: 'praise' }, 'commentBank[0].kind: '],
    ['a wrong id', { id: 'A b', title: 'A', text: 'x' }, 'commentBank[0].id: lower-case letters'],
  ])('%s is refused', async (_, entry, expected) => {
    expect(await importing([entry])).toEqual([expect.stringContaining(`${file}: ${expected}`)]);
  });
});
