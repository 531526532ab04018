/**
 * For each planted bug a seed that catches it: playing begins there, so that all of them together cost little. From 1 on
 * where none is named. A changed schedule moves them: then the bug is found some seeds later, and the number goes here.
 */
export const caughtBy: Readonly<Record<string, number>> = {
  'early cursor': 3,
  'page without digest check': 6,
  'tombstone skipped': 3,
  'deferred counts as delivered': 2,
  'nothing verified in the vault': 26,
  'merge by arrival': 26,
  'stamps compared without their counter': 2,
  'timer not set again after a failure': 5,
  'pause measured on the wall clock': 4,
  'grace ignored': 10,
  'words in the log': 4,
  'an event seen twice is judged twice': 4,
  'edits told to everybody on the submission': 2,
  'pull takes the own edit away': 3,
  'key kept after a recusal': 2,
  'settled changes not kept': 9,
  'sealed text left in the log': 3,
  'cursor outside the transaction': 4,
  'rolled back hub not noticed': 63,
  'backup counts what came after it': 5,
  'key of the hand-over kept after an erasure': 3,
  'late event kept after an erasure': 42,
};
