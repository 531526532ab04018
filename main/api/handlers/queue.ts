import { ok } from '../../../shared/lib/result.ts';
import { instantNow } from '../../core/instant.ts';
import { downloadNow, listQueue } from '../../services/queue.ts';
import { keepEvidenceOffline, storageState } from '../../services/storage.ts';
import { type Handlers, onWorkspace } from '../handler.ts';

export const queueHandlers: Handlers<
  'queue.list' | 'queue.downloadNow' | 'queue.keepOffline' | 'storage.get'
> = {
  'queue.list': onWorkspace((workspace, _input, { deps }) => {
    const { clock } = deps.ports;
    return ok({ items: listQueue(workspace, clock.now()), readAt: instantNow(clock) });
  }),
  'queue.downloadNow': onWorkspace((workspace, { assignmentId }) => downloadNow(workspace, assignmentId)),
  'queue.keepOffline': onWorkspace((workspace, wanted, { deps }) =>
    keepEvidenceOffline({ workspace, bus: deps.bus, clock: deps.ports.clock }, wanted),
  ),
  'storage.get': onWorkspace((workspace, _input, { deps }) =>
    storageState(workspace, deps.reserve.freeBytes, deps.ports.clock),
  ),
};
