import type { EventResult } from '../../../shared/hub-api/events.ts';

/** An event a workbench has saved, as the simulation saw it at that moment. */
export type Saved = {
  readonly seq: number;
  readonly eventId: string;
  readonly assignmentId: string;
  readonly submissionId: string;
  readonly type: string;
  readonly payloadHash: string;
};

/** What is known of one computer beside what lies on its disk. */
export type DeviceShadow = {
  /** In device order: everything "Saved" was said of, and what was found after a crash. */
  readonly saved: Saved[];
  /** The hub's last word on each event, as this computer heard it. */
  readonly verdicts: Map<string, EventResult['result']>;
  /** Keys that may be destroyed here (see sealScopes), from which wall time on. Milliseconds since 1970. */
  readonly mayErase: Map<string, number>;
  readonly dismissed: Set<string>;
  /** Submissions given again after an erasure that a restored hub had forgotten → erasures of it answered until then. */
  readonly givenAgain: Map<string, number>;
  /** The latest this computer's wall clock has ever shown. */
  latestWall: number;
};

/** What the simulation remembers of the world, to hold the product against. */
export type Shadow = {
  readonly devices: Map<string, DeviceShadow>;
  /** `reader/seq/chain hash` → the live set at that place of the feed, as `kind:id:version`, sorted. */
  readonly feedHeads: Map<string, string>;
  /** `account id/assignment id` of everything ever assigned, and `account id/submission id` of what came with it. */
  readonly given: Set<string>;
  /** Event ids the hub has acknowledged and not lost by being rolled back. */
  acknowledged: Set<string>;
  /** Key and nonce → the fingerprint of what was sealed with both. */
  /** Event ids that finished backups hold: a workbench may take them out of its line. */
  readonly durable: Set<string>;
  /** Of these, what a backup older than they are, restored since, does not hold: it may be lost (decision 0010). */
  readonly lostWithBackup: Set<string>;
  readonly nonces: Map<string, string>;
  /** Lineages of which there are, or were, several copies: their numbers may fork. */
  readonly forked: Set<string>;
  /** Device ids that copies gave up or took: the hub hears some of their numbers under another. */
  readonly forkedIds: Set<string>;
  readonly accountIds: Map<string, string>;
};

export const newShadow = (): Shadow => ({
  devices: new Map(),
  feedHeads: new Map(),
  given: new Set(),
  acknowledged: new Set(),
  durable: new Set(),
  lostWithBackup: new Set(),
  nonces: new Map(),
  forked: new Set(),
  forkedIds: new Set(),
  accountIds: new Map(),
});

export const newDeviceShadow = (): DeviceShadow => ({
  saved: [],
  verdicts: new Map(),
  mayErase: new Map(),
  dismissed: new Set(),
  givenAgain: new Map(),
  latestWall: 0,
});

export const copyDeviceShadow = (from: DeviceShadow): DeviceShadow => ({
  saved: [...from.saved],
  verdicts: new Map(from.verdicts),
  mayErase: new Map(from.mayErase),
  dismissed: new Set(from.dismissed),
  givenAgain: new Map(from.givenAgain),
  latestWall: from.latestWall,
});
