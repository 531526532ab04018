import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyDatabase } from '../../../main/database/copy-database.ts';
import { openEncrypted } from '../../../main/database/open.ts';
import { readAccount } from '../../../main/database/tables/device-account.ts';
import { snippetIdSchema } from '../../../shared/domain/comment-snippet.ts';
import type { AnnotationId, AssignmentId } from '../../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { streamOf } from '../../sim/world/random.ts';
import { type BridgeClient, openBridge } from '../helpers/bridge-client.ts';
import { accountFolderOf, withClosedWorkspace } from '../helpers/closed-profile.ts';
import { end, newProfile, type ProfileRun, passphrase } from '../helpers/profile-run.ts';
import { assayCommand, hub } from '../helpers/programs.ts';
import { password, writeProofProgram } from '../helpers/proof-program.ts';
import { type StartedProcess, startProcess } from '../helpers/start-process.ts';
import { type Canary, createSearch, mediaCanaries, textCanary } from './canaries.ts';
import { searchFolders } from './search-folders.ts';

/** What people wrote, of which nothing may be read without the keys, nor the first group without the submission's own. */
const sealed = {
  context: 'Zoë Quillfeather-7731, fourth grade',
  plan: 'Ask Thaddeus Umberlake first, then wait',
  feedback: 'You gave Ottoline Brambleworth time to think',
  rationale: 'Because Ignatius Pellworthy answered in full',
  annotation: 'Here Philomena Dashwillow begins to explain',
  disclosure: 'Barnaby Thistlecomb said something worrying',
};
const own = {
  snippet: 'Own words of the reviewer worth using again',
  issuerSnippet: 'Words that the issuer offers to everybody',
  passphrase,
  password,
};

export type CanaryReport = {
  /** What was found where it may not be. */
  readonly hits: readonly string[];
  readonly searches: number;
  readonly files: number;
  readonly bytes: number;
  readonly forms: number;
  /** In the database decrypted with its key, sealed texts that lie there in the clear. */
  readonly inColumns: readonly string[];
  /** What the decrypted database does show: proof that it was read. */
  readonly control: boolean;
};

const texts = (group: Record<string, string>): Canary[] =>
  Object.entries(group).map(([name, text]) => textCanary(name, text));

const RECORDING_BYTES = 9_000_000;

/** A reviewer's work with words and media that are looked for afterwards, everywhere the workbench may have left them. */
export const runCanaries = async (folder: string, planted: string | null): Promise<CanaryReport> => {
  const around = { home: join(folder, 'hub-home'), temporary: join(folder, 'hub-tmp') };
  for (const one of Object.values(around)) await mkdir(one, { recursive: true });
  const words = { context: `"${sealed.context}"`, plan: sealed.plan, snippet: own.issuerSnippet };
  const recordings = [RECORDING_BYTES];
  const wanted = { reviewers: 1, recordings, plans: true, seed: 1, words };
  const program = await writeProofProgram(join(folder, 'program'), wanted);
  const media = await readFile(join(program.folder, 'submissions/PRF-1/recording/talk.mp3'));
  const served = await startProcess(hub(join(folder, 'hub'), program.folder, 0, around));
  try {
    const compileCache = join(folder, 'compiled');
    const random = streamOf('canary run');
    const [account = ''] = program.reviewers;
    const run = await newProfile({
      folder: join(folder, 'desk'),
      account,
      hubUrl: served.url,
      random,
      compileCache,
    });
    return await work(run, folder, media, planted);
  } finally {
    served.kill('SIGTERM');
    await served.exited;
  }
};

const work = async (
  run: ProfileRun,
  folder: string,
  media: Uint8Array,
  planted: string | null,
): Promise<CanaryReport> => {
  const command = () => run.command(['backup at once', ...(planted === null ? [] : [planted])].join(','));
  const written: StartedProcess[] = [];
  const start = async () => {
    const started = await startProcess(command());
    written.push(started);
    return { started, bridge: await openBridge(started.url) };
  };
  const first = await start();
  await signIn(run, first.bridge);
  await end(first.started, first.bridge);

  const secrets = await secretsOf(run);
  const ofSubmission = [...texts(sealed), ...mediaCanaries('recording', media)];
  const search = createSearch([...ofSubmission, ...texts(own), ...secrets]);
  const out = join(folder, 'out');
  await mkdir(out);
  const places = [run.profile, run.around.home, run.around.temporary, out];
  const sum = { hits: new Set<string>(), searches: 0, files: 0, bytes: 0 };
  const lookEverywhere = async (): Promise<void> => {
    const { hits, files, bytes } = await searchFolders(search, places);
    sum.searches += 1;
    sum.files += files;
    sum.bytes += bytes;
    for (const hit of hits) sum.hits.add(hit);
    for (const one of written) {
      for (const hit of search.in(Buffer.from(one.stdout() + one.stderr())))
        sum.hits.add(`${hit}: what it printed`);
    }
  };

  const { started, bridge } = await start();
  await downloadAll(bridge);
  await lookEverywhere();
  const assignmentId = await write(bridge);
  await lookEverywhere();
  await exportAndBackUp(bridge, assignmentId);
  await bridge.call('vault.lock', {});
  await lookEverywhere();
  await bridge.call('vault.unlock', { with: 'passphrase', passphrase });
  await write(bridge);
  started.kill('SIGKILL');
  await started.exited;
  bridge.close();
  await lookEverywhere();
  await runCommands(run, out, folder);
  await lookEverywhere();
  const columns = await searchDecrypted(run, ofSubmission);
  return { ...sum, hits: [...sum.hits], forms: search.forms, ...columns };
};

