import { format } from './format.ts';

const files = { one: '{n} file', other: '{n} files' };

/** What a change is, by the type of its event. */
const eventNames: Readonly<Record<string, string>> = {
  'assignment.opened': 'Opening the evidence',
  'review.edited': 'An edit',
  'review.submitted': 'A submitted review',
  'review.reopened': 'Reopening for an amendment',
  'assignment.recused': 'A recusal',
  'review.set-aside': 'Setting aside',
  'alert.child-safety': 'A child-safety report',
  'review.supersede-requested': 'A request that a refused final count',
  'erasure.carried-out': 'The receipt of an erasure',
};

/** The words of the sync screen. */
export const sync = {
  title: 'Sync',
  number: (value: number) => format.number(value),
  headline: {
    unknown: 'Asking the hub…',
    allAcknowledged: 'The hub has all your work',
    nothingYet: 'Connected; nothing to send yet',
    sending: (waiting: number) =>
      format.count(waiting, {
        one: '{n} change is on its way to the hub',
        other: '{n} changes are on their way to the hub',
      }),
    offline: (waiting: number) =>
      waiting === 0
        ? 'Offline; the hub has all your work'
        : format.count(waiting, {
            one: 'Offline; {n} change is safe here and waits for the hub',
            other: 'Offline; {n} changes are safe here and wait for the hub',
          }),
    paused: (waiting: number) =>
      waiting === 0
        ? 'Paused until you sign in; the hub has all your work'
        : format.count(waiting, {
            one: 'Paused until you sign in; {n} change is safe here',
            other: 'Paused until you sign in; {n} changes are safe here',
          }),
    blocked: (blocked: number) =>
      format.count(blocked, { one: 'The hub refused {n} change', other: 'The hub refused {n} changes' }),
  },
  activity: {
    idle: 'Idle',
    pulling: 'Fetching assignments',
    pushing: 'Sending changes',
    downloading: 'Downloading evidence',
  },
  now: 'Sync now',
  running: 'Syncing…',
  done: 'Sync finished.',

  erased: (code: string, unsent: number, hubTold: boolean) =>
    [
      `${code} was erased at the request of its owner. Its evidence and what you wrote on it are gone from this computer.`,
      ...(unsent === 0
        ? []
        : [
            format.count(unsent, {
              one: '{n} change that had not reached the hub went with it.',
              other: '{n} changes that had not reached the hub went with it.',
            }),
          ]),
      hubTold ? 'The hub has been told.' : 'The hub is told at the next sync.',
    ].join(' '),
  erasedDismiss: (code: string) => `Dismiss: ${code} was erased`,

  changes: 'Your changes',
  changesText: (acknowledged: number, total: number) =>
    total === 0
      ? 'What you record is counted here, and what the hub has acknowledged of it.'
      : `${format.number(acknowledged)} of ${format.count(total, { one: '{n} change', other: '{n} changes' })} acknowledged by the hub`,
  waiting: 'Waiting',
  refused: 'Refused',
  acknowledged: 'Acknowledged',
  evidence: 'Evidence',
  evidenceText: (here: number, all: number) =>
    `${format.number(here)} of ${format.count(all, files)} on this computer`,
  evidenceBytes: (here: number, all: number) => `${format.bytes(here)} of ${format.bytes(all)}`,
  evidenceNone: 'No evidence is assigned to you yet.',
  evidenceFailed: (count: number) =>
    format.count(count, {
      one: '{n} file failed its download. Assay tries again; “Download now” in the queue tries at once.',
      other: '{n} files failed their download. Assay tries again; “Download now” in the queue tries at once.',
    }),
  connection: 'Connection',
  hub: 'Hub',
  state: 'State',
  lastSync: 'Last sync',
  never: 'Not yet',
  next: 'Next attempt',
  nextAt: (instant: string, now: number) =>
    new Date(instant).getTime() <= now
      ? 'Any moment'
      : `${format.relative(instant, now)} (${format.moment(instant, now)})`,
  nextNone: 'When something changes',
  when: (instant: string, now: number) => `${format.relative(instant, now)} (${format.moment(instant, now)})`,
  doing: 'Doing now',

  blockedTitle: 'Changes the hub refused',
  blockedNone: 'None. If the hub ever refuses a change, it is kept here with the reason.',
  blockedText:
    'Each one is kept on this computer, readable, with the hub’s reason. The rest of your work goes on being sent.',
  blockedOpen: (code: string) => `Open ${code}`,
  /** Changes of one kind to one review. */
  eventsOf: (type: string, count: number, code: string): string =>
    count === 1
      ? `${eventNames[type] ?? 'A change'} on ${code}`
      : `${format.number(count)} ${type === 'review.edited' ? 'edits' : 'changes'} on ${code}`,

  exportTitle: 'If the hub stays away',
  exportText:
    'Export everything the hub has not acknowledged into one sealed file that only this hub can open. Send it to your issuer, who imports it. Exporting removes nothing here, and nothing is counted twice.',
  export: 'Export unsent work…',
  exporting: 'Sealing…',
  exported: (events: number, file: string) =>
    `${format.count(events, { one: '{n} change', other: '{n} changes' })} sealed into ${file}.`,
  exportNothing: 'The hub has acknowledged everything; there is nothing to export.',
  exportCancelled: 'Nothing was exported.',
  errorTitle: 'The sync status cannot be read',
};
