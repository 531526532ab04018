import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  countCommentUse,
  listCommentBank,
  putCommentSnippet,
  removeCommentSnippet,
} from '../../../main/services/comment-bank.ts';
import {
  issuerSnippetSchema,
  snippetDraftSchema,
  snippetIdSchema,
} from '../../../shared/domain/comment-snippet.ts';
import { commands } from '../../../shared/workbench-api/commands.ts';
import { aMicroCredential } from '../../helpers/domain.ts';
import { openReviewWorkspace } from '../../helpers/review-workspace.ts';

const draft = (change: object = {}) =>
  snippetDraftSchema.parse({
    id: 'own-1',
    title: 'Quiet that was kept',
    text: 'At {{place}} you ask and say nothing.',
    kind: 'strength',
    scope: { microCredentialId: 'mc-1', criterionId: 'opening' },
    ...change,
  });

const withBank = () => ({
  ...aMicroCredential(),
  commentBank: [
    issuerSnippetSchema.parse({ id: 'why', title: 'Why', text: '{{level}}', criterionId: 'probing' }),
  ],
});

const start = async () => {
  const made = await openReviewWorkspace({ microCredential: withBank() });
  const bank = () => {
    const listed = listCommentBank(made.workspace);
    if (!listed.ok) throw new Error(listed.problem.code);
    return commands['commentBank.list'].output.parse(listed.value);
  };
  return { ...made, bank };
};

describe('the comment bank of a workspace', () => {
  test('lists what was written, with the issuer’s beside it', async () => {
    const { deps, bank, clock } = await start();
    expect(putCommentSnippet(deps, draft()).ok).toBe(true);
    const writtenAt = new Date(clock.now()).toISOString();
    expect(bank()).toEqual({
      own: [{ ...draft(), usedCount: 0, lastUsedAt: null, updatedAt: writtenAt }],
      issuers: [
        {
          microCredentialId: 'mc-1',
          code: 'WGQ',
          title: 'Whole-group questioning',
          issuerName: 'Example Institute',
          criteria: [
            { id: 'opening', title: 'opening' },
            { id: 'probing', title: 'probing' },
          ],
          snippets: [
            {
              id: 'mc-1/why',
              title: 'Why',
              text: '{{level}}',
              kind: 'any',
              scope: { microCredentialId: 'mc-1', criterionId: 'probing' },
              usedCount: 0,
              lastUsedAt: null,
              updatedAt: null,
            },
          ],
        },
      ],
    });
  });

  test('counts uses, of own and of the issuer’s, through an edit', async () => {
    const { deps, bank, clock } = await start();
    putCommentSnippet(deps, draft());
    countCommentUse(deps, draft().id);
    clock.advance(60_000);
    countCommentUse(deps, draft().id);
    countCommentUse(deps, snippetIdSchema.parse('mc-1/why'));
    putCommentSnippet(deps, draft({ title: 'Quiet' }));
    const used = { lastUsedAt: new Date(clock.now()).toISOString() };
    expect(bank().own).toMatchObject([{ title: 'Quiet', usedCount: 2, ...used }]);
    expect(bank().issuers[0]?.snippets).toMatchObject([{ usedCount: 1, ...used }]);
  });

  test('a removed snippet is gone, and putting it back brings its uses back', async () => {
    const { deps, bank } = await start();
    putCommentSnippet(deps, draft());
    countCommentUse(deps, draft().id);
    expect(removeCommentSnippet(deps, draft().id).ok).toBe(true);
    expect(bank().own).toEqual([]);
    expect(removeCommentSnippet(deps, draft().id).ok).toBe(true);
    putCommentSnippet(deps, draft());
    expect(bank().own).toMatchObject([{ id: 'own-1', usedCount: 1 }]);
  });

  test('tells the window of every change, by topic alone', async () => {
    const { deps, notices } = await start();
    putCommentSnippet(deps, draft());
    countCommentUse(deps, draft().id);
    removeCommentSnippet(deps, draft().id);
    expect(notices).toEqual(Array(3).fill({ topic: 'comment-bank', ids: [] }));
  });

  test('survives a restart, and stands encrypted on the disk', async () => {
    const first = await start();
    putCommentSnippet(first.deps, draft({ text: 'canary-of-the-bank' }));
    await first.workspace.close();
    const stored = readFileSync(join(first.folder, 'workspace.db'));
    expect(stored.includes('canary-of-the-bank')).toBe(false);
    const { workspace } = await openReviewWorkspace({ folder: first.folder });
    const listed = listCommentBank(workspace);
    expect(listed.ok && listed.value.own).toMatchObject([{ text: 'canary-of-the-bank' }]);
  });

  test('refuses at the door what is empty, too long, or scoped to a criterion of nothing', () => {
    const { input } = commands['commentBank.put'];
    expect(input.safeParse(draft()).success).toBe(true);
    for (const wrong of [
      { title: '  ' },
      { text: '' },
      { text: 'x'.repeat(4001) },
      { kind: 'praise' },
      { scope: { microCredentialId: null, criterionId: 'opening' } },
    ]) {
      expect([wrong, input.safeParse({ ...draft(), ...wrong }).success]).toEqual([wrong, false]);
    }
  });
});
