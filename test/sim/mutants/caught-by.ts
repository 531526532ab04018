/**
 * For each planted bug a seed that catches it: playing begins there, so that all of them together cost little. From 1 on
 * where none is named. A changed schedule moves them: then the bug is found some seeds later, and the number goes here.
 */
export const caughtBy: Readonly<Record<string, number>> = {
  'early cursor': 7,
  'page without digest check': 14,
  'tombstone skipped': 3,
  'deferred counts as delivered': 28,
  'nothing verified in the vault': 33,
  'merge by arrival': 26,
  'stamps compared without their counter': 4,
  'timer not set again after a failure': 12,
  'pause measured on the wall clock': 25,
  'grace ignored': 14,
  'words in the log': 5,
  'an event seen twice is judged twice': 5,
  'edits told to everybody on the submission': 2,
  'pull takes the own edit away': 4,
  'key kept after a recusal': 3,
  'settled changes not kept': 15,
  'sealed text left in the log': 3,
  'cursor outside the transaction': 15,
  'rolled back hub not noticed': 77,
  'backup counts what came after it': 19,
  'key of the hand-over kept after an erasure': 3,
  'late event kept after an erasure': 62,
};
