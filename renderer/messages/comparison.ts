import { format } from './format.ts';

const words = (count: number): string => format.count(count, { one: '{n} word', other: '{n} words' });

/** The words of two pieces of evidence side by side, and of the attempt before. */
export const comparison = {
  toggle: 'Two pieces of evidence side by side',
  otherStage: 'Act on the other of the two stages',
  changes: 'What changed in the text since the previous attempt',
  nextChange: 'Next change',
  previousChange: 'Previous change',

  open: 'Side by side',
  close: 'Close the second stage',
  evidence: { first: 'Evidence', second: 'Evidence of the second stage' },
  choose: { first: 'Choose evidence', second: 'Choose evidence for the second stage' },
  stage: { first: 'Evidence stage', second: 'Second evidence stage' },
  active: 'Keys act here',
  nowActive: { first: 'Keys act on the first stage.', second: 'Keys act on the second stage.' },
  priorGroup: (attempt: number, code: string) => `Attempt ${format.number(attempt)} (${code})`,
  ofAttempt: (attempt: number) => `Attempt ${format.number(attempt)}`,
  readOnly: (attempt: number) =>
    `From attempt ${format.number(attempt)}, to read only: it is not what you score, so it cannot be cited.`,
  changesNotCited: 'A comparison cannot be cited. Cite the place in the file of this attempt.',
  nothingToCite: 'There is no evidence on this stage to cite.',

  priorEvidence: 'Its evidence',
  priorEvidenceOf: (code: string) => `Evidence of ${code}`,
  openBeside: (label: string) => `Open ${label} in the second stage`,
  noPriorEvidence: 'The evidence of the previous attempt is not part of this review.',
  noPriorFiles: 'The previous attempt has no files.',
  blind:
    'This micro-credential is reviewed blind: neither feedback nor evidence of an earlier attempt comes to reviewers.',
  showChanges: 'What changed in the text',

  changesTitle: 'What changed',
  slot: 'Text compared',
  noTexts: 'Neither attempt has a text or a Word document to compare.',
  onlyNow: (label: string) => `The previous attempt has no text in this slot. Everything in ${label} is new.`,
  onlyBefore: (label: string) => `This attempt has no text in this slot. The previous one had ${label}.`,
  comparing: 'Comparing…',
  notHere: (label: string) => `${label} is not on this computer yet. The comparison appears when it is.`,
  cannotRead: (label: string) => `${label} cannot be read as text. Open it on a stage: there it is said why.`,
  failed: 'The texts could not be read.',
  identical: 'No word has changed.',
  counts: (added: number, removed: number) => `${words(added)} added, ${format.number(removed)} removed`,
  of: (at: number, all: number) => `Change ${format.number(at)} of ${format.number(all)}`,
  all: (count: number) => format.count(count, { one: '{n} change', other: '{n} changes' }),
  unchanged: (lines: number) =>
    format.count(lines, { one: '… {n} line unchanged', other: '… {n} lines unchanged' }),
  byLines: 'The texts differ so much that only whole lines were compared, not words.',
  byNothing: 'The texts differ too much to compare: the earlier one is shown as removed, this one as added.',
  newText: 'Hardly a word of the earlier text is left: this one was written anew.',
  cut: 'Only the beginning of these long texts was compared.',
  sign: { added: '+', removed: '−', mixed: '±', same: '' },
  added: (text: string) => `Added: ${text}`,
  removed: (text: string) => `Removed: ${text}`,
};
