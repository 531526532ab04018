/**
 * An erasure that the issuer ordered is answered with a receipt, and told to the reviewer. `erasure_id` of a submission
 * that is due to go names such an order; `code` is what the reviewer knows it by, since its row is gone by then.
 * `device_erased_submissions` has one row for each order carried out, from the transaction that wrote its receipt.
 *
 * The log stays append-only, with one exception: the sealed text of an event whose submission is being erased by order
 * is emptied. Its key is destroyed before; number, hash and chain stay as they were.
 *
 * `pruned` counts acknowledged events that left the outbox: those in a finished backup of the hub, and those erased.
 */
export const erasuresAnswered = `
ALTER TABLE device_erasures ADD COLUMN erasure_id TEXT;
ALTER TABLE device_erasures ADD COLUMN code TEXT NOT NULL DEFAULT '';

CREATE TABLE device_erased_submissions (
  erasure_id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL,
  code TEXT NOT NULL,
  erased_at TEXT NOT NULL,
  -- Changes the hub had not acknowledged, which can no longer be sent.
  unsent INTEGER NOT NULL,
  receipt_event_id TEXT NOT NULL,
  seen INTEGER NOT NULL CHECK (seen IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX events_of_submission ON events (submission_id);
DROP TRIGGER events_never_change;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
WHEN NOT (
  NEW.sealed_payload = x'' AND NEW.device_seq = OLD.device_seq AND NEW.event_id = OLD.event_id
  AND NEW.assignment_id = OLD.assignment_id AND NEW.submission_id = OLD.submission_id
  AND NEW.assignment_version = OLD.assignment_version AND NEW.rubric_hash = OLD.rubric_hash AND NEW.type = OLD.type
  AND NEW.payload_hash = OLD.payload_hash AND NEW.occurred_at = OLD.occurred_at AND NEW.chain_hash = OLD.chain_hash
  AND EXISTS (
    SELECT 1 FROM device_erasures d WHERE d.submission_id = OLD.submission_id AND d.erasure_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

INSERT INTO outbox_counts (state, n) VALUES ('pruned', 0);
`;
