import { problem } from '../../shared/lib/problem.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';

/*
 * Runs in the page of the web host, before the app: gives it the same `window.assay` that the preload gives it in
 * Electron, through the loopback server.
 */

/** Browsers refuse more than 64 KiB in all such requests together. Bytes. */
const keepaliveLimit = 64_000;
/** Bytes in such requests that have no answer yet. */
let carried = 0;

const call = async <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<Result<CommandOutput<Name>>> => {
  const body = JSON.stringify(input);
  const { length } = new TextEncoder().encode(body);
  const carry = carried + length <= keepaliveLimit ? length : 0;
  carried += carry;
  try {
    const response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      // The last edits are sent while the page goes away; the browser carries them on up to this size.
      keepalive: carry > 0,
    });
    // The server is the other half of this program; it answers every command with a Result.
    return (await response.json()) as Result<CommandOutput<Name>>;
  } catch {
    return fail(problem('internal', { detail: 'the Assay program behind this page has ended' }));
  } finally {
    carried -= carry;
  }
};

const everything: readonly Notice['topic'][] = ['app', 'queue', 'review', 'downloads', 'sync', 'settings'];

type Listener = (notice: Notice) => void;
const listeners = new Set<Listener>();
const tell = (notice: Notice): void => {
  for (const listener of listeners) listener(notice);
};

/** One stream for all listeners: a browser opens only six connections to one server. */
const hearNotices = (): EventSource => {
  const stream = new EventSource('/notices');
  let interrupted = false;
  stream.onmessage = ({ data }) => tell(JSON.parse(data));
  stream.onerror = () => {
    interrupted = true;
  };
  // Notices said while the stream was away are lost, so everything may have changed.
  stream.onopen = () => {
    if (interrupted) for (const topic of everything) tell({ topic, ids: [] });
    interrupted = false;
  };
  return stream;
};

let stream: EventSource | null = null;

const onNotice = (listener: Listener): (() => void) => {
  listeners.add(listener);
  stream ??= hearNotices();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stream?.close();
    stream = null;
  };
};

const bridge: AssayBridge = {
  host: 'web',
  call,
  onNotice,
  evidenceUrl: (artifactId) => `/evidence/${encodeURIComponent(artifactId)}`,
};

Object.defineProperty(window, 'assay', { value: Object.freeze(bridge) });
