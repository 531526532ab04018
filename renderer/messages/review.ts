import type { ReviewGap } from '../../shared/domain/review.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { format } from './format.ts';

/** What is missing, as a sentence; `criterion` is its letter and title. */
const gap = (kind: ReviewGap['kind'], criterion: string): string => {
  switch (kind) {
    case 'score-missing':
      return `${criterion}: no score and no condition`;
    case 'score-not-allowed':
      return `${criterion}: this score is not on the rubric`;
    case 'rationale-missing':
      return `${criterion}: no rationale`;
    case 'citation-missing':
      return `${criterion}: no place in the evidence is cited`;
    case 'feedback-missing':
      return 'Feedback: say at least one strength and one next step, overall or under a criterion';
    default:
      return assertNever(kind);
  }
};

/** The words of the review screen. */
export const review = {
  commands: {
    level: (score: number) => `Give score ${format.number(score)}`,
    half: 'Half a point down, and back',
    clearScore: 'Clear the score',
    zero: 'Clear the score, or give score 0 where there is one',
    backToRubric: 'Back to the criterion',
    nextCriterion: 'Next criterion',
    previousCriterion: 'Previous criterion',
    rationale: 'Write the rationale',
    feedback: 'Write feedback on this criterion',
    conditions: 'Choose a condition for this criterion',
    overall: 'Go to the submission as a whole',
    cite: 'Cite this place',
    citeNote: 'Cite this place with a note',
    nextEvidence: 'Next evidence',
    previousEvidence: 'Previous evidence',
    otherSide: 'Move between evidence, citations and rubric',
    previousSide: 'Move back between evidence, citations and rubric',
    priorFeedback: 'Show or hide the previous attempt',
    submit: 'Check and submit',
    amend: 'Amend the submitted review',
    nextInQueue: 'Next in the queue',
    retrySave: 'Save again now',
    childSafety: 'A child may be at risk…',
    setAside: 'Unable to score…',
    recuse: 'Recuse yourself…',
    playPause: 'Play or pause',
    zoomFit: 'Fit to the stage',
  },

  loading: 'Opening the review…',
  failedTitle: 'This review cannot be opened',
  backToQueue: 'Back to the queue',
  title: (code: string) => `Review of ${code}`,
  noCriteriaTitle: 'This rubric has no criteria',
  noCriteriaText:
    'There is nothing to score it by. Set the submission aside, so that the issuer can correct the rubric.',

  header: 'Submission',
  attempt: (attempt: number) => `Attempt ${format.number(attempt)}`,
  practice: 'Practice',
  due: (instant: string, now: number) =>
    new Date(instant).getTime() < now
      ? `Overdue since ${format.moment(instant, now)}`
      : `Due ${format.moment(instant, now)}`,
  priorOpen: 'Previous attempt',
  submit: 'Submit…',
  more: 'More actions',

  saved: (instant: string) => `Saved ${format.timeWithSeconds(instant)}`,
  saving: 'Saving…',
  untouched: 'Nothing to save yet',
  notSavedLong: (sentence: string) => `Not saved: ${sentence} What you typed is still here.`,
  retrySave: 'Save again',

  evidence: 'Evidence',
  evidenceList: 'Evidence by slot',
  evidenceOf: (at: number, all: number) => `${format.number(at)} of ${format.number(all)}`,
  nextEvidence: 'Next evidence',
  previousEvidence: 'Previous evidence',
  chooseEvidence: 'Choose evidence',
  otherFiles: 'Other files',
  slotMissing: 'Required, and not enough was submitted',
  slotEmpty: 'Nothing submitted',
  slotOptional: 'optional',
  kind: {
    video: 'Video',
    audio: 'Recording',
    pdf: 'PDF',
    image: 'Image',
    text: 'Text',
    document: 'Document',
    captions: 'Captions',
    unknown: 'Other type',
  },
  size: (bytes: number) => format.bytes(bytes),
  availability: {
    here: 'On this computer',
    downloading: (here: number, size: number) => `${format.percent(here, size)} here`,
    waiting: 'Waits to be downloaded',
    away: 'Not on this computer, opens when online',
    failed: 'Download failed',
  },
  citations: (count: number) => format.count(count, { one: '{n} citation', other: '{n} citations' }),
  missingEvidence: (slots: readonly string[]) =>
    `Required evidence is missing: ${format.list(slots)}. Score what can be scored, give the rest a condition, or set the submission aside.`,
  noEvidenceTitle: 'No evidence was submitted',
  noEvidenceText:
    'There is no file to look at. Set the submission aside and say so; your lead decides what happens next.',
  stage: 'Evidence stage',
  resize: 'Width of the evidence',

  notes: 'Citations',
  notesEmpty: 'Cite a place with C: it is kept here and under the criterion in focus.',
  notePlaceholder: 'What is seen or heard here (optional)',
  noteOf: (place: string) => `Note at ${place}`,
  addNote: 'Add a note',
  editNote: 'Edit the note',
  removeCitation: (place: string) => `Remove the citation ${place}`,
  showCitation: (place: string, file: string) => `Show ${place} in ${file}`,
  citeFor: (letter: string) => `Cite for ${letter}`,
  citeWhole: 'Cite for the whole',
  cited: (place: string, criterion: string) => `Cited ${place} for ${criterion}.`,
  orphan: 'This place is no longer found in the file. The citation is kept; look at it again.',
  markTitle: (letters: string, place: string, text: string) =>
    [letters, place, text].filter(Boolean).join(' · '),

  rubric: 'Rubric',
  criteria: 'Criteria',
  criterionTab: (letter: string, title: string, score: string) => `${letter} ${title}, ${score}`,
  noScore: 'not scored',
  hasCondition: 'condition',
  score: (score: number) => format.number(score),
  overall: 'Overall',
  overallTitle: 'The submission as a whole',
  weight: (weight: number) => `Weight ${format.number(weight)}`,
  levels: (criterion: string) => `Levels of ${criterion}`,
  level: (score: number, title: string) => `${format.number(score)} ${title}`,
  half: (score: number) => format.number(score),
  halfLabel: (score: number, lower: string, upper: string) =>
    `${format.number(score)}, between ${lower} and ${upper}`,
  clearScore: 'Clear',

  rationale: 'Rationale',
  rationaleHint: 'Why this level and not the next one, from what the evidence shows.',
  feedbackTitle: 'Feedback to the earner',
  feedbackOnCriterion: 'Feedback on this criterion',
  strength: 'Strength',
  gap: 'Gap',
  nextStep: 'Next step',
  conditions: 'Conditions',
  conditionsHint: 'Why this criterion cannot be scored. With a condition it needs no score.',
  conditionsOfAll: 'Conditions of the whole submission',
  conditionsOfAllHint: 'Recorded with the review. If nothing can be scored, use “Unable to score” instead.',
  conditionNote: (title: string) => `Note on “${title}”`,
  noConditions: 'The issuer has defined no condition codes here.',

  check: 'Before you submit',
  checkCount: (count: number) =>
    format.count(count, { one: '{n} thing is missing', other: '{n} things are missing' }),
  checkComplete: 'Everything needed is here.',
  missing: gap,
  decision: 'By the rule of this micro-credential',
  decided: {
    met: 'Met',
    'not-met': 'Not yet met',
    undecided: 'Not decided: a criterion has a condition instead of a score',
  },
  ruleEach: (minimum: number) => `Every criterion at ${format.number(minimum)} or above`,
  ruleMean: (minimum: number, floor: number) =>
    `A weighted mean of ${format.number(minimum)} or above, and no criterion under ${format.number(floor)}`,
  submitTitle: (code: string) => `Submit the review of ${code}`,
  submitText: (minutes: number) =>
    minutes === 0
      ? 'Once submitted it is final.'
      : `You may change it for ${format.count(minutes, { one: '{n} minute', other: '{n} minutes' })} after submitting; then it is locked.`,
  submitConfirm: 'Submit the review',
  submitting: 'Submitting…',
  keepWorking: 'Keep working',
  submitted: (code: string) => `The review of ${code} is submitted.`,

  stateSubmitted: 'Submitted',
  amendableUntil: (instant: string, now: number) =>
    `You may change this until ${format.moment(instant, now)}.`,
  amend: 'Amend',
  amending: 'Amending: submit again when you are done. Until then the submitted version counts.',
  locked: 'Submitted and locked. If something must change, ask your calibration lead to unlock it.',
  lockedByRubric:
    'Submitted and locked: the rubric changed after you submitted. Your review counts as you submitted it.',
  lockedNow: 'The time for changing this review has ended. It is locked.',
  closedState: {
    'set-aside': 'Set aside: your calibration lead decides what happens next.',
    recused: 'You are recused from this submission.',
    withdrawn: 'Withdrawn by the issuer. What you wrote is kept here, read-only.',
  },
  unsent: (count: number) =>
    count === 0
      ? 'The hub has it.'
      : format.count(count, {
          one: '{n} change is safe here and waits to be sent.',
          other: '{n} changes are safe here and wait to be sent.',
        }),
  nextInQueue: 'Next in the queue',
  nextIs: (code: string) => `Next: ${code}`,

  prior: 'Previous attempt',
  changeNote: 'What the earner says has changed',
  noChangeNote: 'The earner left no note about what changed.',
  priorFeedback: (attempt: number) => `Feedback on attempt ${format.number(attempt)}`,
  noPriorFeedback: 'The feedback on the previous attempt is not part of this review.',
  priorScore: (score: number | null) => (score === null ? 'no score' : `scored ${format.number(score)}`),

  setAside: 'Unable to score…',
  setAsideTitle: (code: string) => `Unable to score ${code}`,
  setAsideText:
    'The submission goes to your calibration lead with your reasons; it leaves your queue. What you have written is kept with it.',
  setAsideCodes: 'Why it cannot be scored',
  setAsideNoCodes:
    'The issuer has defined no condition for a whole submission. Say in the note what is wrong and ask your lead.',
  setAsideNote: 'Note for the lead',
  setAsideNoteHint: 'Name no student.',
  setAsideConfirm: 'Set aside',
  settingAside: 'Setting aside…',
  setAsideDone: (code: string) => `${code} is set aside for your lead.`,

  recuse: 'Recuse yourself…',
  recuseTitle: (code: string) => `Recuse yourself from ${code}`,
  recuseText:
    'You have opened this evidence. If you recuse yourself now, the evidence and everything you wrote on it are erased from this computer, and the hub gives the submission to somebody else. This cannot be undone.',
  recuseConfirm: 'Recuse and erase',
  recusing: 'Erasing…',
  recused: (code: string) => `You are recused from ${code}; its evidence is erased from this computer.`,

  childSafety: 'Child safety',
  childSafetySteps: 'Do this now',
  childSafetyContacts: 'Who to reach',
  childSafetyNote: 'What you saw or heard, and where in the evidence',
  childSafetyNoteHint:
    'Use the words of the evidence. Do not investigate, and name the child only if the procedure says so.',
  childSafetyRecord: 'Record the alert',
  childSafetyRecording: 'Recording…',
  childSafetyRecorded:
    'The alert is recorded with the time and goes to the hub as soon as it can be reached; nothing holds it up. Follow the steps above now; recording does not replace them.',
  childSafetyOffline: 'This page works without a network: the steps and contacts are kept on this computer.',
  copyContact: (label: string) => `Copy ${label}`,
};
