import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';

/** Decrypted bytes of one artifact, for a host to answer Range requests from. */
export type EvidenceSource = {
  readonly mediaType: string;
  readonly label: string;
  readonly size: number;
  /** Bytes `start` to `end` (inclusive), decrypted as they are asked for. Throws EvidenceReadError on a failed check. */
  stream(start: number, end: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

/** The running workbench, the same behind both hosts. */
export type Workbench = {
  /** Runs one command. Input is parsed by its schema; what goes wrong comes back as a problem, never as a throw. */
  handle(name: string, input: unknown): Promise<Result<unknown>>;
  onNotice(listener: (notice: Notice) => void): () => void;
  /** The computer goes to sleep or its screen is locked: so is a workspace that a passphrase opens again. */
  requestLock(): void;
  /**
   * So many windows are asked to make durable what they still hold. Resolves when they have, or after two seconds. Value:
   * why one of them could not; null also for one that has not answered.
   */
  settle(windows: number): Promise<Problem | null>;
  openEvidence(artifactId: string): Promise<Result<EvidenceSource>>;
  /** Ends timers and sync, closes the database cleanly. */
  close(): Promise<void>;
};
