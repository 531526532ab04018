import type { EvidenceSource, Workbench } from '../../main/core/workbench-types.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';

export type PlacedArtifact = {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Reading at or past this byte throws, as a damaged vault file does. */
  readonly damagedFrom?: number;
};

export type HostWorkbench = Workbench & {
  /** Every command that came through the host, in order. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  notify(notice: Notice): void;
  /** Sources opened and not yet closed. */
  openSources(): number;
  readonly closed: () => boolean;
};

/** Bytes per piece of a stream; small, so that short files come in several pieces. */
const pieceSize = 1024;

async function* pieces(artifact: PlacedArtifact, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at <= end; at += pieceSize) {
    const until = Math.min(at + pieceSize, end + 1);
    if (artifact.damagedFrom !== undefined && until > artifact.damagedFrom) throw new Error('damaged');
    yield artifact.bytes.subarray(at, until);
  }
}

const echo = (name: string, input: unknown): Result<unknown> =>
  name === 'app.getState' || name === 'sync.now'
    ? ok({ name, input })
    : fail(problem('bad-request', { detail: `no command ${name}` }));

/**
 * A workbench for the tests of the hosts themselves: it answers `app.getState` and `sync.now` with what it was asked,
 * refuses other names, and serves the artifacts it is given. What is tested is the way to it, not the work behind it.
 */
export const createHostWorkbench = (
  artifacts: Readonly<Record<string, PlacedArtifact>> = {},
): HostWorkbench => {
  const calls: { name: string; input: unknown }[] = [];
  const listeners = new Set<(notice: Notice) => void>();
  let open = 0;
  let closed = false;
  const openEvidence = async (id: string): Promise<Result<EvidenceSource>> => {
    const artifact = Object.hasOwn(artifacts, id) ? artifacts[id] : undefined;
    if (artifact === undefined) return fail(problem('evidence-not-here'));
    open += 1;
    let mine = 1;
    return ok({
      mediaType: artifact.mediaType,
      label: id,
      size: artifact.bytes.length,
      stream: (start, end) => pieces(artifact, start, end),
      close: async () => {
        open -= mine;
        mine = 0;
      },
    });
  };
  const notify = (notice: Notice): void => {
    for (const listener of listeners) listener(notice);
  };
  return {
    calls,
    handle: async (name, input) => {
      calls.push({ name, input });
      return echo(name, input);
    },
    onNotice: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    notify,
    requestLock: () => notify({ topic: 'locking', ids: [] }),
    settle: async (windows) => {
      if (windows > 0) notify({ topic: 'settling', ids: [String(windows)] });
      return null;
    },
    openEvidence,
    openSources: () => open,
    closed: () => closed,
    close: async () => {
      closed = true;
    },
  };
};
