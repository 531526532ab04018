import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { listBlockedChanges } from '../../services/blocked-changes.ts';
import { exportSealedWork } from '../../services/sealed-export.ts';
import { type Handlers, onWorkspace } from '../handler.ts';

export const syncHandlers: Handlers<
  'sync.getStatus' | 'sync.now' | 'sync.listBlocked' | 'work.exportSealed'
> = {
  'sync.getStatus': onWorkspace(({ sync }) => ok(sync.status())),
  'sync.now': onWorkspace(({ sync }) => sync.now()),
  'sync.listBlocked': onWorkspace((workspace) => ok({ items: listBlockedChanges(workspace) })),
  'work.exportSealed': onWorkspace((workspace, _input, { connection, deps }) =>
    connection === null
      ? fail(problem('not-connected'))
      : exportSealedWork({ workspace, connection, ports: deps.ports }),
  ),
};
