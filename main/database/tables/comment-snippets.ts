import {
  type CommentSnippet,
  commentSnippetSchema,
  type SnippetDraft,
  type SnippetId,
} from '../../../shared/domain/comment-snippet.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

type Row = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly kind: string;
  readonly microCredentialId: string | null;
  readonly criterionId: string | null;
  readonly updatedAt: string;
  readonly usedCount: number;
  readonly lastUsedAt: string | null;
};

/** The reviewer's own snippets. */
export const readSnippets = (db: ReadableDb): CommentSnippet[] =>
  db
    .prepare<Row>(
      `SELECT s.id, s.title, s.text, s.kind, s.micro_credential_id AS microCredentialId,
         s.criterion_id AS criterionId, s.updated_at AS updatedAt,
         COALESCE(u.used_count, 0) AS usedCount, u.last_used_at AS lastUsedAt
       FROM comment_snippets s LEFT JOIN comment_snippet_uses u ON u.snippet_id = s.id
       ORDER BY s.id`,
    )
    .all()
    .map(({ microCredentialId, criterionId, ...rest }) =>
      commentSnippetSchema.parse({ ...rest, scope: { microCredentialId, criterionId } }),
    );

export const putSnippet = (db: WritableDb, snippet: SnippetDraft, updatedAt: string): void => {
  const { id, title, text, kind, scope } = snippet;
  db.prepare(
    `INSERT INTO comment_snippets (id, title, text, kind, micro_credential_id, criterion_id, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text, kind = excluded.kind,
       micro_credential_id = excluded.micro_credential_id, criterion_id = excluded.criterion_id,
       updated_at = excluded.updated_at`,
  ).run(id, title, text, kind, scope.microCredentialId, scope.criterionId, updatedAt);
};

/** Its uses stay, so that putting it back brings them back too. */
export const removeSnippet = (db: WritableDb, id: SnippetId): void => {
  db.prepare('DELETE FROM comment_snippets WHERE id = ?').run(id);
};

export type SnippetUse = { readonly usedCount: number; readonly lastUsedAt: string };

/** How often each snippet was used, own or an issuer's, by its id. */
export const readSnippetUses = (db: ReadableDb): ReadonlyMap<string, SnippetUse> =>
  new Map(
    db
      .prepare<SnippetUse & { readonly id: string }>(
        `SELECT snippet_id AS id, used_count AS usedCount, last_used_at AS lastUsedAt
         FROM comment_snippet_uses`,
      )
      .all()
      .map(({ id, usedCount, lastUsedAt }) => [id, { usedCount, lastUsedAt }]),
  );

export const countSnippetUse = (db: WritableDb, id: SnippetId, at: string): void => {
  db.prepare(
    `INSERT INTO comment_snippet_uses (snippet_id, used_count, last_used_at) VALUES (?, 1, ?)
     ON CONFLICT (snippet_id) DO UPDATE SET used_count = comment_snippet_uses.used_count + 1,
       last_used_at = excluded.last_used_at`,
  ).run(id, at);
};
