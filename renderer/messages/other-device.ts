import type { ReviewEntry } from '../../shared/domain/review-differences.ts';
import type { Overtaken } from '../../shared/workbench-api/other-device.ts';
import { format } from './format.ts';

const fields: Readonly<Record<ReviewEntry['field'], string>> = {
  score: 'Score',
  rationale: 'Rationale',
  strength: 'Strength',
  gap: 'Gap',
  nextStep: 'Next step',
  condition: 'Condition',
  annotation: 'Citation',
};

const texts = { one: '{n} text', other: '{n} texts' };

/** One reviewer at two computers: what the other one wrote, and what to do where the two do not say the same. */
export const otherDevice = {
  /** Where in a review something stands. */
  where: (field: ReviewEntry['field'], criterion: string | null, condition: string | null): string =>
    [criterion ?? 'The submission as a whole', fields[field], condition].filter(Boolean).join(' · '),
  value: (value: number | string | null): string => {
    if (value === null) return 'Nothing';
    if (value === '') return 'No note';
    return typeof value === 'number' ? format.number(value) : value;
  },
  by: (by: Overtaken['by'] | null, now: number): string => {
    if (by === null) return 'Not at the hub yet';
    const who = by.here ? 'this computer' : by.name === '' ? 'your other computer' : by.name;
    return `Written on ${who}, received by the hub ${format.moment(by.receivedAt, now)}`;
  },

  compare: 'Compare and resolve…',
  compareOf: (code: string) => `Compare and resolve ${code}`,
  look: 'Compare',
  lookOf: (code: string) => `Compare ${code}`,
  compareTitle: (code: string) => `The review of ${code}: submitted, and as it stands`,
  compareText: (instant: string, now: number) =>
    `You submitted this review ${format.moment(instant, now)}. By then the hub had changes from your other computer that this one did not have, so it did not count. Nothing is lost: this is where the two differ.`,
  comparedSettled: 'This is settled and holds nothing up. The final that counts is another one.',
  same: 'What stands now is word for word what was submitted; the hub has caught up. Submit it again.',
  submitted: 'As you submitted it',
  stands: 'As it stands now',
  gaps: (count: number) =>
    format.count(count, {
      one: 'As it stands now, {n} thing is missing for a final review. Take it back to work to complete it.',
      other:
        'As it stands now, {n} things are missing for a final review. Take it back to work to complete it.',
    }),
  backToWork: 'Take back to work',
  submitAgain: 'Submit as it stands now',
  submitting: 'Submitting…',
  submittedAgain: (code: string) => `The review of ${code} is submitted as it stands now.`,

  blockedNoneNow: 'None that holds anything up.',
  settledTitle: 'Settled',
  settledFinal: (instant: string, now: number) =>
    `The hub had changes to this review that this computer did not have when it was submitted. Settled ${format.moment(instant, now)}.`,
  settledText:
    'These were refused once and hold nothing up any more. They stay readable until you dismiss them.',
  dismiss: 'Dismiss',
  dismissOf: (what: string) => `Dismiss: ${what}`,
  dismissed: 'Dismissed. The log of this computer keeps what it was.',

  refusedBanner:
    'The hub has not taken this review as you submitted it: your other computer had changed it. Compare the two, then submit again.',
  sinceFinal: (count: number) =>
    format.count(count, {
      one: '{n} change reached the hub after the final and does not count. Amend and submit to make it count.',
      other:
        '{n} changes reached the hub after the final and do not count. Amend and submit to make them count.',
    }),
  overtakenBanner: (count: number) =>
    `Your other computer wrote over ${format.count(count, texts)} from here.`,
  overtakenOpen: 'Look…',
  overtakenTitle: 'Written over by your other computer',
  overtakenText:
    'The later words stand. Take yours back where they should stand instead; nothing else is changed.',
  overtakenDone: 'Nothing is left to decide: every text stands as you want it.',
  mine: 'Written here',
  theirs: 'Stands now',
  useMine: 'Take mine back',
  useMineOf: (where: string) => `Take mine back: ${where}`,
  keepTheirs: 'Keep what stands',
  keepTheirsOf: (where: string) => `Keep what stands: ${where}`,
  close: 'Close',
};
