/** What the demo's reviewer writes. Turned about, so that no two criteria read the same. */
export const rationales = [
  'The evidence shows this in more than one place, and the cited moment is the clearest of them.',
  'Present and consistent, though the strongest moments all fall in the first half.',
  'Emerging: the intention is visible in the plan, less so in what students then do.',
  'Well established. Students carry the routine themselves and the teacher steps back.',
  'Partly met: prompts are open, but follow-up comes mostly to the same few voices.',
] as const;

export const strengths = [
  'You wait after asking, and more students come in because of it.',
  'Your comments name one thing to keep before the thing to change.',
] as const;

export const gaps = [
  'Answers are often evaluated at once, which ends the exchange – “good” closes a door.',
  'The next step is stated for the piece, not yet for the writer.',
] as const;

export const nextSteps = [
  'In the next discussion, ask a second student to build on the first before you respond.',
  'Ask for one revision that answers your comment, and look at it together.',
] as const;

export const remarks = [
  'This is where the pattern is easiest to see.',
  'Compare this with the plan: the question was changed on the spot, for the better.',
  'Student words, not teacher words – worth quoting in the feedback. Ünïcödé and 数字 survive: ½ → ¾.',
  'The written comment here leads to the revision on the next page.',
] as const;
