import {
  type CommentSnippet,
  type SnippetDraft,
  type SnippetId,
  snippetIdSchema,
} from '../../shared/domain/comment-snippet.ts';
import type { MicroCredential } from '../../shared/domain/micro-credential.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { CommentBank, IssuerBank } from '../../shared/workbench-api/comment-bank.ts';
import type { ChangeBus } from '../core/change-bus.ts';
import { instantNow } from '../core/instant.ts';
import type { Clock } from '../core/ports.ts';
import type { WritableDb } from '../database/connection.ts';
import { inTransaction } from '../database/open.ts';
import {
  countSnippetUse,
  putSnippet,
  readSnippets,
  readSnippetUses,
  removeSnippet,
  type SnippetUse,
} from '../database/tables/comment-snippets.ts';
import { listMicroCredentials } from '../database/tables/hub-micro-credentials.ts';
import type { Workspace } from './workspace.ts';

/** There is no value to answer with. */
type Nothing = Record<string, never>;

type BankDeps = {
  readonly workspace: Pick<Workspace, 'db'>;
  readonly bus: ChangeBus;
  readonly clock: Clock;
};

/** Own snippets, and those of the issuers whose micro-credentials are on this device. */
export const listCommentBank = ({ db }: Pick<Workspace, 'db'>): Result<CommentBank> => {
  const uses = readSnippetUses(db);
  return ok({
    own: readSnippets(db),
    issuers: listMicroCredentials(db)
      .map((microCredential) => issuerBank(microCredential, uses))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  });
};

export const putCommentSnippet = (deps: BankDeps, snippet: SnippetDraft): Result<Nothing> =>
  change(deps, (db, at) => putSnippet(db, snippet, at));

/** Removing what is not there is no failure: it is gone, as was asked. */
export const removeCommentSnippet = (deps: BankDeps, id: SnippetId): Result<Nothing> =>
  change(deps, (db) => removeSnippet(db, id));

export const countCommentUse = (deps: BankDeps, id: SnippetId): Result<Nothing> =>
  change(deps, (db, at) => countSnippetUse(db, id, at));

const change = (
  { workspace, bus, clock }: BankDeps,
  write: (db: WritableDb, at: string) => void,
): Result<Nothing> => {
  const changed = inTransaction(workspace.db, (db) => {
    write(db, instantNow(clock));
    return ok({});
  });
  if (changed.ok) bus.publish({ topic: 'comment-bank', ids: [] });
  return changed;
};

const issuerBank = (
  { id, code, title, issuerName, rubric, commentBank }: MicroCredential,
  uses: ReadonlyMap<string, SnippetUse>,
): IssuerBank => ({
  microCredentialId: id,
  code,
  title,
  issuerName,
  criteria: rubric.criteria.map((criterion) => ({ id: criterion.id, title: criterion.title })),
  snippets: commentBank.map((entry): CommentSnippet => {
    const snippetId = snippetIdSchema.parse(`${id}/${entry.id}`);
    return {
      id: snippetId,
      title: entry.title,
      text: entry.text,
      kind: entry.kind,
      scope: { microCredentialId: id, criterionId: entry.criterionId },
      usedCount: uses.get(snippetId)?.usedCount ?? 0,
      lastUsedAt: uses.get(snippetId)?.lastUsedAt ?? null,
      updatedAt: null,
    };
  }),
});
