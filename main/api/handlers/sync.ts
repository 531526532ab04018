import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { dismissChanges, listBlockedChanges } from '../../services/blocked-changes.ts';
import { dismissErased } from '../../services/erased-submissions.ts';
import { compareRefused } from '../../services/review/refused-final.ts';
import { exportSealedWork } from '../../services/sealed-export.ts';
import { type Handlers, onWorkspace, reviewDeps } from '../handler.ts';

export const syncHandlers: Handlers<
  | 'sync.getStatus'
  | 'sync.now'
  | 'sync.listBlocked'
  | 'sync.compareRefused'
  | 'sync.dismiss'
  | 'sync.dismissErased'
  | 'work.exportSealed'
> = {
  'sync.getStatus': onWorkspace(({ sync }) => ok(sync.status())),
  'sync.now': onWorkspace(({ sync }) => sync.now()),
  'sync.listBlocked': onWorkspace((workspace) => ok({ items: listBlockedChanges(workspace) })),
  'sync.compareRefused': onWorkspace((workspace, { eventId }, { deps }) =>
    compareRefused(workspace, eventId, deps.ports.clock.now()),
  ),
  'sync.dismiss': onWorkspace((workspace, { eventIds }, desk) =>
    dismissChanges(reviewDeps(desk, workspace), eventIds),
  ),
  'sync.dismissErased': onWorkspace((workspace, { erasureId }, desk) =>
    dismissErased(reviewDeps(desk, workspace), erasureId),
  ),
  'work.exportSealed': onWorkspace((workspace, _input, { connection, deps }) =>
    connection === null
      ? fail(problem('not-connected'))
      : exportSealedWork({ workspace, connection, ports: deps.ports }),
  ),
};
