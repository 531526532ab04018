import type { ProblemParams } from '../../shared/lib/problem.ts';

type Sentence = { readonly level: 'fault' | 'note'; readonly sentence: string };

const fault = (sentence: string): Sentence => ({ level: 'fault', sentence });
const note = (sentence: string): Sentence => ({ level: 'note', sentence });

/**
 * Everything a check of a profile can say: what was found, and what to do. A fault is something that is not as it was
 * written; a note is worth knowing and nothing is wrong. Another language is another record with these keys.
 */
const sentences = {
  'connection-missing': fault(
    'connection.json is missing: Assay does not know which hub this profile belongs to. Put it back from a copy of the folder.',
  ),
  'connection-damaged': fault(
    'connection.json cannot be read. Put it back from a copy of the folder, or set Assay up anew with another profile and move the accounts folder and key.json there.',
  ),
  'key-missing': fault(
    'key.json is missing, and without it nothing here can be read. Put back the key.json that belongs to this profile; never make a new one.',
  ),
  'key-file-damaged': fault(
    '{file} is damaged. Put it back from a copy of the folder; nothing can be read without it.',
  ),
  'keyring-missing': fault(
    'keyring.json is missing: the evidence and the texts of this account cannot be read. Put it back where it was.',
  ),
  'keyring-damaged': fault(
    'keyring.json is damaged or belongs to another profile. Put the right one back, or ask your issuer to assign the work anew.',
  ),
  'keyring-entry-damaged': fault(
    'The key of submission {submission} is in the keyring and does not open. Tell the makers of Assay; ask your issuer to assign the submission anew.',
  ),
  'submission-key-missing': fault(
    'The key of submission {submission} is gone although its texts are here: they cannot be read. If it was not erased, put keyring.json back from before, or ask your issuer to assign it anew.',
  ),
  'database-missing': fault(
    'workspace.db is missing. Restore a backup: assay restore, with --list to see which there are.',
  ),
  'database-key-wrong': fault(
    'workspace.db does not open with the key of this profile: its first page is damaged, or it is from another profile. Restore a backup: assay restore.',
  ),
  'database-newer': fault(
    'workspace.db was written by a newer Assay (schema {found}, this one knows {known}). Nothing is wrong with it; check it with that Assay.',
  ),
  'database-damaged': fault(
    'workspace.db is damaged ({detail}). Restore a backup: assay restore. What the hub has acknowledged comes back by syncing.',
  ),
  'database-references': fault(
    'workspace.db has {count} rows that refer to rows that are not there. Restore a backup: assay restore.',
  ),
  'schema-changed': fault(
    'The {object} of workspace.db is not as Assay makes it: somebody has changed the database. Restore a backup: assay restore.',
  ),
  'outbox-miscounted': fault(
    'The outbox says {said} {state}, and there are {found}. The status line is wrong; the work is there. Restore a backup if the hub never gets it: assay restore.',
  ),
  'identity-missing': fault(
    'The database does not say which device this is. Restore a backup: assay restore.',
  ),
  'events-missing': fault(
    'Changes {from} to {to} are missing from the log of what was written here. What the hub has of them is still there. Restore a backup from before: assay restore.',
  ),
  'event-altered': fault(
    'Change {number} ({type}) in the log is not what was written: the chain breaks at it. Restore a backup from before, and tell your calibration lead.',
  ),
  'event-payload-altered': fault(
    'The content of change {number} ({type}) is not what was written. Restore a backup from before, and tell your calibration lead.',
  ),
  'event-unreadable': fault(
    'The content of change {number} ({type}) does not open although its key is here. Restore a backup from before: assay restore.',
  ),
  'chain-end': fault(
    'The log ends with another change than this device remembers as its last. Restore a backup from before: assay restore.',
  ),
  'register-unreadable': fault(
    'In the review of {submission}, what stands under {key} does not open. Restore a backup from before: assay restore.',
  ),
  'register-differs': fault(
    'In the review of {submission}, what stands under {key} is not what the log says was written. Compare it with what you remember; restore a backup from before: assay restore.',
  ),
  'register-missing': fault(
    'In the review of {submission}, {key} is missing although the log has it. Restore a backup from before: assay restore.',
  ),
  'evidence-missing': fault(
    'An evidence file of {submission} is not on the disk although it was downloaded. Open its review in Assay and download it again.',
  ),
  'evidence-header': fault(
    'The first bytes of an evidence file of {submission} are cut short, altered, or sealed with another key. Open it in Assay: it is discarded and can be downloaded again.',
  ),
  'evidence-size': fault(
    'An evidence file of {submission} has {found} bytes instead of {expected}. Open it in Assay: it is discarded and can be downloaded again.',
  ),
  'evidence-length': fault(
    'An evidence file of {submission} holds {found} bytes of evidence; the hub says {expected}. Open it in Assay and download it again.',
  ),
  'evidence-chunks': fault(
    '{bad} of {chunks} blocks of an evidence file of {submission} are altered, the first at {first}. Open it in Assay: it is discarded and can be downloaded again.',
  ),
  'evidence-sha256': fault(
    'An evidence file of {submission} is not the file that the hub names. Open it in Assay and download it again.',
  ),
  'evidence-unreadable': fault('A file cannot be read: the disk answered {reason}. Check the disk.'),
  'evidence-without-key': fault(
    'An evidence file of {submission} is here and its key is not: it cannot be read. It may be deleted; if the submission is still assigned, download it again.',
  ),
  'evidence-unknown': fault(
    'This file belongs to no evidence that the workspace knows of. Assay does not need it; nobody can read it without the keyring.',
  ),
  'unfinished-damaged': fault(
    'What has been downloaded of an evidence file of {submission} is damaged. Nothing to do: the download checks it and fetches those parts again.',
  ),
  'file-unknown': fault('This file is not one of Assay’s. Look at it, and move it away.'),
  'backup-damaged': fault(
    'This backup does not open or is damaged ({detail}). It is of no use; the others are not touched by that.',
  ),
  'evidence-unchecked': note('Evidence was not checked, because {why}.'),
  'content-unchecked': note('The contents of the log and of the reviews were not checked, because {why}.'),
  'unfinished-download': note(
    'An evidence file of {submission} is not downloaded completely. It goes on at the next sync.',
  ),
  'evidence-waiting': note('{count} evidence files are still to be downloaded.'),
  'evidence-away': note(
    '{count} evidence files were taken off this computer to make room. They come back when their submission is opened or kept offline.',
  ),
  'evidence-not-noted': note(
    'A finished evidence file of {submission} is here that the workspace still counts as to be downloaded. The next sync puts that right.',
  ),
  'changes-erased': note(
    '{count} changes in the log cannot be read, because their submissions were removed from this computer. That is as it should be.',
  ),
  'changes-unsent': note('{count} changes have not reached the hub yet.'),
  'registers-taken-over': note(
    '{count} fields of reviews were taken over from another device of yours; the log of this one does not have them.',
  ),
  'keys-unused': note(
    '{count} keys belong to submissions that no row speaks of. The next sync makes or removes them.',
  ),
  'erasures-pending': note(
    '{count} submissions are still to be removed from this computer. Start Assay: it does so by itself.',
  ),
  'schema-older': note('workspace.db has schema {found}; Assay brings it to {known} when it is opened next.'),
  'set-aside': note(
    'A database that was replaced by a restore is kept here. Delete the folder when you do not need it any more.',
  ),
  'half-written': note(
    'A file that was being written when Assay was stopped. It is not needed; Assay writes it anew.',
  ),
  'restore-unfinished': note(
    'A restore was interrupted. Assay finishes it when the workspace is opened next.',
  ),
  'no-backup': note('There is no backup yet. Assay makes one each day on which it is unlocked.'),
} as const satisfies Record<string, Sentence>;

export type FindingCode = keyof typeof sentences;

/** `place`: a path in the profile. Params carry codes, numbers and keys, never what a person wrote. */
export type Finding = {
  readonly code: FindingCode;
  readonly place: string;
  readonly params?: ProblemParams;
};

export const levelOf = ({ code }: Finding): 'fault' | 'note' => sentences[code].level;

export const describeFinding = ({ code, params = {} }: Finding): string =>
  sentences[code].sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '…'));