const signIn = async (run: ProfileRun, bridge: BridgeClient): Promise<void> => {
  const protection = { kind: 'passphrase', passphrase } as const;
  const { recoveryCode } = await bridge.call('setup.connectHub', { url: run.hubUrl, protection });
  run.secret = { kind: 'recovery-code', code: recoveryCode ?? '' };
  await bridge.call('session.signIn', { account: run.account, password });
  run.signedIn = true;
};

/** Everything that opens something, as the closed profile has it. */
const secretsOf = (run: ProfileRun): Promise<Canary[]> =>
  withClosedWorkspace(run.profile, run.secret, ({ db, keys }) => {
    const account = readAccount(db);
    const code = run.secret?.kind === 'recovery-code' ? run.secret.code : '';
    const secret = account?.deviceSecret ?? '';
    return [
      textCanary('session token', account?.token ?? ''),
      textCanary('device secret', secret),
      { name: 'device secret, raw', bytes: Buffer.from(secret, 'base64url') },
      textCanary('recovery code', code),
      ...Object.entries(keys).map(([name, bytes]): Canary => ({ name, bytes: Uint8Array.from(bytes) })),
    ];
  });

const downloadAll = async (bridge: BridgeClient): Promise<void> => {
  await bridge.call('sync.now', {});
  for (;;) {
    const { downloads } = await bridge.call('sync.getStatus', {});
    if (downloads.files > 0 && downloads.filesHere === downloads.files) return;
  }
};

const write = async (bridge: BridgeClient): Promise<AssignmentId> => {
  const { items } = await bridge.call('queue.list', {});
  const assignmentId = items[0]?.assignmentId as AssignmentId;
  const { microCredential, evidence } = await bridge.call('review.open', { assignmentId });
  const [artifact] = evidence;
  const criterionId = microCredential.rubric.criteria[0]?.id;
  if (artifact === undefined || criterionId === undefined) throw new Error('there is nothing to write on');
  await bridge.read(`/evidence/${encodeURIComponent(artifact.id)}`);
  const operations: ReviewOperation[] = [
    { op: 'rationale.set', criterionId, text: sealed.rationale },
    { op: 'feedback.set', criterionId: null, field: 'strength', text: sealed.feedback },
    {
      op: 'annotation.put',
      annotation: {
        id: 'note-1' as AnnotationId,
        artifactId: artifact.id,
        artifactSha256: artifact.sha256,
        locator: { kind: 'whole' },
        text: sealed.annotation,
        criterionIds: [criterionId],
        createdAt: '2026-03-02T08:00:00.000Z',
      },
    },
  ];
  await bridge.call('review.applyEdits', { assignmentId, operations, activeSeconds: 1 });
  const procedureReadAt = '2026-03-02T08:00:00.000Z';
  await bridge.call('review.raiseChildSafety', { assignmentId, note: sealed.disclosure, procedureReadAt });
  const id = snippetIdSchema.parse('00000000-0000-4000-8000-000000000001');
  const scope = { microCredentialId: null, criterionId: null };
  await bridge.call('commentBank.put', { id, title: 'Mine', text: own.snippet, kind: 'any', scope });
  // What cannot be done must not be told to the log with its words either.
  await bridge.ask('review.applyEdits', { assignmentId, operations, activeSeconds: -1 });
  return assignmentId;
};

/** What the person asks for in the clear goes to the browser and nowhere else; the sealed export too. */
const exportAndBackUp = async (bridge: BridgeClient, assignmentId: AssignmentId): Promise<void> => {
  const plain = await bridge.call('review.exportAnnotations', { assignmentId, format: 'json-ld' });
  if (plain.delivery === 'download') await bridge.read(plain.url);
  const work = await bridge.ask('work.exportSealed', {});
  if (work.ok && work.value.delivery === 'download') await bridge.read(work.value.url);
  for (;;) {
    const state = await bridge.call('app.getState', {});
    if (state.phase === 'ready' && state.backup.newest !== null) return;
    if (state.phase === 'ready' && state.backup.problem !== null) throw new Error(state.backup.problem.code);
  }
};

/** The command line on the closed profile; what it prints and leaves is looked at as well. */
const runCommands = async (run: ProfileRun, out: string, folder: string): Promise<void> => {
  const flags = [run.profile, '--passphrase-file', join(folder, 'desk', 'passphrase')];
  for (const args of [
    ['verify', ...flags, '--json'],
    ['export-unsent', ...flags, '--out', out],
  ]) {
    const { command, args: all, env } = assayCommand(args, run.around);
    await promisify(execFile)(command, [...all], { env });
  }
};

/** The database without its own encryption, free pages and all: what the submission's keys seal is still sealed. */
const searchDecrypted = async (
  run: ProfileRun,
  canaries: readonly Canary[],
): Promise<Pick<CanaryReport, 'inColumns' | 'control'>> => {
  const account = await accountFolderOf(run.profile);
  return withClosedWorkspace(run.profile, run.secret, async ({ keys }) => {
    const copy = await copyDatabase(join(account ?? '', 'workspace.db'));
    try {
      const db = openEncrypted(copy.file, keys.databaseKey, { readonly: false });
      db.pragma('journal_mode=DELETE');
      db.pragma("rekey=''");
      db.close();
      const content = await readFile(copy.file);
      const control = createSearch([textCanary('snippet', own.snippet)]).in(content).length > 0;
      return { inColumns: createSearch(canaries).in(content), control };
    } finally {
      await copy.remove();
    }
  });
};
