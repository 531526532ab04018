import {
  createDecipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { expect, test } from 'vitest';
import { nextBatch, recordOutcome } from '../../../main/database/tables/outbox.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import { exportSealedWork } from '../../../main/services/sealed-export.ts';
import { sealedContentSchema, sealedWorkSchema } from '../../../shared/hub-api/sealed-work.ts';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { assignmentId, completeReview, openReviewWorkspace } from '../../helpers/review-workspace.ts';

const hub = generateKeyPairSync('x25519');
const connection = { hubId: 'hub-1', sealingKey: hub.publicKey.export({ format: 'jwk' }).x ?? '' };

const exporting = async () => {
  const made = await openReviewWorkspace();
  const files: { name: string; bytes: Uint8Array }[] = [];
  const run = () =>
    exportSealedWork({
      workspace: made.workspace,
      connection,
      ports: {
        clock: made.clock,
        random: (size) => randomBytes(size),
        deliverFile: async (name, bytes) => {
          files.push({ name, bytes });
          return { delivery: 'saved' };
        },
      },
    });
  return { made, files, run };
};

/** What the hub does with the file: see shared/hub-api/sealed-work.ts. */
const openAtHub = (bytes: Uint8Array) => {
  const work = sealedWorkSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  const ephemeral = createPublicKey({
    key: { kty: 'OKP', crv: 'X25519', x: work.ephemeralKey },
    format: 'jwk',
  });
  const secret = diffieHellman({ privateKey: hub.privateKey, publicKey: ephemeral });
  const salt = Buffer.concat([
    Buffer.from(work.ephemeralKey, 'base64url'),
    Buffer.from(connection.sealingKey, 'base64url'),
  ]);
  const key = new Uint8Array(hkdfSync('sha256', secret, salt, 'assay-sealed-work/1', 32));
  const sealed = Buffer.from(work.ciphertext, 'base64url');
  const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(work.nonce, 'base64url'));
  cipher.setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString('utf8');
  return { work, content: sealedContentSchema.parse(JSON.parse(text)) };
};

test('unsent work is sealed so that its hub, and nothing on the way, can read it', async () => {
  const { made, files, run } = await exporting();
  await applyEdits(made.deps, { assignmentId: assignmentId(), operations: completeReview, activeSeconds: 0 });
  const [first] = nextBatch(made.workspace.db, 1);
  made.write((db) =>
    ok(recordOutcome(db, first?.eventId ?? '', { outcome: 'delivered', at: '2026-03-02T09:00:00.000Z' })),
  );
  const exported = await run();
  expect(exported).toEqual(
    ok({ delivery: 'saved', fileName: 'assay-unsent-work-2026-03-02.json', events: 6 }),
  );
  const bytes = files[0]?.bytes ?? new Uint8Array();
  expect(Buffer.from(bytes).includes('Every question is open.')).toBe(false);
  const { work, content } = openAtHub(bytes);
  expect(work.hubId).toBe('hub-1');
  expect(content.events).toHaveLength(6);
  expect(content.events[1]).toMatchObject({
    deviceSeq: 3,
    payload: { operation: { text: 'Every question is open.' } },
  });
  const proof = createHmac('sha256', Buffer.alloc(32, 5))
    .update(canonicalJson(content.events as Json))
    .digest('hex');
  expect(content).toMatchObject({ accountId: 'account-1', deviceId: 'device-1', proof });
});

test('with nothing unsent there is nothing to export', async () => {
  const { files, run } = await exporting();
  expect(await run()).toEqual(fail(problem('nothing-to-export')));
  expect(files).toEqual([]);
});
