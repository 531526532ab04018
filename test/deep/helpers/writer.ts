import { snippetIdSchema } from '../../../shared/domain/comment-snippet.ts';
import type { AnnotationId, AssignmentId } from '../../../shared/domain/ids.ts';
import { type ReviewContent, reviewContent } from '../../../shared/domain/review.ts';
import type { ReviewOperation, StampedOperation } from '../../../shared/domain/review-operation.ts';
import { allowedScores } from '../../../shared/domain/rubric.ts';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';
import type { Problem } from '../../../shared/lib/problem.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import type { Stream } from '../../sim/world/random.ts';
import type { BridgeClient } from './bridge-client.ts';
import { createLedger, type Ledger, LostWork, type Sent } from './ledger.ts';

/** One reviewer at one workbench, over all its restarts: what was written, and what must therefore be there. */
export type Writer = {
  readonly ledger: Ledger;
  /** Problems that commands were answered with, by code. */
  readonly problems: ReadonlyMap<string, number>;
  /** Holds everything the workbench shows against what was acknowledged. Throws with what is lost. Value: checks made. */
  check(bridge: BridgeClient): Promise<number>;
  /** Opens every review once, so that it can be written on; `limit`: no more than so many that were not open before. */
  open(bridge: BridgeClient, limit?: number): Promise<void>;
  /** One thing a reviewer does next on one review. */
  act(bridge: BridgeClient): Promise<void>;
  /** A commit of many edits, as an import or a pasted set of comments makes. */
  actInBulk(bridge: BridgeClient, edits: number): Promise<void>;
  /** Assignments that were never opened. */
  unopened(): number;
  /** The profile went back to a schema without a comment bank. */
  forgetSnippets(): void;
};

type Snippet = { readonly text: string; readonly answer: 'ok' | 'unsure' };

type Known = {
  /** As last shown; its lists of criteria and files do not change. */
  document: ReviewDocument | null;
  state: 'open' | 'submitted';
};

/** Words that are nowhere else, short or over several pages of the database. */
const words = (random: Stream, number: number): string => {
  const more = random.chance(0.1) ? 'and so on, at length, '.repeat(random.below(400)) : '';
  return `proof ${number} ${random.u32().toString(36)} ${more}`;
};

const oneEdit = (
  { microCredential, evidence }: ReviewDocument,
  random: Stream,
  text: string,
): ReviewOperation => {
  const criterionId = random.pick(microCredential.rubric.criteria).id;
  const [artifact] = evidence;
  const kind = random.below(4);
  if (kind === 0) return { op: 'rationale.set', criterionId, text };
  if (kind === 1 && artifact !== undefined) {
    const id = `note-${random.below(12)}` as AnnotationId;
    const at = random.below(600);
    return {
      op: 'annotation.put',
      annotation: {
        id,
        artifactId: artifact.id,
        artifactSha256: artifact.sha256,
        locator: { kind: 'time', start: at, end: at + 5, region: null, quote: null },
        text,
        criterionIds: [criterionId],
        createdAt: '2026-03-02T08:00:00.000Z',
      },
    };
  }
  const field = random.pick(['strength', 'gap', 'nextStep'] as const);
  return { op: 'feedback.set', criterionId: random.chance(0.5) ? criterionId : null, field, text };
};

const oneScore = ({ microCredential }: ReviewDocument, random: Stream): ReviewOperation => {
  const criterion = random.pick(microCredential.rubric.criteria);
  return { op: 'score.set', criterionId: criterion.id, score: random.pick(allowedScores(criterion, true)) };
};

/** Everything a review needs to be submitted; the first with words of its own. */
const filling = (document: ReviewDocument, random: Stream, text: string): ReviewOperation[] => [
  { op: 'feedback.set', criterionId: null, field: 'strength', text },
  { op: 'feedback.set', criterionId: null, field: 'nextStep', text: 'Wait three seconds.' },
  ...document.microCredential.rubric.criteria.map(
    (criterion): ReviewOperation => ({
      op: 'score.set',
      criterionId: criterion.id,
      score: random.pick(allowedScores(criterion, true)),
    }),
  ),
];

