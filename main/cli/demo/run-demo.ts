import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { HubReview } from '../../../shared/hub-api/results.ts';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import type { EvidenceItem, ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { type DemoWorkbench, openDemoWorkbench } from './demo-workbench.ts';
import { differences } from './differences.ts';
import { type HubProcess, startHubProcess } from './hub-process.ts';
import { accountOf, readHubReviews, type SampleSignIns, sampleSignIns } from './hub-reviews.ts';
import { hashEvidence } from './read-evidence.ts';
import { type RecordedPushes, recordPushes } from './recorded-pushes.ts';
import { reviewOffline } from './review-offline.ts';

export type DemoReport = {
  readonly ok: boolean;
  readonly pulled: { readonly assignments: number; readonly artifacts: number; readonly bytes: number };
  readonly verifiedArtifacts: number;
  readonly reviewedOffline: number;
  readonly pushed: { readonly events: number; readonly accepted: number; readonly duplicates: number };
  readonly hubReviews: number;
  readonly mismatches: number;
  readonly seconds: Readonly<Record<'pull' | 'review' | 'push' | 'verify' | 'total', number>>;
  /** Everything that is not as it should be, one line each. */
  readonly differences: readonly string[];
};

export type DemoOptions = {
  readonly entry: string;
  readonly reviews: number;
  readonly say: (line: string) => void;
};

type Demo = DemoOptions & {
  readonly hubFolder: string;
  readonly workbench: DemoWorkbench;
  readonly pushes: RecordedPushes;
  readonly signIns: SampleSignIns;
  readonly wrong: string[];
};

/** The main job, from pull to results, with the hub as a process of its own and everything in fresh folders. */
export const runDemo = async (options: DemoOptions): Promise<DemoReport> => {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'assay-demo-'));
  const hubFolder = join(folder, 'hub');
  let hub: HubProcess | undefined;
  let workbench: DemoWorkbench | undefined;
  try {
    options.say('Starting the sample hub …');
    const first = await startHubProcess(options.entry, hubFolder, 0);
    hub = first;
    const pushes = recordPushes(fetch);
    workbench = await openDemoWorkbench(join(folder, 'workbench'), pushes.fetch);
    const signIns = await sampleSignIns(first.url);
    const demo: Demo = { ...options, hubFolder, workbench, pushes, signIns, wrong: [] };
    const pulled = await timed(() => pullAll(demo, first.url));
    options.say('Stopping the hub …');
    await first.stop();
    const reviewed = await timed(() => reviewAll(demo, pulled.value.queue));
    options.say('Starting the hub again …');
    hub = await startHubProcess(options.entry, hubFolder, Number(new URL(first.url).port));
    const pushed = await timed(() => pushAll(demo));
    const compared = await compare(demo, first.url, reviewed.value);
    const verified = await timed(() => verifyAll(demo, pulled.value.queue));
    return {
      ok: demo.wrong.length === 0,
      pulled: pulled.value.counts,
      verifiedArtifacts: verified.value,
      reviewedOffline: reviewed.value.length,
      pushed: pushed.value,
      hubReviews: compared.hubReviews,
      mismatches: compared.mismatches,
      seconds: {
        pull: pulled.seconds,
        review: reviewed.seconds,
        push: pushed.seconds,
        verify: verified.seconds,
        total: secondsSince(began),
      },
      differences: demo.wrong,
    };
  } finally {
    await workbench?.close();
    await hub?.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const expect = ({ wrong }: Demo, holds: boolean, complaint: string): void => {
  if (!holds) wrong.push(complaint);
};

/** Connects, signs in, pulls, and waits until every file is here. */
const pullAll = async (demo: Demo, url: string) => {
  const { workbench, signIns, say } = demo;
  const protection = { kind: 'passphrase', passphrase: 'a passphrase for the demo' } as const;
  await workbench.call('setup.connectHub', { url, protection });
  const account = accountOf(signIns, 'reviewer');
  await workbench.call('session.signIn', { account, password: signIns.password });
  await workbench.call('sync.now', {});
  say(`Signed in as ${account}. Downloading evidence …`);
  await workbench.until('all evidence', async () => {
    const { downloads } = await workbench.call('sync.getStatus', {});
    return downloads.files > 0 && downloads.filesHere === downloads.files;
  });
  const { items: queue } = await workbench.call('queue.list', {});
  const { downloads } = await workbench.call('sync.getStatus', {});
  expect(demo, queue.length >= demo.reviews, `only ${queue.length} assignments came`);
  const counts = { assignments: queue.length, artifacts: downloads.files, bytes: downloads.bytesHere };
  say(`${counts.assignments} assignments and ${counts.artifacts} files are here.`);
  return { queue, counts };
};

/** Reviews without a hub, and checks that the workbench says so. */
const reviewAll = async (demo: Demo, queue: readonly QueueItem[]): Promise<ReviewDocument[]> => {
  const { workbench, say } = demo;
  const documents: ReviewDocument[] = [];
  for (const [turn, { assignmentId, submissionCode }] of choose(queue, demo.reviews).entries()) {
    const document = await reviewOffline(workbench, assignmentId, turn);
    expect(demo, document.state === 'submitted', `${submissionCode} is ${document.state} after submitting`);
    documents.push(document);
    say(`Reviewed ${submissionCode} offline.`);
  }
  const refused = await workbench.ask('sync.now', {});
  expect(demo, !refused.ok, 'a sync without a hub claimed to have worked');
  const { connection, changes } = await workbench.call('sync.getStatus', {});
  expect(demo, connection === 'offline', `without a hub the connection is called ${connection}`);
  expect(demo, changes.waiting > 0 && changes.acknowledged === 0, 'changes made offline do not wait');
  expect(demo, changes.waiting === changes.total, `${changes.waiting} of ${changes.total} changes wait`);
  say(`${changes.waiting} changes wait for the hub.`);
  return documents;
};

/** Complete submissions first, from each micro-credential in turn. */
const choose = (queue: readonly QueueItem[], count: number): QueueItem[] => {
  const ready = queue.filter(({ state }) => state === 'new');
  const complete = ready.filter(({ incompleteEvidence }) => !incompleteEvidence);
  const groups = Map.groupBy(complete, ({ microCredential }) => microCredential.code);
  const columns = [...groups.values()];
  const longest = Math.max(0, ...columns.map(({ length }) => length));
  const mixed = Array.from({ length: longest }, (_, row) => columns.flatMap((column) => column[row] ?? []));
  return [...mixed.flat(), ...ready.filter((item) => item.incompleteEvidence)].slice(0, count);
};

/** Pushes, pushes again, and sends the very same requests once more. */
const pushAll = async (demo: Demo): Promise<DemoReport['pushed']> => {
  const { workbench, pushes, say } = demo;
  await workbench.call('sync.now', {});
  const { changes } = await workbench.call('sync.getStatus', {});
  const { events, accepted } = pushes.counts();
  expect(
    demo,
    changes.waiting === 0 && changes.blocked === 0,
    `${changes.waiting + changes.blocked} changes are left`,
  );
  expect(demo, changes.acknowledged === changes.total, 'not every change is acknowledged');
  expect(
    demo,
    accepted === events && events === changes.total,
    `${accepted} of ${events} events were accepted`,
  );
  say(`${changes.acknowledged} of ${changes.total} changes acknowledged by the hub.`);
  await workbench.call('sync.now', {});
  expect(demo, pushes.counts().events === events, 'a second push sent something again');
  const repeated = await pushes.repeat();
  expect(demo, repeated.duplicates === repeated.events, 'the hub took repeated events for new ones');
  return { events, accepted, duplicates: repeated.duplicates };
};

/** Reads the reviews back as the issuer does, and compares them with what the workbench holds. */
const compare = async (demo: Demo, url: string, submitted: readonly ReviewDocument[]) => {
  const { workbench, signIns, wrong } = demo;
  const before = wrong.length;
  const hubReviews = await readHubReviews(url, signIns);
  const ours = new Set<string>(submitted.map(({ assignment }) => assignment.id));
  const found = hubReviews.filter(({ assignmentId }) => ours.has(assignmentId));
  for (const { assignment, content } of submitted) {
    const held = await workbench.call('review.open', { assignmentId: assignment.id });
    const code = held.submission.code;
    wrong.push(...differences(content, held.content).map((one) => `${code} since it was submitted: ${one}`));
    const atHub = found.filter(({ assignmentId }) => assignmentId === assignment.id);
    expect(demo, atHub.length === 1, `${code}: the hub has ${atHub.length} reviews`);
    for (const review of atHub) {
      wrong.push(...differences(fieldsHeld(held), fieldsAtHub(review)).map((one) => `${code}: ${one}`));
    }
  }
  return { hubReviews: found.length, mismatches: wrong.length - before };
};

const fieldsHeld = ({ assignment, submission, content, activeSeconds }: ReviewDocument) => ({
  assignmentId: assignment.id,
  submissionId: submission.id,
  submissionCode: submission.code,
  reviewerId: assignment.reviewerId,
  rubricHash: assignment.rubricHash,
  content,
  activeSeconds,
  counted: true,
  revision: 1,
});

const fieldsAtHub = (review: HubReview) => ({
  assignmentId: review.assignmentId,
  submissionId: review.submissionId,
  submissionCode: review.submissionCode,
  reviewerId: review.reviewerId,
  rubricHash: review.rubricHash,
  content: review.content,
  activeSeconds: review.activeSeconds,
  counted: review.counted,
  revision: review.revision,
});

/** Reads every artifact back through decryption. Value: how many have the SHA-256 the hub named. */
const verifyAll = async (demo: Demo, queue: readonly QueueItem[]): Promise<number> => {
  demo.say('Reading all evidence back through the vault …');
  const artifacts = new Map<string, EvidenceItem>();
  for (const { assignmentId } of queue) {
    for (const item of await evidenceOf(demo, assignmentId)) artifacts.set(item.id, item);
  }
  let right = 0;
  for (const { id, sha256, label } of artifacts.values()) {
    const found = await hashEvidence(demo.workbench, id);
    if (found === sha256) right += 1;
    else demo.wrong.push(`${label}: SHA-256 ${found} instead of ${sha256}`);
  }
  return right;
};

/** Everything that came with an assignment, the attempt before included. */
const evidenceOf = async ({ workbench }: Demo, assignmentId: AssignmentId): Promise<EvidenceItem[]> => {
  const { evidence, prior } = await workbench.call('review.open', { assignmentId });
  return [...evidence, ...(prior?.evidence ?? [])];
};

const timed = async <T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> => {
  const began = performance.now();
  return { value: await work(), seconds: secondsSince(began) };
};

/** To the hundredth. */
const secondsSince = (began: number): number => Math.round((performance.now() - began) / 10) / 100;
