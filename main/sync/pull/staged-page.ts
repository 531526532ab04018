import { z } from 'zod';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { type Change, changeSchema, feedDigestSchema } from '../../../shared/hub-api/changes.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { PulledPage } from '../../hub-client/hub-client.ts';
import type { Keyring } from '../../keys/keyring.ts';

/** Where a page ended. `full`: this pull began at the beginning of the feed and replaces what is here. */
const pageEndSchema = z.object({
  cursor: z.string(),
  more: z.boolean(),
  digest: feedDigestSchema.nullable(),
  durableSeq: z.number().int(),
  full: z.boolean(),
});
export type PageEnd = z.infer<typeof pageEndSchema>;

/** What people wrote waits sealed with its submission's key; the rest as it came. */
const stagedSchema = z.union([
  z.object({ end: pageEndSchema }),
  z.object({ plain: z.unknown() }),
  z.object({ submissionId: z.string(), place: z.string(), sealed: z.base64() }),
]);

/** A change to apply, with its state as the hub sent it. */
export type StagedChange = { readonly change: Change; readonly state: string };

/** The submission whose key protects this change, undefined for one that carries nothing of anybody's. */
export const submissionOf = (change: Change): string | undefined => {
  if (change.change === 'tombstone') return undefined;
  if (change.kind === 'submission') return change.id;
  const ofSubmission = change.kind === 'artifact' || change.kind === 'review-register';
  return ofSubmission ? change.state.submissionId : undefined;
};

/** The rows that stage a page: one per change, and the text of its end. The keys must exist. */
export const stagedRows = (
  { page, raw }: PulledPage,
  full: boolean,
  keyring: Pick<Keyring, 'sealText'>,
  isGivenUp: (submissionId: string) => boolean,
): Result<{ readonly changes: string[]; readonly end: string }> => {
  const changes: string[] = [];
  for (const [index, change] of page.changes.entries()) {
    const submissionId = submissionOf(change);
    if (submissionId === undefined || isGivenUp(submissionId)) {
      changes.push(JSON.stringify({ plain: submissionId === undefined ? raw[index] : withoutText(change) }));
      continue;
    }
    const place = `hub_staged_changes.change/${change.kind}/${change.id}`;
    const sealed = keyring.sealText(submissionId, place, JSON.stringify(raw[index]));
    if (!sealed.ok) return fail(problem('submission-erased'));
    changes.push(
      JSON.stringify({ submissionId, place, sealed: Buffer.from(sealed.value).toString('base64') }),
    );
  }
  const { cursor, more, digest, durableSeq } = page;
  return ok({
    changes,
    end: JSON.stringify({ end: { cursor, more, digest, durableSeq, full } satisfies PageEnd }),
  });
};

/** A change of a submission that the reviewer has given up by recusing: it is counted, nothing anybody wrote is kept. */
const withoutText = (change: Change): Change => {
  if (change.change === 'tombstone') return change;
  if (change.kind === 'submission') {
    const state = { ...change.state, context: '', changeNote: '', priorFeedback: null };
    return { ...change, state };
  }
  if (change.kind === 'review-register') {
    return { ...change, state: { ...change.state, operation: withoutWords(change.state.operation) } };
  }
  return change.kind === 'artifact' ? { ...change, state: { ...change.state, label: change.id } } : change;
};

/** An edit under the same key that says nothing. */
const withoutWords = (operation: ReviewOperation): ReviewOperation => {
  switch (operation.op) {
    case 'score.set':
      return { ...operation, score: null };
    case 'rationale.set':
    case 'feedback.set':
      return { ...operation, text: '' };
    case 'condition.set':
      return { ...operation, present: false, note: '' };
    case 'annotation.put':
      return { op: 'annotation.remove', annotationId: operation.annotation.id };
    case 'annotation.remove':
      return operation;
  }
};

export const openPageEnd = (text: string): PageEnd =>
  z.object({ end: pageEndSchema }).parse(JSON.parse(text)).end;

/** The changes of all staged pages in feed order. Undefined when one no longer opens (its key was destroyed since). */
export const openStaged = (
  rows: readonly string[],
  keyring: Pick<Keyring, 'openText'>,
): StagedChange[] | undefined => {
  const changes: StagedChange[] = [];
  for (const row of rows) {
    const staged = stagedSchema.parse(JSON.parse(row));
    if ('end' in staged) continue;
    let raw: unknown;
    if ('plain' in staged) {
      raw = staged.plain;
    } else {
      const sealed = Buffer.from(staged.sealed, 'base64');
      const text = keyring.openText(staged.submissionId, staged.place, sealed);
      if (!text.ok) return undefined;
      raw = JSON.parse(text.value);
    }
    const change = changeSchema.parse(raw);
    changes.push({ change, state: JSON.stringify((raw as { state?: unknown }).state) });
  }
  return changes;
};