const contentOf = (document: ReviewDocument, operations: readonly ReviewOperation[]): ReviewContent =>
  reviewContent(
    document.microCredential.rubric.criteria.map(({ id }) => id),
    operations.map((operation): StampedOperation => ({ stamp: '', operation })),
  );

const same = (a: unknown, b: unknown): boolean => canonicalJson(a as Json) === canonicalJson(b as Json);

export const createWriter = (random: Stream): Writer => {
  const ledger = createLedger();
  const reviews = new Map<AssignmentId, Known>();
  const snippets = new Map<string, Snippet[]>();
  const shares: { readonly value: number; readonly answer: 'ok' | 'unsure' }[] = [];
  const problems = new Map<string, number>();
  /** Files of an assignment that the workbench has said are here. */
  const filesHere = new Map<string, number>();
  let number = 0;

  const count = ({ code }: Problem): void => void problems.set(code, (problems.get(code) ?? 0) + 1);

  const send = async <T>(sent: Sent, run: () => Promise<Result<T>>): Promise<Result<T>> => {
    const answer = await run();
    sent.answer = answer.ok ? 'ok' : 'problem';
    if (!answer.ok) count(answer.problem);
    return answer;
  };

  const edit = (bridge: BridgeClient, assignmentId: AssignmentId, operations: ReviewOperation[]) =>
    send(ledger.send({ assignmentId, what: 'edit', operations }), () =>
      bridge.ask('review.applyEdits', { assignmentId, operations, activeSeconds: 1 }),
    );

  const openedIds = (): AssignmentId[] =>
    [...reviews].flatMap(([id, { document }]) => (document === null ? [] : [id]));

  const putSnippet = async (bridge: BridgeClient): Promise<void> => {
    const id = `00000000-0000-4000-8000-${String(random.below(20)).padStart(12, '0')}`;
    const text = words(random, ++number).slice(0, 3900);
    const list = snippets.get(id) ?? [];
    snippets.set(id, list);
    list.push({ text, answer: 'unsure' });
    const scope = { microCredentialId: null, criterionId: null };
    const draft = {
      id: snippetIdSchema.parse(id),
      title: `Proof ${number}`,
      text,
      kind: 'any' as const,
      scope,
    };
    const answer = await bridge.ask('commentBank.put', draft);
    if (answer.ok) list.splice(0, list.length, { text, answer: 'ok' });
    else count(answer.problem);
  };

  const setShare = async (bridge: BridgeClient): Promise<void> => {
    const value = 0.3 + random.below(450) / 1000;
    shares.push({ value, answer: 'unsure' });
    const answer = await bridge.ask('settings.set', { evidenceShare: value });
    if (answer.ok) shares.splice(0, shares.length, { value, answer: 'ok' });
    else count(answer.problem);
  };

  const finish = async (bridge: BridgeClient, assignmentId: AssignmentId, known: Known): Promise<void> => {
    if (known.document === null) return;
    const filled = await edit(bridge, assignmentId, filling(known.document, random, words(random, ++number)));
    if (!filled.ok) return;
    const sent = ledger.send({ assignmentId, what: 'submit' });
    const submitted = await send(sent, () => bridge.ask('review.submit', { assignmentId }));
    if (submitted.ok) known.state = 'submitted';
  };

  const act = async (bridge: BridgeClient): Promise<void> => {
    const assignmentId = random.pick(openedIds());
    const known = reviews.get(assignmentId);
    if (known?.document == null) return;
    if (known.state === 'submitted') {
      const sent = ledger.send({ assignmentId, what: 'amend' });
      const amended = await send(sent, () => bridge.ask('review.amend', { assignmentId }));
      if (amended.ok) known.state = 'open';
      return;
    }
    const chosen = random.below(100);
    if (chosen < 6) return putSnippet(bridge);
    if (chosen < 8) return setShare(bridge);
    if (chosen < 12) return finish(bridge, assignmentId, known);
    if (chosen < 14) {
      const note = words(random, ++number).slice(0, 3900);
      const sent = ledger.send({ assignmentId, what: 'disclosure', note });
      const raised = { assignmentId, note, procedureReadAt: '2026-03-02T08:00:00.000Z' };
      await send(sent, () => bridge.ask('review.raiseChildSafety', raised));
      return;
    }
    const more = Array.from({ length: random.below(3) }, () =>
      oneScore(known.document as ReviewDocument, random),
    );
    await edit(bridge, assignmentId, [oneEdit(known.document, random, words(random, ++number)), ...more]);
  };

  const actInBulk = async (bridge: BridgeClient, edits: number): Promise<void> => {
    const writable = openedIds().filter((id) => reviews.get(id)?.state === 'open');
    if (writable.length === 0) return act(bridge);
    const assignmentId = random.pick(writable);
    const document = reviews.get(assignmentId)?.document;
    if (document == null) return;
    const operations = Array.from({ length: edits }, () =>
      oneEdit(document, random, words(random, ++number)),
    );
    await edit(bridge, assignmentId, operations);
  };

  const checkReview = (document: ReviewDocument): void => {
    const { id } = document.assignment;
    if (!same(document.content, contentOf(document, ledger.standing(id)))) {
      throw new LostWork(`the review of ${document.submission.code} does not show what was written`);
    }
  };

  /** What was acknowledged last, or anything that was sent after it without an answer; and that is then what counts. */
  const oneOf = <T extends { readonly answer: 'ok' | 'unsure' }>(
    list: T[],
    fits: (one: T) => boolean,
    shown: boolean,
    what: string,
  ): void => {
    const found = list.find(fits);
    const needed = list.some(({ answer }) => answer === 'ok');
    if (found === undefined && (shown || needed)) throw new LostWork(`${what} is not what was saved`);
    list.splice(0, list.length, ...(found === undefined ? [] : [{ ...found, answer: 'ok' as const }]));
  };

  const checkDesk = async (bridge: BridgeClient): Promise<number> => {
    const { own } = await bridge.call('commentBank.list', {});
    for (const [id, list] of snippets) {
      const shown = own.find((one) => one.id === id);
      oneOf(list, ({ text }) => text === shown?.text, shown !== undefined, `the comment ${id}`);
    }
    const { evidenceShare } = await bridge.call('settings.get', {});
    if (shares.length > 0) {
      const standard = shares.every(({ answer }) => answer === 'unsure');
      if (!standard || shares.some(({ value }) => value === evidenceShare)) {
        oneOf(shares, ({ value }) => value === evidenceShare, true, 'the width of the evidence');
      } else shares.length = 0;
    }
    const { items } = await bridge.call('queue.list', {});
    for (const { assignmentId, evidence } of items) {
      const before = filesHere.get(assignmentId) ?? 0;
      if (evidence.filesHere < before)
        throw new LostWork(`${before} files were here, now ${evidence.filesHere}`);
      filesHere.set(assignmentId, evidence.filesHere);
    }
    return snippets.size + 1 + items.length;
  };

  const open = async (bridge: BridgeClient, limit = Number.POSITIVE_INFINITY): Promise<void> => {
    const { items } = await bridge.call('queue.list', {});
    let left = limit;
    for (const { assignmentId } of items) {
      const known = reviews.get(assignmentId) ?? { document: null, state: 'open' as const };
      reviews.set(assignmentId, known);
      if (known.document !== null || left <= 0) continue;
      left -= 1;
      const opened = await bridge.ask('review.open', { assignmentId });
      if (opened.ok) known.document = opened.value;
      else count(opened.problem);
    }
  };

  const check = async (bridge: BridgeClient): Promise<number> => {
    let checks = await checkDesk(bridge);
    for (const [assignmentId, known] of reviews) {
      if (known.document === null) continue;
      const document = await bridge.call('review.open', { assignmentId });
      checkReview(document);
      known.document = document;
      known.state = document.state === 'submitted' ? 'submitted' : 'open';
      checks += 1;
    }
    return checks;
  };

  return {
    ledger,
    problems,
    check,
    open,
    act,
    actInBulk,
    unopened: () => [...reviews.values()].filter(({ document }) => document === null).length,
    forgetSnippets: () => snippets.clear(),
  };
};
