/**
 * What is at the end of the log, after the number that `device_identity` notes, is in line for being in the log: the outbox has
 * lines only for what was lined up. A saved edit writes one row less. `outbox_lines` shows both alike.
 */
export const tailInLine = `
INSERT INTO event_places SELECT submission_id, device_seq FROM events
  WHERE device_seq > (SELECT last_device_seq FROM device_identity);
UPDATE outbox SET state = 'pending' WHERE state = 'new';
UPDATE device_identity SET (last_device_seq, last_chain_hash) =
    (SELECT device_seq, chain_hash FROM events ORDER BY device_seq DESC LIMIT 1)
  WHERE EXISTS (SELECT 1 FROM events);

CREATE TABLE outbox_next (
  device_seq INTEGER PRIMARY KEY REFERENCES events (device_seq),
  event_id TEXT NOT NULL UNIQUE,
  assignment_id TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'blocked', 'delivered')),
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  delivered_at TEXT
) STRICT;
INSERT INTO outbox_next SELECT * FROM outbox ORDER BY device_seq;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE INDEX outbox_unsent ON outbox (device_seq) WHERE state IN ('pending', 'sending');
CREATE INDEX outbox_blocked ON outbox (device_seq) WHERE state = 'blocked';
CREATE INDEX outbox_open_by_assignment ON outbox (assignment_id, state) WHERE state IN ('pending', 'sending', 'blocked');
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

CREATE VIEW outbox_lines AS
  SELECT device_seq, event_id, assignment_id, state, attempts, problem, delivered_at FROM outbox
  UNION ALL SELECT device_seq, event_id, assignment_id, 'pending', 0, NULL, NULL FROM events
    WHERE device_seq > (SELECT last_device_seq FROM device_identity);
`;
