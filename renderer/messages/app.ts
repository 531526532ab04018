import { format } from './format.ts';

/** The words of the frame: rail, status bar, banners, palette, help. */
export const app = {
  skipToContent: 'Skip to the content',
  rail: 'Sections',
  windowTitle: (screen: string) => `${screen} · Assay`,
  queue: 'Queue',
  review: 'Review',
  sync: 'Sync',
  settings: 'Settings',
  starting: 'Opening the workspace…',

  noHostTitle: 'Assay is not running behind this page',
  noHostText:
    'Start it with npm start and use the address it prints. Your work is in its workspace, not in this page.',

  account: (name: string) => `Account of ${name}`,
  signedInAs: (name: string, hub: string) => `${name} on ${hub}`,
  signOut: 'Sign out',
  signOutHint: 'Your work and the outbox stay on this computer.',
  lock: 'Lock',
  leaveSample: 'Leave the sample program…',
  keyboardHelp: 'Keyboard shortcuts',

  leaveTitle: 'Leave the sample program?',
  leaveText:
    'The sample workspace on this computer is deleted, with every practice review in it. Nothing of it was real work. You can explore it again at any time.',
  leaveConfirm: 'Delete and leave',
  leaveKeep: 'Stay',

  sampleMark: 'Sample program',

  signInNeeded: 'Your sign-in has run out. You can go on working; sign in again to sync.',
  signInAgain: 'Sign in…',
  signInAgainTitle: 'Sign in again',
  signInAgainText: (hub: string) =>
    `${hub} needs to know that it is you before it takes your work. Everything you wrote is kept.`,
  offline:
    'The hub cannot be reached. You can go on reviewing what is on this computer; changes are sent when it is back.',
  uncleanExit:
    'Assay was closed without warning last time. Your database was checked, and everything saved is here.',
  dismiss: 'Dismiss',
  backupFailed: (newest: string | null) =>
    newest === null
      ? 'Today’s backup could not be written, and there is none from before.'
      : `Today’s backup could not be written. The one of ${newest} is still there.`,

  connection: { online: 'Connected', offline: 'Offline', paused: 'Sync paused', unknown: 'Connecting…' },
  acknowledged: (acknowledged: number, total: number) =>
    total === 0
      ? 'No changes to send yet'
      : `${format.number(acknowledged)} of ${format.count(total, { one: '{n} change', other: '{n} changes' })} acknowledged`,
  waiting: (count: number) => format.count(count, { one: '{n} waiting', other: '{n} waiting' }),
  and: (text: string) => `, ${text}`,
  needsYou: (count: number) => format.number(count),
  blocked: (count: number) => format.count(count, { one: '{n} refused', other: '{n} refused' }),
  downloading: (here: number, all: number) => `Evidence ${format.bytes(here)} of ${format.bytes(all)}`,
  evidenceHere: 'All evidence is on this computer',
  evidenceFailed: (count: number) =>
    format.count(count, { one: '{n} file failed to download', other: '{n} files failed to download' }),

  paletteLabel: 'Find a command',
  palettePlaceholder: 'Type what you want to do',
  paletteEmpty: 'No command has these words.',
  helpTitle: 'Keyboard shortcuts',
  helpText: 'Single keys wait while you type in a field. Press Esc to leave a field.',
  helpFind: 'Find a shortcut',
  helpChange: 'Change keys…',
  helpPrint: 'Print',
  orKey: 'or',

  deskTitle: (name: string) => `Welcome, ${name}`,
  deskLead: (roles: string) =>
    `This window is the desk of reviewers. The desk for your role (${roles}) is not built yet. What your account may do today goes through the hub’s own interface:`,
  deskAbilities: [
    'read every review that counts, by page (GET /v1/reviews)',
    'read all assignments with their state (GET /v1/assignments)',
    'read what needs a lead: set aside, recused, child safety (GET /v1/alerts)',
  ],
  deskDocs: (url: string) => `The hub describes all of it at ${url}.`,
  deskImport: 'Whoever runs the hub brings in work with: assay hub import FOLDER',

  errorTitle: 'This screen ran into a fault',
  errorText:
    'Everything that said “Saved” is saved. Show the screen again; if it happens once more, restart Assay and tell whoever runs your hub what this says:',
  errorRetry: 'Show the screen again',
  errorReload: 'Reload Assay',
};
