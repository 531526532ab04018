import { type CommandRow, commandRows } from './command-row.ts';
import { reviewCommands } from './review-commands.ts';

const frameCommands = commandRows({
  'app.palette': { keys: ['Mod+k'], scope: 'everywhere', label: (m) => m.commands.palette },
  'app.help': { keys: ['?'], scope: 'everywhere', label: (m) => m.commands.help },
  'go.queue': { keys: ['g q'], scope: 'everywhere', label: (m) => m.commands.goQueue },
  'go.sync': { keys: ['g s'], scope: 'everywhere', label: (m) => m.commands.goSync },
  'go.settings': { keys: ['g p', 'Mod+,'], scope: 'everywhere', label: (m) => m.commands.goSettings },
  'go.storage': { keys: ['g o'], scope: 'everywhere', label: (m) => m.commands.goStorage },
  'sync.now': { keys: ['Mod+Shift+s'], scope: 'everywhere', label: (m) => m.commands.syncNow },
  'sync.export': { keys: [], scope: 'sync', label: (m) => m.commands.exportSealed },
  'theme.toggle': { keys: [], scope: 'everywhere', label: (m) => m.commands.toggleTheme },
  'session.signOut': { keys: [], scope: 'everywhere', label: (m) => m.commands.signOut },
  'vault.lock': { keys: ['Mod+Shift+l'], scope: 'everywhere', label: (m) => m.commands.lock },
  'sample.leave': { keys: [], scope: 'everywhere', label: (m) => m.commands.leaveSample },

  'queue.next': {
    keys: ['ArrowDown', 'j'],
    scope: 'queue',
    label: (m) => m.commands.queueNext,
    hidden: true,
  },
  'queue.previous': {
    keys: ['ArrowUp', 'k'],
    scope: 'queue',
    label: (m) => m.commands.queuePrevious,
    hidden: true,
  },
  'queue.open': { keys: ['Enter'], scope: 'queue', label: (m) => m.commands.queueOpen },
  'queue.recuse': { keys: ['r'], scope: 'queue', label: (m) => m.commands.queueRecuse },
  'queue.download': { keys: ['d'], scope: 'queue', label: (m) => m.commands.queueDownload },
  'queue.keepOffline': { keys: ['o'], scope: 'queue', label: (m) => m.commands.queueKeepOffline },
  'queue.find': { keys: ['/'], scope: 'queue', label: (m) => m.commands.queueFind },
  'queue.todo': { keys: ['1'], scope: 'queue', label: (m) => m.commands.queueTodo },
  'queue.submitted': { keys: ['2'], scope: 'queue', label: (m) => m.commands.queueSubmitted },
  'queue.closed': { keys: ['3'], scope: 'queue', label: (m) => m.commands.queueClosed },
});

export type CommandId = keyof typeof frameCommands | keyof typeof reviewCommands;

/** Every command, in the order of the help sheet. Handlers, tooltips, help and palette all read it here. */
export const commandTable: Readonly<Record<CommandId, CommandRow>> = { ...frameCommands, ...reviewCommands };

export const commandIds = Object.keys(commandTable) as CommandId[];
