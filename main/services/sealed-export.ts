import {
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import type { ReviewEvent } from '../../shared/hub-api/events.ts';
import type { SealedContent, SealedWork } from '../../shared/hub-api/sealed-work.ts';
import { canonicalJson, type Json } from '../../shared/lib/canonical-json.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import { instantNow } from '../core/instant.ts';
import type { RandomBytes, WorkbenchPorts } from '../core/ports.ts';
import { readAccount } from '../database/tables/device-account.ts';
import { openEvent } from '../database/tables/events.ts';
import { listUnacknowledged } from '../database/tables/outbox.ts';
import type { Connection } from './connection-file.ts';
import type { Workspace } from './workspace.ts';

type ExportDeps = {
  readonly workspace: Pick<Workspace, 'db' | 'keyring' | 'deviceId'>;
  readonly connection: Pick<Connection, 'hubId' | 'sealingKey'>;
  readonly ports: Pick<WorkbenchPorts, 'clock' | 'random' | 'deliverFile'>;
};

/** Hands the person a file with all work the hub has not acknowledged, which only that hub can open. */
export const exportSealedWork = async ({
  workspace,
  connection,
  ports,
}: ExportDeps): Promise<Result<CommandOutput<'work.exportSealed'>>> => {
  const exportedAt = instantNow(ports.clock);
  const content = unsentContent(workspace, exportedAt);
  if (!content.ok) return content;
  const events = content.value.events.length;
  if (events === 0) return fail(problem('nothing-to-export'));
  const sealed = sealForHub(content.value, connection, ports.random);
  const fileName = `assay-unsent-work-${exportedAt.slice(0, 10)}.json`;
  const delivered = await ports.deliverFile(fileName, Buffer.from(`${JSON.stringify(sealed)}\n`));
  return ok(delivered.delivery === 'cancelled' ? delivered : { ...delivered, fileName, events });
};

/** Work that was erased since (a recusal, an erasure by the hub) cannot be read and is not in it. */
const unsentContent = (
  { db, keyring, deviceId }: ExportDeps['workspace'],
  exportedAt: string,
): Result<SealedContent> => {
  const account = readAccount(db);
  if (account === undefined) return fail(problem('signed-out'));
  // The hub would not believe it: the proof is made with a secret that belongs to a device.
  if (account.deviceSecret === '') return fail(problem('restored-sign-in'));
  const events: ReviewEvent[] = [];
  for (const stored of listUnacknowledged(db)) {
    const event = openEvent(keyring, deviceId, stored);
    if (event.ok) events.push(event.value);
    else if (event.problem.code !== 'submission-key-missing') return event;
  }
  const secret = Buffer.from(account.deviceSecret, 'base64url');
  const proof = createHmac('sha256', secret)
    .update(canonicalJson(events as Json))
    .digest('hex');
  return ok({ accountId: account.account.id, deviceId, exportedAt, events, proof });
};

/** See shared/hub-api/sealed-work.ts for the format. */
const sealForHub = (
  content: SealedContent,
  { hubId, sealingKey }: Pick<Connection, 'hubId' | 'sealingKey'>,
  random: RandomBytes,
): SealedWork => {
  const ephemeral = privateKeyOf(random(32));
  const jwk = createPublicKey(ephemeral).export({ format: 'jwk' });
  if (jwk.x === undefined) throw new Error('an X25519 key without its public half');
  const hubKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: sealingKey }, format: 'jwk' });
  const secret = diffieHellman({ privateKey: ephemeral, publicKey: hubKey });
  const salt = Buffer.concat([Buffer.from(jwk.x, 'base64url'), Buffer.from(sealingKey, 'base64url')]);
  const key = new Uint8Array(hkdfSync('sha256', secret, salt, 'assay-sealed-work/1', 32));
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = Buffer.concat([
    cipher.update(JSON.stringify(content), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return {
    format: 'assay-sealed-work/1',
    hubId,
    ephemeralKey: jwk.x,
    nonce: Buffer.from(nonce).toString('base64url'),
    ciphertext: ciphertext.toString('base64url'),
  };
};

/** What stands before the 32 raw bytes of an X25519 key in PKCS #8 (RFC 8410). */
const PKCS8_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex');

const privateKeyOf = (raw: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PKCS8_X25519, raw]), format: 'der', type: 'pkcs8' });
