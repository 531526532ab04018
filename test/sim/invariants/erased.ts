import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { listErasures } from '../../../hub/database/tables/erasures.ts';
import { noPayload } from '../../../hub/database/tables/events.ts';
import { listErasedBlobs, listEvidenceHashes } from '../../../hub/database/tables/evidence-files.ts';
import { findSetting } from '../../../hub/database/tables/settings.ts';
import { sealScopes } from '../../../main/database/sealed-columns.ts';
import { listBlocked } from '../../../main/database/tables/outbox.ts';
import { KEYRING_FILE } from '../../../main/keys/keyring-file.ts';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { shadowOf } from '../world/saved.ts';
import { report, type World } from '../world/world.ts';

export const ERASED = '10 erased leaves nothing decryptable';

type Gone = { readonly id: string; readonly scopes: readonly string[] };

/**
 * (10) Once an erasure is done here (the note of it is gone, and the submission was not given anew): no key in memory,
 * no key in the file, no evidence. What stands in tables and backups was sealed with that key alone.
 */
export const checkErased = async (world: World, device: SimDevice): Promise<void> => {
  const { workspace, folder } = device.run;
  const gone = [...recusedHere(device), ...erasedHere(world, device)];
  if (gone.length === 0) return;
  countUp(world.checks, ERASED);
  const ring = readFileSync(join(folder, KEYRING_FILE), 'utf8');
  for (const { id, scopes } of gone) {
    for (const scope of scopes) {
      if (workspace.keyring.keyFor(scope) !== undefined)
        return report(world, ERASED, `${device.name} still has the key of ${scope}`);
      if (ring.includes(`"submissionId":${JSON.stringify(scope)}`))
        return report(world, ERASED, `the key of ${scope} is still in the file`);
    }
    const size = await workspace.vault.sizeOnDisk(id);
    if (size.ok && size.value > 0)
      return report(world, ERASED, `${size.value} bytes of ${id} are still on ${device.name}`);
  }
  checkReceipts(world, device);
};

/** The hand-over keeps its key: it carries the recusal to the hub. */
const recusedHere = ({ run }: SimDevice): Gone[] =>
  run.workspace.db
    .prepare<{ id: string }>(
      `SELECT DISTINCT submission_id AS id FROM reviews r WHERE state = 'recused' AND NOT EXISTS (
         SELECT 1 FROM device_erasures e WHERE e.submission_id = r.submission_id)`,
    )
    .all()
    .map(({ id }) => ({ id, scopes: [id] }));

/** By the issuer's order; a hub taken back to a backup may have given it anew since, or be about to. */
const erasedHere = (world: World, device: SimDevice): Gone[] => {
  const { givenAgain } = shadowOf(world, device);
  const gone = device.run.workspace.db
    .prepare<{ id: string }>(
      `SELECT DISTINCT submission_id AS id FROM device_erased_submissions d
       WHERE NOT EXISTS (SELECT 1 FROM device_erasures e WHERE e.submission_id = d.submission_id)
         AND NOT EXISTS (SELECT 1 FROM hub_submissions s WHERE s.id = d.submission_id)
         AND NOT EXISTS (SELECT 1 FROM hub_staged_changes)`,
    )
    .all()
    .map(({ id }) => id);
  // Given again and recused from since: then the hand-over of that is here.
  const isNew = (id: string) => answeredErasures(device, id) > (givenAgain.get(id) ?? 0);
  return gone.map((id) => ({ id, scopes: isNew(id) ? sealScopes(id) : [id] }));
};

/** How many orders to erase this submission were carried out on a computer. */
export const answeredErasures = ({ run }: SimDevice, submissionId: string): number =>
  run.workspace.db
    .prepare<{ n: number }>('SELECT COUNT(*) AS n FROM device_erased_submissions WHERE submission_id = ?')
    .get(submissionId)?.n ?? 0;

