/**
 * Two devices of one reviewer. What the hub says stands in a review has a table of its own, written by pull alone; a
 * review is read as the merge of that and the reviewer's own registers. `key` and `stamp` stand outside the seal, so
 * that merging opens only what wins. A row without sealed bytes only counts in the feed's digest. The index `kept` holds
 * those that have left the feed: few at any time, and every pull looks for them.
 *
 * How much of a merged review is scored is kept beside it for lists: pull and the reviewer's own edits both change it.
 * `reviews.scored` is not written any more. `arrivals` counts the pulls that changed a review.
 *
 * A change the hub refused that has been settled (a final submitted anew, work on a rubric begun anew) holds nothing up
 * any more; it leaves the outbox and stays here to be read until it is dismissed.
 */
export const twoDevices = `
CREATE TABLE hub_review_registers (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  assignment_id TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  key TEXT NOT NULL,
  stamp TEXT NOT NULL,
  received_at TEXT NOT NULL,
  sealed_state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hub_review_registers_of_assignment ON hub_review_registers (assignment_id, key);
CREATE INDEX hub_review_registers_kept ON hub_review_registers (assignment_id) WHERE version = 0;
CREATE INDEX hub_review_registers_of_submission ON hub_review_registers (submission_id);

CREATE TABLE device_review_merges (
  assignment_id TEXT PRIMARY KEY,
  scored INTEGER NOT NULL,
  edited INTEGER NOT NULL CHECK (edited IN (0, 1)),
  arrivals INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO device_review_merges (assignment_id, scored, edited, arrivals)
  SELECT assignment_id, scored,
    EXISTS (SELECT 1 FROM review_registers r WHERE r.assignment_id = reviews.assignment_id), 0
  FROM reviews;

CREATE TABLE settled_changes (
  event_id TEXT PRIMARY KEY REFERENCES events (event_id),
  problem TEXT NOT NULL,
  settled_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
