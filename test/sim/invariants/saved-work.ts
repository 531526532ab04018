import { sealScopeOf } from '../../../main/database/sealed-columns.ts';
import { notedEnd } from '../../../main/database/tables/device-identity.ts';
import { chainBreakIn, openPayload } from '../../../main/database/tables/events.ts';
import { eventsSince } from '../../../main/database/tables/events-since.ts';
import type { StoredEvent } from '../../../main/database/tables/stored-event.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { countUp } from '../world/counts.ts';
import type { Run, SimDevice } from '../world/device.ts';
import { SAVED, shadowOf } from '../world/saved.ts';
import type { Saved } from '../world/shadow.ts';
import { report, type World } from '../world/world.ts';

/**
 * (1) Every event that "Saved" was said of is in the log, at its place and unchanged, and opens; unless its submission
 * was to be erased here. The chain over all of them holds.
 */
export const checkSavedWork = (world: World, device: SimDevice) => {
  countUp(world.checks, SAVED);
  const { db } = device.run.workspace;
  const { saved } = shadowOf(world, device);
  const events = eventsSince(db, 1, 100_000);
  const log = new Map(events.map((one) => [one.deviceSeq, one]));
  const open = opener(device.run);
  for (const one of saved) {
    const there = log.get(one.seq);
    if (there === undefined || there.eventId !== one.eventId || there.payloadHash !== one.payloadHash) {
      return report(world, SAVED, `${device.name} lost ${one.type} ${one.eventId} (number ${one.seq})`);
    }
    const opened = open(there);
    if (opened.ok || mayBeErased(world, device, one)) continue;
    return report(
      world,
      SAVED,
      `${one.type} ${one.eventId} does not open on ${device.name}: ${opened.problem.code}`,
    );
  }
  const broken = chainBreakIn(events, notedEnd(db));
  if (broken !== null) report(world, SAVED, `the chain of ${device.name} breaks at number ${broken}`);
};

/** Of what stands in the log unsealed. */
const NO_KEY = new Uint8Array(0);

type Opened = { readonly key: Uint8Array; readonly sealed: Uint8Array };

/** What was opened since a program was started: by event id, with which key, and what. */
const openedBefore = new WeakMap<Run, Map<string, Opened>>();

/** Opens payloads. One that was opened opens again while its bytes and its key are the same: that is not tried anew. */
const opener = (run: Run): ((event: StoredEvent) => Result<unknown>) => {
  const { keyring } = run.workspace;
  const before = openedBefore.get(run) ?? new Map<string, Opened>();
  openedBefore.set(run, before);
  const keys = new Map<string, Uint8Array | undefined>();
  const keyOf = (scope: string): Uint8Array | undefined => {
    if (!keys.has(scope)) keys.set(scope, keyring.keyFor(scope)?.key);
    return keys.get(scope);
  };
  return (event) => {
    const scope = sealScopeOf(event.type, event.submissionId);
    const key = scope === null ? NO_KEY : keyOf(scope);
    const known = before.get(event.eventId);
    if (known !== undefined && isSame(known.key, key) && isSame(known.sealed, event.sealedPayload))
      return ok(null);
    const opened = openPayload(keyring, event);
    if (opened.ok && key !== undefined) before.set(event.eventId, { key, sealed: event.sealedPayload });
    return opened;
  };
};

const isSame = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  b !== undefined && Buffer.compare(a, b) === 0;

/** Its key was allowed to go: recused, erased, or withdrawn so long ago that the time to read it is over. */
export const mayBeErased = (
  world: World,
  device: SimDevice,
  { submissionId, type }: Pick<Saved, 'submissionId' | 'type'>,
): boolean => {
  const { mayErase, latestWall } = shadowOf(world, device);
  const scope = sealScopeOf(type as Happening['type'], submissionId);
  const from = scope === null ? undefined : mayErase.get(scope);
  return from !== undefined && from <= latestWall;
};
