import { dirname } from 'node:path';
import { type Call, offsetOf, openOn, parseTrace, pathsIn } from './parse-trace.ts';

/** What is known of the program that was traced. */
export type Subject = {
  /** The folder in which everything must be durable. */
  readonly root: string;
  /** Questions whose good answer says that something was saved, by their first line. */
  readonly changing: RegExp;
  /** Questions that only look, while others may be at work: the folders these make meanwhile are not their matter. */
  readonly looking?: RegExp;
  /** What a good answer holds. */
  readonly good: RegExp;
};

export type Exchange = {
  readonly question: string;
  readonly good: boolean;
  /** Writes to the database's log between question and answer. */
  readonly logWrites: number;
};

export type Durability = {
  readonly violations: readonly string[];
  readonly exchanges: readonly Exchange[];
  /** Good answers to questions that change something: each was looked at. */
  readonly acknowledged: number;
  readonly logWrites: number;
  readonly syncs: number;
  readonly renames: number;
};

/** Calls that put bytes into a file, or take some away. */
const WRITES = new Set(['pwrite64', 'pwritev', 'pwritev2', 'write', 'writev', 'ftruncate', 'fallocate']);
const RENAMES = new Set(['rename', 'renameat', 'renameat2']);
const FOLDERS = new Set(['mkdir', 'mkdirat']);
const SYNCS = new Set(['fsync', 'fdatasync']);
const ANSWERS = new Set(['write', 'writev', 'sendto', 'sendmsg']);
/** Ways to write that this check does not follow: a program that took one of them would pass unseen. */
const UNKNOWN_WAYS = new Set([
  'sendfile',
  'splice',
  'copy_file_range',
  'msync',
  'sync_file_range',
  'sync',
  'syncfs',
]);

type Change = { readonly startedAt: number; endedAt: number };
type Open = { readonly question: string; readonly startedAt: number; logWrites: number };

/** Nothing in these must survive a power cut: the log for people, and what SQLite makes anew. */
const passing = (root: string, path: string): boolean =>
  path === `${root}/logs` ||
  path.startsWith(`${root}/logs/`) ||
  path === `${root}/lock` ||
  /-(shm|journal)$/.test(path);

const isLog = (path: string): boolean => path.endsWith('-wal');

/**
 * Reads a trace and holds it against what durable means:
 * - when a good answer leaves, every write to a database log is covered by a sync that began after it and has ended;
 * - a good answer to a question that changes something had such writes since the question;
 * - a file is renamed only when it is synced, and before the database's log goes on, or the answer leaves that the rename
 *   belongs to (a question that only looks has none), its folder is synced; the same for folders that were made;
 * - a log begins anew, or is cut, only when what it held is synced in the database.
 */
export const checkDurability = (text: string, subject: Subject): Durability => {
  const calls = parseTrace(text);
  const state = createState(subject);
  const moments = calls.flatMap((call) => [
    { at: call.startedAt, end: false, call },
    ...(call.endedAt === null ? [] : [{ at: call.endedAt, end: true, call }]),
  ]);
  moments.sort((a, b) => a.at - b.at || Number(a.end) - Number(b.end));
  for (const { end, call } of moments) (end ? state.ended : state.started)(call);
  return state.result();
};

