/**
 * A saved edit costs the disk few pages: every page of an encrypted database that a commit touches is enciphered, signed
 * and written. What a click must write is its event, its place in the line and the register, each in one page.
 *
 * - A line in the outbox begins as `new`, and no index holds it. Sync lines it up (`lineUp`): from then on it is `pending`,
 *   counted and indexed, and `event_places` finds the events of its submission. New lines are always the last ones.
 * - The log's end is the last event itself, which carries the hybrid clock too. `device_identity` notes number and chain
 *   hash of the end when lines are lined up, so that a log that was cut short is still noticed.
 * - How long was worked until an edit, and when it was saved, stand in its event: `reviews` is written when its state
 *   changes, and its `active_seconds` and `saved_at` are what older versions counted.
 * - A register points to the event that wrote it, in place of a second sealed copy. What another device wrote, and what
 *   an older version wrote, has no such event and stands sealed in the register.
 * - Ids of events are looked for where they are few; uniqueness is the hub's to keep (UNIQUE there, for ever).
 *
 * Pages of the feed wait in the form their tables hold, sealed once: `sealed` under the key `key_id`. What waited before
 * is asked for again.
 */
export const slimClick = `
CREATE TABLE events_next (
  device_seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  assignment_version INTEGER NOT NULL,
  rubric_hash TEXT NOT NULL,
  type TEXT NOT NULL,
  payload_hash TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  chain_hash TEXT NOT NULL,
  -- The device's hybrid clock after this event; NULL before the first stamp, and in events of older versions.
  clock TEXT,
  -- How long the reviewer worked on the review until this edit, since the one before.
  active_seconds INTEGER NOT NULL,
  sealed_payload BLOB NOT NULL
) STRICT;
INSERT INTO events_next SELECT device_seq, event_id, assignment_id, submission_id, assignment_version, rubric_hash, type,
  payload_hash, occurred_at, chain_hash, NULL, 0, sealed_payload FROM events ORDER BY device_seq;
CREATE TABLE outbox_before AS SELECT * FROM outbox;
CREATE TABLE settled_before AS SELECT * FROM settled_changes;
CREATE TABLE registers_before AS SELECT * FROM review_registers;
DROP TABLE outbox;
DROP TABLE settled_changes;
DROP TABLE review_registers;
DROP TABLE events;
ALTER TABLE events_next RENAME TO events;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
WHEN NOT (
  NEW.sealed_payload = x'' AND NEW.device_seq = OLD.device_seq AND NEW.event_id = OLD.event_id
  AND NEW.assignment_id = OLD.assignment_id AND NEW.submission_id = OLD.submission_id
  AND NEW.assignment_version = OLD.assignment_version AND NEW.rubric_hash = OLD.rubric_hash AND NEW.type = OLD.type
  AND NEW.payload_hash = OLD.payload_hash AND NEW.occurred_at = OLD.occurred_at AND NEW.chain_hash = OLD.chain_hash
  AND NEW.clock IS OLD.clock AND NEW.active_seconds = OLD.active_seconds
  AND EXISTS (
    SELECT 1 FROM device_erasures d WHERE d.submission_id = OLD.submission_id AND d.erasure_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- The events of a submission, as far as they are lined up.
CREATE TABLE event_places (
  submission_id TEXT NOT NULL,
  device_seq INTEGER NOT NULL,
  PRIMARY KEY (submission_id, device_seq)
) STRICT, WITHOUT ROWID;
INSERT INTO event_places SELECT submission_id, device_seq FROM events;

CREATE TABLE outbox (
  device_seq INTEGER PRIMARY KEY REFERENCES events (device_seq),
  event_id TEXT NOT NULL,
  assignment_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'pending', 'sending', 'blocked', 'delivered')),
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  delivered_at TEXT
) STRICT;
INSERT INTO outbox SELECT * FROM outbox_before ORDER BY device_seq;
DROP TABLE outbox_before;
CREATE UNIQUE INDEX outbox_by_event ON outbox (event_id) WHERE state <> 'new';
CREATE INDEX outbox_lined_up ON outbox (device_seq) WHERE state <> 'new';
CREATE INDEX outbox_unsent ON outbox (device_seq) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_blocked ON outbox (device_seq) WHERE state = 'blocked';
CREATE INDEX outbox_open_by_assignment ON outbox (assignment_id, state) WHERE state IN ('pending', 'sending', 'blocked');

-- Lines that are new are not counted: they are the few last ones. Every line comes as a new one.
CREATE TRIGGER outbox_counted_over AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state BEGIN
  UPDATE outbox_counts SET n = n - 1 WHERE state = OLD.state;
  UPDATE outbox_counts SET n = n + 1 WHERE state = NEW.state;
END;
CREATE TRIGGER outbox_counted_out AFTER DELETE ON outbox BEGIN
  UPDATE outbox_counts SET n = n - 1 WHERE state = OLD.state;
END;

CREATE TABLE settled_changes (
  event_id TEXT PRIMARY KEY,
  device_seq INTEGER NOT NULL REFERENCES events (device_seq),
  problem TEXT NOT NULL,
  settled_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO settled_changes SELECT s.event_id, e.device_seq, s.problem, s.settled_at
  FROM settled_before s JOIN events e ON e.event_id = s.event_id;
DROP TABLE settled_before;

-- The latest operation under each key of a review: in the event that wrote it, or sealed here.
CREATE TABLE review_registers (
  assignment_id TEXT NOT NULL,
  key TEXT NOT NULL,
  stamp TEXT NOT NULL,
  device_seq INTEGER REFERENCES events (device_seq),
  sealed_operation BLOB,
  PRIMARY KEY (assignment_id, key),
  CHECK ((device_seq IS NULL) <> (sealed_operation IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO review_registers SELECT assignment_id, key, stamp, NULL, sealed_operation FROM registers_before;
DROP TABLE registers_before;

-- Few at any time, and every pull looks for them.
CREATE INDEX hub_submissions_dark ON hub_submissions (id) WHERE sealed_state = x'';

-- What the status says of all files together, whatever their number: one row. None after files came or went, until sync
-- counts anew: a first pull brings thousands.
CREATE TABLE device_download_counts (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  files INTEGER NOT NULL,
  files_here INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  bytes_here INTEGER NOT NULL,
  failed INTEGER NOT NULL
) STRICT;
CREATE TRIGGER device_downloads_come AFTER INSERT ON device_downloads
WHEN EXISTS (SELECT 1 FROM device_download_counts) BEGIN
  DELETE FROM device_download_counts;
END;
CREATE TRIGGER device_downloads_counted AFTER UPDATE OF state, size, bytes_here ON device_downloads BEGIN
  UPDATE device_download_counts SET files_here = files_here + (NEW.state = 'here') - (OLD.state = 'here'),
    bytes = bytes + NEW.size - OLD.size, bytes_here = bytes_here + NEW.bytes_here - OLD.bytes_here,
    failed = failed + (NEW.state = 'failed') - (OLD.state = 'failed');
END;
CREATE TRIGGER device_downloads_go AFTER DELETE ON device_downloads
WHEN EXISTS (SELECT 1 FROM device_download_counts) BEGIN
  DELETE FROM device_download_counts;
END;

DROP TABLE hub_staged_changes;
CREATE TABLE hub_staged_changes (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  -- JSON: what stands outside of the seal, or where a page ended.
  head TEXT NOT NULL,
  -- What stands in the table as it came.
  state TEXT,
  sealed BLOB
) STRICT;
`;
