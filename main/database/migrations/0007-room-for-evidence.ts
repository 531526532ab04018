/**
 * What of the evidence is on this computer is chosen: submissions that the reviewer keeps offline, and files that were
 * taken off it to make room for others. Such a file counts no longer as one that is wanted here, until it is asked for.
 */
export const roomForEvidence = `
CREATE TABLE device_kept_offline (
  submission_id TEXT PRIMARY KEY,
  -- Milliseconds since 1970.
  kept_since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Milliseconds since 1970 when the file was taken off this computer; 0: it is here, or on its way. While its bytes are
-- still counted here, it is not quite gone: taking it off is done again after a crash.
ALTER TABLE device_downloads ADD COLUMN evicted_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX device_downloads_evicted ON device_downloads (submission_id) WHERE evicted_at > 0;

-- Counted are the files that are wanted here.
DROP TRIGGER device_downloads_counted;
CREATE TRIGGER device_downloads_counted AFTER UPDATE OF state, size, bytes_here ON device_downloads
WHEN OLD.evicted_at = 0 AND NEW.evicted_at = 0 BEGIN
  UPDATE device_download_counts SET files_here = files_here + (NEW.state = 'here') - (OLD.state = 'here'),
    bytes = bytes + NEW.size - OLD.size, bytes_here = bytes_here + NEW.bytes_here - OLD.bytes_here,
    failed = failed + (NEW.state = 'failed') - (OLD.state = 'failed');
END;
CREATE TRIGGER device_downloads_evicted_or_back AFTER UPDATE OF evicted_at ON device_downloads
WHEN OLD.evicted_at <> NEW.evicted_at AND EXISTS (SELECT 1 FROM device_download_counts) BEGIN
  DELETE FROM device_download_counts;
END;
`;
