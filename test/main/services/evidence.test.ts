import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { noteHere, readDownload } from '../../../main/database/tables/downloads.ts';
import { openArtifact } from '../../../main/services/evidence.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { anArtifact, evidenceBytes, openReviewWorkspace } from '../../helpers/review-workspace.ts';

const withEvidence = async () => {
  const made = await openReviewWorkspace();
  const { sha256, size } = anArtifact();
  const manifest = { sha256, size, partSize: 262_144, parts: [sha256] };
  const writer = await made.workspace.vault.beginWrite({ submissionId: 'submission-1', ...manifest });
  if (!writer.ok) throw new Error(writer.problem.code);
  await writer.value.writePart(0, evidenceBytes());
  await writer.value.finish();
  made.write((db) => ok(noteHere(db, { submissionId: 'submission-1', sha256 })));
  return made;
};

const readAll = async (stream: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
};

test('an artifact is read as it was, whole or in part', async () => {
  const { deps } = await withEvidence();
  const opened = await openArtifact(deps, 'artifact-1');
  if (!opened.ok) throw new Error(opened.problem.code);
  const source = opened.value;
  expect(source).toMatchObject({
    mediaType: 'application/pdf',
    label: 'plan.pdf',
    size: evidenceBytes().length,
  });
  expect(await readAll(source.stream(0, source.size - 1))).toEqual(evidenceBytes());
  expect((await readAll(source.stream(5, 6))).toString()).toBe('of');
  await source.close();
});

test('one that is not here yet, or not known, says so', async () => {
  const { deps } = await withEvidence();
  expect(await openArtifact(deps, 'artifact-2')).toEqual(fail(problem('evidence-not-here')));
  expect(await openArtifact(deps, 'artifact-9')).toEqual(fail(problem('not-found')));
});

test('one that was altered on the disk is refused, discarded, and marked to be fetched again', async () => {
  const { deps, workspace, notices } = await withEvidence();
  const { sha256 } = anArtifact();
  const path = workspace.vault.pathOf('submission-1', sha256);
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 20) ^ 1, bytes.length - 20);
  writeFileSync(path, bytes);
  expect(await openArtifact(deps, 'artifact-1')).toEqual(fail(problem('evidence-damaged')));
  expect(readDownload(workspace.db, 'submission-1', sha256)).toMatchObject({
    state: 'failed',
    bytesHere: 0,
    problem: { code: 'evidence-damaged' },
  });
  expect(await workspace.vault.has('submission-1', sha256)).toEqual(ok(false));
  expect(notices.some(({ topic, ids }) => topic === 'downloads' && ids.includes('assignment-1'))).toBe(true);
});
