/**
 * What each problem says to a person: what happened, what is safe, what to do. `{name}` is filled from the problem's
 * parameters. Another language is another record with these keys.
 */
export const problemSentences = {
  'account-unknown':
    'No account with that name and password. Check both, or ask your issuer to reset the password.',
  'already-connected':
    'This profile is connected to {name} already. Use that, or start Assay with another profile.',
  'already-finalised':
    'This submission already has a final review that counts. Your version is kept here; you can ask that it count instead.',
  'amend-window-closed':
    'The time for changing this review ended at {until}. Ask your calibration lead to unlock it.',
  'annotation-area-in-pixels':
    'The area in the picture is given in pixels and was left out; the time is kept.',
  'annotation-body-left-out': 'Its body is a link or a file ({given}), which is not kept here; the rest is.',
  'annotation-criterion-unknown':
    'It names a criterion that this rubric does not have ({given}); it is kept without it.',
  'annotation-duplicate': 'The file has this annotation twice; the first one is used.',
  'annotation-file-unknown': 'It points at a file that is not part of this submission ({given}).',
  'annotation-no-page':
    'It names words of a PDF but no page, so the place will not be found; its words are kept.',
  'annotation-place-impossible': 'Its place lies outside of anything a file can have.',
  'annotation-place-in-pixels': 'Its place is given in pixels. Give it in percent of the picture.',
  'annotation-place-unread': 'Its place is given in a way that is not read here ({given}).',
  'annotation-place-without-words': 'Its place is a position in a text without the words that stand there.',
  'annotation-places-several': 'It points at several places at once. Make one annotation for each place.',
  'annotation-selectors-unread': 'Its place is known; what else was given for it is not kept ({given}).',
  'annotation-too-long': 'Its text or its quote is longer than {limit} characters.',
  'annotation-unreadable': 'It is not an annotation that can be read here. Wrong or missing: {given}.',
  'annotations-elsewhere':
    'The file holds one page of several. Only the annotations in it were read; export the others too.',
  'annotations-file-gone': 'That file cannot be read. It may have been moved; choose it again.',
  'annotations-none':
    'There are no annotations in this file. It needs to be a JSON-LD file of Web Annotations.',
  'annotations-not-json': 'This is not a JSON file. Choose a file that was exported as JSON-LD.',
  'annotations-nothing-timed':
    'No annotation in this review is on a time in a video or recording, so there is nothing to export as WebVTT.',
  'annotations-nothing-to-export':
    'There are no annotations in this review yet, so there is nothing to export.',
  'annotations-too-many': 'The file has {count} annotations; {limit} can be read at once. Divide it.',
  'assignment-closed': 'This assignment is {state}; it can no longer be changed.',
  'assignment-withdrawn':
    'This assignment was withdrawn by the issuer. What you wrote is kept here, read-only.',
  'backup-ambiguous': 'Several accounts have a backup of {day}. Name the file instead; --list shows them.',
  'backup-damaged':
    'The backup of {day} is of no use: {detail}. Nothing was changed. Choose another; --list shows them.',
  'backup-elsewhere':
    'This file lies outside of the profile, and the profile has not exactly one account. Put the file into the {folder} folder of the account it belongs to, then name it there.',
  'backup-unknown': 'There is no backup {from} in this profile, and no file of that name. --list shows them.',
  'backup-unreadable':
    'The backup that was just written could not be read back. It was not kept; the earlier ones are still there. Check the disk.',
  'bad-request': 'The request was not understood: {detail}.',
  'conflict-content-mismatch':
    'The hub has changes to this review that this computer did not have when it was submitted. Nothing is lost: compare the two, then submit again.',
  'connection-damaged':
    'The file connection.json cannot be read. Nothing was deleted. Put it back from a backup.',
  'database-damaged':
    'The local database cannot be read. Nothing was deleted. Restore a backup or export the sealed work.',
  'database-damaged-restorable':
    'The local database cannot be read. Nothing was deleted, and there is a backup of {day}. Close Assay and run: assay restore "{profile}" --from {day}. What the hub has acknowledged since then comes back by syncing.',
  'database-key-wrong':
    'The local database does not open with the key of this workspace. Nothing was changed. Put the profile folder back together with its key.json.',
  'database-lost':
    'The local database is gone, and there is a backup of {day}. Close Assay and run: assay restore "{profile}" --from {day}. What the hub has acknowledged since then comes back by syncing.',
  'database-newer':
    'This workspace was written by a newer Assay (schema {found}, this one knows {known}). Nothing was changed. Update Assay; if you cannot, run assay export-unsent on the profile folder: it takes your unsent work out, sealed.',
  'device-blocked': 'This device may not send work any more. Ask your issuer, then export the work sealed.',
  'device-forked':
    'Two computers send work under one device number; this workspace may be a copy. Everything is kept here; sign in again to go on as a new device.',
  'device-revoked':
    'This computer was signed off for this account. The account’s work and evidence are removed from it. If that is a mistake, ask your issuer.',
  'device-sequence-gap':
    'The hub is still waiting for an earlier change of this device (number {expected}). Assay sends it again by itself.',
  'disk-full': 'The disk is full. Everything already saved is safe. Free some space, then try again.',
  'disk-low':
    'Less than {keep} is free on this disk. Evidence waits until there is room; your work goes on being saved.',
  'earlier-change-refused':
    'An earlier change to this review was refused, so this one waits. Look at the refused change first; nothing is lost.',
  'event-id-reuse':
    'The hub saw two different changes under one number and stopped this device. Export the work sealed.',
  'evidence-budget-spent':
    'Evidence takes {used} of the {budget} allowed for it, so {waiting} of evidence wait. Your work goes on being saved. Allow more room in Settings, or keep less offline.',
  'evidence-already-stored': 'This file is on this computer already.',
  'evidence-changed':
    'The hub changed this file while it was being downloaded. It was not kept. Try again, or tell your issuer.',
  'evidence-damaged': 'This file failed its check on your disk. Download it again from the queue.',
  'evidence-incomplete':
    '{missing} parts of this file are still missing. Connect to the hub to download them.',
  'evidence-manifest-invalid':
    'The hub described a file wrongly ({detail}). It was not downloaded. Tell your issuer.',
  'evidence-mismatch':
    'The hub sent a file that does not match its fingerprint. It was not kept. Sync again, or tell your issuer.',
  'evidence-not-here': 'This file is not on this computer yet. Connect to the hub to download it.',
  'evidence-write-ended': 'The download of this file was stopped. It goes on at the next sync.',
  'evidence-write-in-progress': 'This file is being downloaded already.',
  'feed-epoch-changed':
    'The hub was restored from a backup. Assay is fetching everything again; your work is kept.',
  'feed-mismatch':
    'What the hub sent does not add up to what it says it sent. Nothing here was changed; Assay tries again.',
  'final-on-old-rubric':
    'The rubric changed after you submitted. Your submitted review stands as it is; it cannot be amended any more.',
  forbidden: 'Your account may not do that.',
  'foreign-artifact': 'That comment points at evidence of another submission. Open the review again.',
  'hub-answer-invalid':
    'The hub sent something Assay cannot use ({detail}). Nothing was changed. Tell your issuer if it goes on.',
  'hub-busy': 'The hub is busy just now. Assay waits a little and tries again by itself.',
  'hub-changed':
    'The address {url} now belongs to another hub. Nothing was sent to it. Check the address with your issuer.',
  'hub-failing':
    'The hub has a fault of its own (status {status}). You can go on working; Assay tries again by itself.',
  'hub-not-a-hub':
    'The address {url} answered, but not as an Assay hub. Check the address, or sign in to this network first.',
  'hub-refused': 'The hub refused this: {detail}.',
  'hub-storage-full': 'The hub has no room left. Everything is kept here and sent later; tell your issuer.',
  'hub-too-new':
    'This hub speaks protocol {found}; this Assay knows {known}. Update Assay. Your unsent work is safe.',
  'hub-too-old':
    'This hub speaks protocol {found}; this Assay needs {known}. Ask your issuer to update the hub. Your work is safe.',
  'hub-unreachable':
    'The hub at {url} cannot be reached. You can go on working; changes are sent when it is back.',
  'hub-without-browser-sign-in':
    'This hub offers no sign-in by browser. Ask your issuer to update it, or to give it its public address.',
  'identity-refused': 'The hub could not confirm this sign-in ({detail}). Sign in again.',
  'identity-taken':
    'The account {who} belongs to another sign-in at your identity provider. Ask your issuer to look at it.',
  'identity-unknown': '{who} has no account at this hub. Ask your issuer to add you, then sign in again.',
  'identity-unreachable':
    'The sign-in service at {issuer} cannot be reached. Your work is safe here; try again when you are online.',
  internal:
    'Something went wrong inside Assay ({detail}). Nothing already saved is lost. Try again, or restart.',
  'key-already-exists': 'This profile already has a key. Unlock it instead of making a new one.',
  'key-file-damaged': 'The file {file} is damaged. Nothing was deleted. Put it back from a backup.',
  'key-missing':
    'The key of this workspace is missing. Nothing was deleted. Put key.json back where it was; a new key could not read the work.',
  'key-not-created': 'This workspace has no key yet. Set it up first.',
  'keyring-damaged':
    'The file with the evidence keys is damaged. Nothing was deleted. Put keyring.json back from before, or ask your issuer to assign the work anew.',
  'keyring-missing':
    'The file with the evidence keys is missing. Nothing was deleted. Put keyring.json back where it was, then open the workspace again.',
  'keystore-refused':
    '{keystore} did not give the key back. Sign in to this computer as the person who set Assay up, or use your passphrase or recovery code.',
  'keystore-unavailable':
    '{keystore} cannot keep or give the key now. Unlock your computer’s key store, or use a passphrase or the recovery code.',
  'last-unlock': 'This is the only way to unlock the workspace. Add another before removing it.',
  'lock-not-set-up':
    'This workspace has no passphrase to open it again, so it cannot be locked here. Lock your computer instead.',
  'no-profile-here':
    'There is no Assay profile in {folder}. Name the folder that has connection.json and key.json in it.',
  'not-connected': 'Connect to a hub or explore the sample program first.',
  'not-found': 'There is nothing here under that name.',
  'not-the-sample':
    'This workspace belongs to a real hub and is not deleted. Only the sample program can be left.',
  'nothing-to-export': 'There is no unsent work to export: the hub has acknowledged everything.',
  'passphrase-too-short': 'The passphrase needs at least {minimum} characters.',
  'password-sign-in-off':
    'This hub takes passwords on its own page only. Sign in with your browser; an older Assay needs an update for that.',
  'range-not-satisfiable':
    'The hub has fewer bytes of this file than were asked for. Download it again from the queue.',
  'rate-limited': 'The hub asks for a pause of {seconds} seconds. Assay waits and goes on by itself.',
  'recovery-code-incomplete': 'A recovery code has {expected} letters and digits; this has {got}.',
  'recovery-code-mistyped': 'Group {group} of the recovery code is not right. Compare it with the sheet.',
  'restored-sign-in':
    'This workspace was restored from a backup and counts as a new device. Sign in once, then export; everything is kept here.',
  'review-changed-meanwhile':
    'Your other device has changed this review in the meantime. Nothing was submitted; look at it as it stands now, then submit it.',
  'review-counts':
    'This review has been submitted and counts. Ask your calibration lead what should become of it.',
  'review-incomplete': 'The review is not complete: {count} things are still missing.',
  'review-not-opened': 'Open the review first.',
  'review-not-submitted': 'This review has not been submitted yet, so there is nothing to amend.',
  'review-submitted': 'This review is submitted. Choose to amend it before changing anything.',
  'rubric-version-conflict':
    'The rubric changed after you scored. Your scores are kept; score again on the new rubric.',
  'score-not-allowed': '{score} is not a level of this criterion. Choose one of the levels shown.',
  'sealed-text-damaged':
    'A saved text failed its check and cannot be read. Nothing was deleted; tell your issuer.',
  'secret-needed': 'This profile is encrypted. Say how to open it: {how}.',
  'session-expired': 'Your sign-in has run out. Sign in again to sync; everything you wrote is kept.',
  'sign-in-cancelled': 'This sign-in was stopped. Start it again when you are ready.',
  'sign-in-declined':
    'The sign-in was declined in the browser. Nothing changed here; start it again when you are ready.',
  'sign-in-failed':
    'The sign-in service answered with something Assay cannot use ({detail}). Try again; tell your issuer if it goes on.',
  'sign-in-timed-out': 'Nobody signed in within two minutes, so Assay stopped waiting. Start it again.',
  'signed-out': 'Sign in first.',
  'storage-failed':
    '{operation} failed: the disk answered {reason}. What was saved before is safe. Check the disk, then try again.',
  'submission-erased':
    'This submission was erased at the request of its owner and has been removed from this device.',
  'submission-has-disclosure':
    'A child-safety disclosure was made on this submission. Make sure it was dealt with, then erase with its note.',
  'submission-key-missing': 'This submission was removed from this computer; it can no longer be read here.',
  'submission-not-here': 'This submission has not been downloaded completely. Sync, then open it again.',
  'too-large': 'That is larger than the limit of {limit}.',
  'unknown-condition': 'The condition {code} is not offered here. Choose one from the list.',
  'unknown-criterion': 'This rubric has no criterion {criterion}. Open the review again.',
  'unlock-not-set-up':
    'This workspace cannot be unlocked that way. Use the way you chose when you set it up.',
  'vault-locked': 'The workspace is locked. Enter the passphrase to open it.',
  'workbench-closed': 'Assay is closing. Everything is saved; start it again to go on.',
  'workspace-in-use': 'This workspace is already open in another window. Use that one, or close it first.',
  'wrong-passphrase': 'That is not the passphrase of this workspace. Try again, or use the recovery code.',
  'wrong-recovery-code':
    'This recovery code does not open this workspace. It may be from another workspace or an older sheet.',
} as const;
