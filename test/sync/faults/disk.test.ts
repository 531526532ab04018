import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findChainBreak } from '../../../main/database/tables/events.ts';
import { createVault } from '../../../main/evidence/vault.ts';
import { openKeyring } from '../../../main/keys/keyring.ts';
import { asRootKey, deriveKeys } from '../../../main/keys/root-key.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import { openReview } from '../../../main/services/review/open-review.ts';
import { describeProblem, type Problem } from '../../../shared/lib/problem.ts';
import { assignmentId, openReviewWorkspace, operation } from '../../helpers/review-workspace.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { watchedFileSystem } from '../../main/keys/watched-file-system.ts';

/* With a real disk, full and read-only, at the running program: test/deep/full-disk.test.ts. */

const keys = deriveKeys(asRootKey(new Uint8Array(32).fill(7)));

describe('read-only disk', () => {
  it('refuses edits in words, shows everything, and goes on when it can be written again', async () => {
    const made = await openReviewWorkspace();
    const { db } = made.workspace;
    const write = (text: string) =>
      applyEdits(made.deps, {
        assignmentId: assignmentId(),
        operations: [operation({ op: 'rationale.set', criterionId: 'opening', text })],
        activeSeconds: 1,
      });
    const shown = async () => {
      const opened = await openReview(made.deps, { assignmentId: assignmentId() });
      return opened.ok ? opened.value.content.criteria[0]?.rationale : opened.problem.code;
    };
    expect(await shown()).toBe('');
    expect((await write('Before.')).ok).toBe(true);
    // SQLite's own answer to a file that may only be read.
    db.pragma('query_only=ON');
    const refused = await write('Refused.');
    expect(refused).toMatchObject({ ok: false, problem: { code: 'storage-failed' } });
    if (!refused.ok) {
      expect(describeProblem(refused.problem)).toContain('What was saved before is safe');
    }
    expect(await shown()).toBe('Before.');
    db.pragma('query_only=OFF');
    expect((await write('After.')).ok).toBe(true);
    expect(await shown()).toBe('After.');
    expect(findChainBreak(db)).toBeNull();
  });

  it('gives out no key that was not written, and begins no evidence file', async () => {
    const profile = tempFolder();
    let isReadOnly = false;
    const { fs } = watchedFileSystem(({ kind, path }) =>
      isReadOnly && kind !== 'read' && !path.endsWith('keyring.json') ? 'EROFS' : undefined,
    );
    const opened = await openKeyring({ profile, ringKey: keys.ringKey, random: randomBytes, fs });
    if (!opened.ok) throw new Error(opened.problem.code);
    const keyring = opened.value;
    await keyring.ensureKeys(['known']);
    const bytes = randomBytes(1000);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const vault = createVault({
      folder: `${profile}/evidence`,
      keyring,
      nameKey: keys.nameKey,
      random: randomBytes,
      fs,
    });
    isReadOnly = true;
    const sentences: string[] = [];
    const made = await keyring.ensureKeys(['new']);
    const begun = await vault.beginWrite({
      submissionId: 'known',
      sha256,
      size: bytes.length,
      partSize: 262_144,
      parts: [sha256],
    });
    for (const one of [made, begun]) {
      expect(one).toMatchObject({
        ok: false,
        problem: { code: 'storage-failed', params: { reason: 'EROFS' } },
      });
      if (!one.ok) sentences.push(describeProblem(one.problem as Problem));
    }
    expect(sentences.join()).toContain('the disk answered EROFS');
    expect(keyring.keyFor('new')).toBeUndefined();
    isReadOnly = false;
    expect((await keyring.ensureKeys(['new'])).ok).toBe(true);
    await vault.close();
  });
});
