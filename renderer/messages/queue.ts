import { format } from './format.ts';

/** The words of the queue. */
export const queue = {
  title: 'Queue',
  count: (shown: number) => format.count(shown, { one: '{n} assignment', other: '{n} assignments' }),
  filters: 'Show',
  number: (value: number) => format.number(value),
  filter: { todo: 'To do', submitted: 'Submitted', closed: 'Closed' },
  find: 'Find in the queue',
  findPlaceholder: 'Code, micro-credential or context',
  grid: 'Assignments',

  column: {
    submission: 'Submission',
    microCredential: 'Micro-credential',
    context: 'Context',
    due: 'Due',
    state: 'State',
    scored: 'Scored',
    evidence: 'Evidence',
    sent: 'Sent',
  },
  attempt: (attempt: number) => `Attempt ${format.number(attempt)}`,
  practice: 'Practice',
  earner: (code: string) => `Earner ${code}`,

  state: {
    new: 'New',
    opened: 'Opened',
    draft: 'In progress',
    submitted: 'Submitted',
    amending: 'Amending',
    locked: 'Locked',
    'set-aside': 'Set aside',
    recused: 'Recused',
    withdrawn: 'Withdrawn',
  },
  due: (instant: string, now: number) => format.moment(instant, now),
  dueRelative: ({ dueAt }: { readonly dueAt: string }, now: number, overdue: boolean) =>
    overdue ? `Overdue, ${format.relative(dueAt, now)}` : format.relative(dueAt, now),
  dueFact: ({ dueAt }: { readonly dueAt: string }, now: number, overdue: boolean) =>
    `${overdue ? 'Overdue: was due' : 'Due'} ${format.moment(dueAt, now)} (${format.relative(dueAt, now)})`,
  scored: (done: number, of: number) => `${format.number(done)}/${format.number(of)}`,
  scoredLong: (done: number, of: number) =>
    `${format.number(done)} of ${format.count(of, { one: '{n} criterion', other: '{n} criteria' })} scored`,
  size: (bytes: number) => format.bytes(bytes),
  files: (files: number) => format.count(files, { one: '{n} file', other: '{n} files' }),
  ready: 'Ready offline',
  partly: (here: number, all: number) => `${format.bytes(here)} of ${format.bytes(all)}`,
  notHere: (bytes: number) => `Not here yet, ${format.bytes(bytes)}`,
  noEvidence: 'No evidence files',
  failed: (files: number) => format.count(files, { one: '{n} file failed', other: '{n} files failed' }),
  downloadLabel: (code: string) => `Evidence of ${code} on this computer`,
  unsent: (count: number) => format.count(count, { one: '{n} unsent', other: '{n} unsent' }),
  unsentLong: (count: number) =>
    format.count(count, {
      one: '{n} change waits to be acknowledged by the hub',
      other: '{n} changes wait to be acknowledged by the hub',
    }),
  blocked: (count: number) => format.count(count, { one: '{n} refused', other: '{n} refused' }),
  blockedLong: (count: number) =>
    format.count(count, {
      one: 'The hub refused {n} change. The sync screen says why.',
      other: 'The hub refused {n} changes. The sync screen says why.',
    }),
  incomplete: 'Evidence missing',
  incompleteLong:
    'A required evidence slot is empty. You can still open it; if it cannot be scored, set it aside and say why.',

  open: 'Open review',
  read: 'Read review',
  download: 'Download now',
  recuse: 'Recuse…',
  seeSync: 'See why',
  detail: 'Selected assignment',
  evidenceHere: (here: number, all: number, bytesHere: number, bytes: number) =>
    here === all
      ? `${format.count(all, { one: 'The only file is', other: 'All {n} files are' })} on this computer (${format.bytes(bytes)})`
      : `${format.number(here)} of ${format.count(all, { one: '{n} file', other: '{n} files' })} on this computer (${format.bytes(bytesHere)} of ${format.bytes(bytes)})`,
  notOpened: 'Not opened yet: opening is recorded as having seen the evidence.',

  recuseTitle: (code: string) => `Recuse yourself from ${code}`,
  recuseText:
    'You have not seen the evidence, and recusing costs you nothing: no penalty, no mark on your statistics. The evidence stays unopened, and the hub gives the submission to somebody else.',
  recuseConfirm: 'Recuse',
  recusing: 'Recusing…',
  recused: (code: string) => `You are recused from ${code}.`,
  downloadQueued: (code: string) => `The evidence of ${code} is next to download.`,
  onlyBeforeOpening: 'This one is open already. Recuse inside the review.',

  empty: {
    todo: {
      title: 'Nothing to review',
      text: 'New assignments come here when your issuer gives you some and Assay has synced.',
    },
    submitted: {
      title: 'Nothing submitted yet',
      text: 'Reviews you have submitted stay here; within the grace window you can still amend them.',
    },
    closed: {
      title: 'Nothing closed',
      text: 'Assignments that were set aside, withdrawn, or that you recused yourself from are kept here.',
    },
  },
  first: {
    title: 'Fetching your assignments…',
    text: 'The first sync brings them with their evidence. You can start as soon as one says “Ready offline”.',
  },
  emptyAll: {
    title: 'Your queue is empty',
    text: 'No assignment has reached this computer yet. They come with the next sync.',
    offline: 'The hub cannot be reached at the moment, so new assignments have to wait.',
  },
  emptyFind: {
    title: 'No match',
    text: 'No assignment in this list has these words.',
    clear: 'Clear the search',
  },
  errorTitle: 'The queue cannot be shown',
  offlineReady: (ready: number, all: number) =>
    `${format.number(ready)} of ${format.count(all, { one: '{n} assignment', other: '{n} assignments' })} can be reviewed in full without the hub.`,
  readAt: (instant: string, now: number) => `As of ${format.moment(instant, now)}`,
};