const createState = ({ root, changing, looking, good }: Subject) => {
  const inside = (path: string): boolean => path.startsWith(`${root}/`) && !passing(root, path);
  const files = new Map<string, Change[]>();
  const folders = new Map<string, Change[]>();
  const covers = new Map<Call, readonly Change[]>();
  const open = new Map<string, Open>();
  const exchanges: Exchange[] = [];
  const violations: string[] = [];
  const counts = { acknowledged: 0, logWrites: 0, syncs: 0, renames: 0 };
  const changes = new Map<Call, Change>();

  const listOf = (map: Map<string, Change[]>, path: string): Change[] => {
    const list = map.get(path) ?? [];
    map.set(path, list);
    return list;
  };
  const drop = (map: Map<string, Change[]>, path: string, gone: readonly Change[]): void => {
    map.set(
      path,
      listOf(map, path).filter((change) => !gone.includes(change)),
    );
  };
  const said = new Set<string>();
  /** Once for each thing that is wrong: it goes on being wrong at every answer after it. */
  const say = (call: Call, words: string): void => {
    if (!said.has(words)) violations.push(`line ${call.startedAt + 1}: ${words}`);
    said.add(words);
  };
  const dirty = (map: Map<string, Change[]>): string[] =>
    [...map].flatMap(([path, list]) => (list.length > 0 ? [path] : []));

  const writeStarts = (call: Call, path: string): void => {
    const change = { startedAt: call.startedAt, endedAt: Number.POSITIVE_INFINITY };
    changes.set(call, change);
    listOf(files, path).push(change);
    if (!isLog(path)) return;
    counts.logWrites += 1;
    for (const one of open.values()) one.logWrites += 1;
    for (const folder of dirty(folders)) say(call, `the database goes on and ${folder} is not synced`);
    const restarts = call.name === 'ftruncate' || offsetOf(call) === 0;
    const database = path.slice(0, -'-wal'.length);
    if (restarts && listOf(files, database).length > 0) {
      say(call, 'the log begins anew and the database is not synced');
    }
  };

  const answers = (call: Call, socket: string): void => {
    const one = open.get(socket);
    if (one === undefined || !/"HTTP\/1\.1 \d/.test(call.args)) return;
    open.delete(socket);
    const isGood = good.test(call.args);
    const { question, logWrites, startedAt } = one;
    exchanges.push({ question, good: isGood, logWrites });
    if (!isGood) return;
    for (const path of dirty(files).filter(isLog))
      say(call, `"${question}" is answered and ${path} is not synced`);
    const since = looking?.test(question) === true ? Number.POSITIVE_INFINITY : startedAt;
    for (const [folder, list] of folders) {
      if (list.some((change) => change.startedAt > since)) {
        say(call, `"${question}" is answered and ${folder} is not synced`);
      }
    }
    if (!changing.test(question)) return;
    counts.acknowledged += 1;
    if (logWrites === 0) say(call, `"${question}" is answered and nothing was written`);
  };

  const started = (call: Call): void => {
    const { name } = call;
    const on = openOn(call);
    if (UNKNOWN_WAYS.has(name) && on !== null && inside(on))
      say(call, `${name} is not followed by this check`);
    if (ANSWERS.has(name) && on?.startsWith('TCP')) answers(call, on);
    if (WRITES.has(name) && on !== null && inside(on)) writeStarts(call, on);
    if (SYNCS.has(name) && on !== null) {
      const before = [...(files.get(on) ?? []), ...(folders.get(on) ?? [])];
      covers.set(
        call,
        before.filter((change) => change.endedAt < call.startedAt),
      );
    }
    if (RENAMES.has(name)) {
      const [from = ''] = pathsIn(call);
      if (inside(from) && listOf(files, from).length > 0) say(call, `${from} is renamed and not synced`);
    }
  };

  const ended = (call: Call): void => {
    const { name, result, endedAt } = call;
    const on = openOn(call);
    const failed = result === null || result < 0;
    const change = changes.get(call);
    if (change !== undefined && on !== null) {
      // A write that failed may have left something all the same: only what was refused outright is forgotten.
      if (failed) drop(files, on, [change]);
      else change.endedAt = endedAt ?? Number.POSITIVE_INFINITY;
    }
    if (failed) return;
    if (name === 'read' && on?.startsWith('TCP')) {
      const question = /, "((?:GET|POST|DELETE) \S+) HTTP\/1\.1/.exec(call.args)?.[1];
      if (question !== undefined) open.set(on, { question, startedAt: call.startedAt, logWrites: 0 });
    }
    const covered = covers.get(call);
    if (covered !== undefined && on !== null) {
      if (inside(on) || on === root) counts.syncs += 1;
      drop(files, on, covered);
      drop(folders, on, covered);
    }
    if (RENAMES.has(name)) renamed(call);
    const [made = ''] = FOLDERS.has(name) ? pathsIn(call) : [];
    if (inside(made)) listOf(folders, dirname(made)).push(momentOf(call));
  };

  const renamed = (call: Call): void => {
    const [from = '', to = ''] = pathsIn(call);
    if (!inside(to)) return;
    counts.renames += 1;
    files.set(to, files.get(from) ?? []);
    files.delete(from);
    listOf(folders, dirname(to)).push(momentOf(call));
  };

  const momentOf = (call: Call): Change => ({
    startedAt: call.startedAt,
    endedAt: call.endedAt ?? Number.POSITIVE_INFINITY,
  });

  return { started, ended, result: (): Durability => ({ violations, exchanges, ...counts }) };
};