/** One receipt for each order, and no sealed text before it in the log. */
const checkReceipts = (world: World, device: SimDevice): void => {
  const { db } = device.run.workspace;
  const wrong = db
    .prepare<{ id: string; what: string }>(
      `SELECT d.erasure_id AS id, 'no receipt, or several' AS what FROM device_erased_submissions d
       WHERE (SELECT COUNT(*) FROM events e WHERE e.type = 'erasure.carried-out' AND e.assignment_id = d.erasure_id) <> 1
       UNION ALL SELECT e.event_id, 'still in the log' FROM device_erased_submissions d
         JOIN events r ON r.event_id = d.receipt_event_id
         JOIN events e ON e.submission_id = d.submission_id AND e.device_seq < r.device_seq
       WHERE e.sealed_payload <> x'' AND e.type <> 'erasure.carried-out'`,
    )
    .get();
  if (wrong !== undefined) report(world, ERASED, `${device.name}: ${wrong.id}: ${wrong.what}`);
};

/** (10, at the hub) Nothing of what reviewers sent on an erased submission, whenever it came; late events are told so. */
export const checkErasedAtHub = async (world: World): Promise<void> => {
  const { database } = world.hub.deps;
  const erased = await database.kysely.selectFrom('erasures').select('id').where('undone', '=', 0).execute();
  if (erased.length === 0) return;
  countUp(world.checks, ERASED);
  const wrong = await sql<{ id: string; what: string }>`
    with gone as (select a.id, e.erased_at from erasures e join assignments a on a.submission_id = e.submission_id
      where e.undone = 0)
    select v.event_id as id, 'its content is kept' as what from events v join gone g on g.id = v.assignment_id
      where v.payload <> ${noPayload.payload} or v.payload_hash <> ${noPayload.payloadHash}
    union all select v.event_id, 'came late and was answered ' || v.result || ' ' || coalesce(v.problem, '') from events v
      join gone g on g.id = v.assignment_id where v.received_at > g.erased_at and v.type <> 'unknown'
        and not (v.result = 'rejected' and v.problem like '%"submission-erased"%')
    union all select r.event_id, 'a final is kept' from reviews r join gone g on g.id = r.assignment_id
    union all select r.assignment_id, 'an edit is kept' from review_registers r join gone g on g.id = r.assignment_id
  `.execute(database.kysely);
  const [row] = wrong.rows;
  if (row !== undefined) return report(world, ERASED, `at the hub: ${row.id}: ${row.what}`);
  await checkBlobs(world);
};

const checkBlobs = async (world: World): Promise<void> => {
  const { database } = world.hub.deps;
  const [waiting, unfinished, known] = await database.read(async (db) => [
    await listErasedBlobs(db),
    await findSetting(db, 'erasure-unfinished'),
    await listEvidenceHashes(db),
  ]);
  if (waiting.length > 0 || unfinished !== null) return;
  for (const sha256 of world.template.evidence.keys()) {
    if (!known.includes(sha256) && world.hub.hasBlob(sha256))
      return report(world, ERASED, `the hub still has the bytes of ${sha256}`);
  }
};

/** (10, at rest) Every computer that had to hear of an erasure has answered, unless it may send nothing at all. */
export const checkAnswered = async (world: World, device: SimDevice): Promise<void> => {
  const { db, deviceId } = device.run.workspace;
  const accountId = world.shadow.accountIds.get(device.account);
  const stopped = listBlocked(db).some(({ problem }) => problem.includes('"event-id-reuse"'));
  if (stopped || world.shadow.forked.has(device.lineage)) return;
  const lost = world.shadow.lostWithBackup;
  const receipt = db.prepare<{ id: string }>(
    'SELECT receipt_event_id AS id FROM device_erased_submissions WHERE erasure_id = ?',
  );
  for (const { id, undone, devices } of await world.hub.deps.database.read((hub) =>
    listErasures(hub, null, 1000),
  )) {
    const own = devices.find((one) => one.deviceId === deviceId && one.reviewerId === accountId);
    if (undone || own === undefined) continue;
    countUp(world.checks, ERASED);
    if (own.receivedAt !== null || lost.has(receipt.get(id)?.id ?? '')) continue;
    return report(world, ERASED, `${device.name} has not answered the erasure ${id}`);
  }
};
