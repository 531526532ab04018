/**
 * The first schema. Three owners, disjoint tables: `hub_*` hold what the hub sent and are written by pull alone;
 * `device_*` hold what this computer knows of itself; the rest is the reviewer's work, never written by pull.
 * `sealed_*` columns are encrypted with the submission's own key on top of the database's encryption, so that
 * destroying that key erases them in every copy.
 */
export const spine = `
CREATE TABLE hub_micro_credentials (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_submissions (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  micro_credential_id TEXT NOT NULL,
  code TEXT NOT NULL,
  sealed_state BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_artifacts (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  submission_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  slot_id TEXT NOT NULL,
  sealed_state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hub_artifacts_of_submission ON hub_artifacts (submission_id);

CREATE TABLE hub_assignments (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  submission_id TEXT NOT NULL,
  due_at TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hub_assignments_by_due ON hub_assignments (due_at, id);
CREATE INDEX hub_assignments_of_submission ON hub_assignments (submission_id);

-- One row. cursor is NULL before the first pull. digest and live_count describe the rows of the four tables above.
CREATE TABLE hub_feed (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  cursor TEXT,
  live_count INTEGER NOT NULL,
  digest TEXT NOT NULL,
  durable_seq INTEGER NOT NULL
) STRICT;

-- Pages received and not yet applied, in feed order.
CREATE TABLE hub_staged_changes (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  change TEXT NOT NULL
) STRICT;

-- One file of one submission on its way to, or in, the vault. parts_done: JSON array of part numbers verified on disk.
CREATE TABLE device_downloads (
  submission_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'downloading', 'here', 'failed')),
  manifest TEXT,
  parts_done TEXT NOT NULL DEFAULT '[]',
  bytes_here INTEGER NOT NULL DEFAULT 0,
  wanted_at INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  PRIMARY KEY (submission_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_downloads_by_state ON device_downloads (state);

-- One row: who this device is, the last event number given out, and the last hybrid clock stamp seen.
CREATE TABLE device_identity (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  device_id TEXT NOT NULL,
  last_device_seq INTEGER NOT NULL,
  last_stamp TEXT,
  last_chain_hash TEXT NOT NULL,
  clean_exit INTEGER NOT NULL
) STRICT;

-- One row once somebody has signed in. token is NULL after signing out.
CREATE TABLE device_account (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  account TEXT NOT NULL,
  token TEXT,
  expires_at TEXT,
  device_secret TEXT NOT NULL,
  last_sync_at TEXT
) STRICT;

CREATE TABLE device_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Submissions whose evidence must be removed from this computer; done after the transaction that says so.
CREATE TABLE device_erasures (
  submission_id TEXT PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('withdrawn', 'erased', 'recused')),
  due_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reviews (
  assignment_id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('opened', 'draft', 'submitted', 'amending', 'set-aside', 'recused')),
  assignment_version INTEGER NOT NULL,
  rubric_hash TEXT NOT NULL,
  scored INTEGER NOT NULL DEFAULT 0,
  active_seconds INTEGER NOT NULL DEFAULT 0,
  saved_at TEXT,
  submitted_at TEXT,
  -- The hub's answer to the last final review.
  received_at TEXT,
  amendable_until TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_of_submission ON reviews (submission_id);

-- The latest operation under each key of a review (see operationKey).
CREATE TABLE review_registers (
  assignment_id TEXT NOT NULL,
  key TEXT NOT NULL,
  stamp TEXT NOT NULL,
  sealed_operation BLOB NOT NULL,
  PRIMARY KEY (assignment_id, key)
) STRICT, WITHOUT ROWID;

-- Everything the reviewer did, in order, for ever. chain_hash = SHA-256(previous chain_hash || event_id || payload_hash).
CREATE TABLE events (
  device_seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  assignment_id TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  assignment_version INTEGER NOT NULL,
  rubric_hash TEXT NOT NULL,
  type TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  sealed_payload BLOB NOT NULL,
  occurred_at TEXT NOT NULL,
  chain_hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- One row for each event, until the hub has answered and beyond: delivered rows are what "acknowledged" counts.
CREATE TABLE outbox (
  device_seq INTEGER PRIMARY KEY REFERENCES events (device_seq),
  event_id TEXT NOT NULL UNIQUE REFERENCES events (event_id),
  assignment_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'blocked', 'delivered')),
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  delivered_at TEXT
) STRICT;
CREATE INDEX outbox_unsent ON outbox (device_seq) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_blocked ON outbox (device_seq) WHERE state = 'blocked';
CREATE INDEX outbox_open_by_assignment ON outbox (assignment_id, state) WHERE state <> 'delivered';

-- How many outbox rows are in each state: the status line costs one small read whatever the outbox holds.
CREATE TABLE outbox_counts (state TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO outbox_counts (state, n) VALUES ('pending', 0), ('sending', 0), ('blocked', 0), ('delivered', 0);
CREATE TRIGGER outbox_counted_in AFTER INSERT ON outbox BEGIN
  UPDATE outbox_counts SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER outbox_counted_over AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state BEGIN
  UPDATE outbox_counts SET n = n - 1 WHERE state = OLD.state;
  UPDATE outbox_counts SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER outbox_counted_out AFTER DELETE ON outbox BEGIN
  UPDATE outbox_counts SET n = n - 1 WHERE state = OLD.state;
END;
`;
