export const verifyHelp = `Usage: assay verify PROFILE [--passphrase-file FILE | --recovery-code-file FILE] [--json]

Checks everything that a reviewer's profile folder holds, and changes nothing in it: key.json and the keyring; the
database (every page, references, tables and triggers as Assay makes them); the log of changes, link by link and
content by content; the reviews against that log; every evidence file (header, exact size, every block, SHA-256);
files that are missing or that nobody knows; unfinished downloads; the daily backups.

Close Assay first: a profile that is in use is not checked. The database is read from an encrypted copy among this
computer's temporary files, which is removed at the end.

  --passphrase-file FILE      the passphrase of the workspace, alone in a file
  --recovery-code-file FILE   the recovery code instead; also where the computer's own keystore opens the workspace
  --json                      one JSON object: {"profile", "sound", "checked", "findings": [{"level", "code",
                              "place", "params", "sentence"}]}

The sample program's workspace needs neither. A profile is the folder named in the window under Settings, Workspace.

Exit code 0: everything is as it was written. 1: something was found. 2: it could not be checked (in use, wrong
passphrase, no profile there).
`;

export const restoreHelp = `Usage: assay restore PROFILE --from DAY|FILE [--passphrase-file FILE | --recovery-code-file FILE] [--json]
       assay restore PROFILE --list [--json]

Puts a daily backup in the place of an account's database, for when that is damaged or was lost. Close Assay first.

Assay writes a backup on each day on which it is unlocked and keeps seven, in the folder backups of each account. They are
encrypted like the database and open with the same key.json. The keys of submissions are in none of them: what was erased
since stays unreadable.

If the damaged database can still be read in part, run assay export-unsent first: what was written after the backup and
never reached the hub is only there.

The backup is checked before anything is changed. The database that stands there is copied to the folder set-aside and
never deleted. The workspace then goes on as a new device: sign in again; unsent work in the backup is sent, what the hub
has already is recognised, and what it received since the backup comes back.

  --from DAY|FILE             a day as --list shows it, or the file
  --list                      the backups there are
  --passphrase-file FILE      the passphrase of the workspace, alone in a file
  --recovery-code-file FILE   the recovery code instead; also where the computer's own keystore opens the workspace
  --json                      one JSON object

Exit code 0: restored, or listed. 1: refused, nothing was changed. 2: the command was not understood.
`;

export const exportUnsentHelp = `Usage: assay export-unsent PROFILE [--out FOLDER] [--passphrase-file FILE | --recovery-code-file FILE]

Takes the work that the hub has not acknowledged out of a profile that the window does not open any more: because it was
written by a newer Assay, or because the database is damaged and can still be read. One file for each account, which only
the hub can open (assay hub import FILE). Nothing in the profile is changed. Close Assay first.

  --out FOLDER                where the files go; default: the folder you are in
  --passphrase-file FILE      the passphrase of the workspace, alone in a file
  --recovery-code-file FILE   the recovery code instead; also where the computer's own keystore opens the workspace

Exit code 0: exported, or nothing was unsent. 1: something could not be read. 2: the command was not understood.
`;
