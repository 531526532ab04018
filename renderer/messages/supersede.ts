import type { Supersede } from '../../shared/domain/assignment.ts';
import type { SupersedeState } from '../../shared/workbench-api/sync-status.ts';
import { format } from './format.ts';

const said = (reason: string | undefined): string => (reason ? ` The lead wrote: “${reason}”` : '');

/** A final that came after another one counted for good, and the request that it count instead. */
export const supersede = {
  ask: 'Ask for this one to count…',
  askOf: (code: string) => `Ask for this final of ${code} to count`,
  title: (code: string) => `Ask for this final of ${code} to count`,
  text: 'Another final of yours counts already, and the time for changing it is over. A calibration lead can let this one count instead. Both finals stay on record.',
  reason: 'Why should this one count?',
  reasonHint: 'A sentence or more. The lead reads it beside both finals.',
  send: 'Ask',
  sending: 'Asking…',
  cancel: 'Cancel',
  done: 'You have asked. The answer comes with a sync and is shown here.',
  /** Why it was refused, once it was asked for. */
  kept: 'This submission already has a final review that counts. Your version is kept here.',
  /** How the request stands, in the list of refused changes. */
  state: ({ state, at, reason }: SupersedeState, now: number): string => {
    const when = at === null ? '' : format.moment(at, now);
    switch (state) {
      case 'may-ask':
        return '';
      case 'asking':
        return `Asked ${when} that this one count. The hub has not heard yet.`;
      case 'asked':
        return `Asked ${when} that this one count. A calibration lead decides.`;
      case 'granted':
        return `Granted ${when}: this is the final that counts now.${said(reason)}`;
      case 'refused':
        return `Refused ${when}: the other one goes on counting.${said(reason)}`;
    }
  },
  /** The same on the review's own screen, at every computer of the reviewer. */
  banner: ({ requestedAt, answer }: Supersede, now: number): string => {
    if (answer === null)
      return `Asked ${format.moment(requestedAt, now)} that a later final of this review count. A calibration lead decides.`;
    const when = format.moment(answer.at, now);
    return answer.granted
      ? `Granted ${when}: the final shown here counts, as you asked; the earlier one is kept.${said(answer.reason)}`
      : `Refused ${when}: the later final you asked for does not count; the earlier one goes on counting.${said(answer.reason)}`;
  },
  compareText: (instant: string, now: number) =>
    `You submitted this review ${format.moment(instant, now)}. Another final counted by then, and the time for changing it was over. This is where what you submitted and what stands at the hub differ.`,
  compareSame: 'What stands at the hub is word for word what you submitted.',
  atHub: 'As it stands at the hub',
};
