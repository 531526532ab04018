import { format } from './format.ts';

/** The words of the history of a review. */
export const reviewHistory = {
  open: 'Earlier versions…',
  title: 'Earlier versions of this review',
  text: 'Every version that was saved on this computer. Restoring one is a new edit: nothing that came after is lost, and it can be taken back the same way.',
  closed: 'This review is closed, so its earlier versions can be read and not restored.',
  place: 'Show',
  everything: 'All of the review',
  written: (instant: string, now: number) => format.moment(instant, now),
  stands: 'Stands now',
  nothing: 'Taken away',
  noNote: 'Without words',
  score: (score: number) => `Score ${format.number(score)}`,
  restore: 'Restore this',
  restoreOf: (where: string, instant: string, now: number) =>
    `Restore ${where}, ${format.moment(instant, now)}`,
  draft: 'Whole review as it was then…',
  draftOf: (instant: string, now: number) => `Whole review as it was ${format.moment(instant, now)}…`,
  draftSure: (instant: string, now: number) =>
    `Bring back scores, texts and citations as they were ${format.moment(instant, now)}? What was written since is taken away, and stays in this list.`,
  draftConfirm: 'Bring it back',
  draftKeep: 'Leave it as it is',
  restored: (where: string) => `Restored: ${where}`,
  draftRestored: 'The whole review is as it was then.',
  more: 'Show earlier ones',
  none: 'Nothing has been written on this review on this computer yet.',
  noneHere: 'Nothing else was written here.',
  close: 'Close',
};
