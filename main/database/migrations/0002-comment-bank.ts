/**
 * The reviewer's comment bank. Its rows belong to the account, not to a submission, so there is no submission key to
 * seal them with; like the settings they are protected by the database's own encryption, and they never leave this
 * computer. Words about one student get here only by mistake: saving from a review turns its quotations, places and code
 * into placeholders, and the window says so.
 *
 * Uses stand apart, because an issuer's snippets are counted too and a removed snippet that is put back keeps its count.
 */
export const commentBank = `
CREATE TABLE comment_snippets (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  kind TEXT NOT NULL,
  micro_credential_id TEXT,
  criterion_id TEXT,
  updated_at TEXT NOT NULL,
  CHECK (criterion_id IS NULL OR micro_credential_id IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE comment_snippet_uses (
  snippet_id TEXT PRIMARY KEY,
  used_count INTEGER NOT NULL,
  last_used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
