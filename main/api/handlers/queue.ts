import { ok } from '../../../shared/lib/result.ts';
import { instantNow } from '../../core/instant.ts';
import { downloadNow, listQueue } from '../../services/queue.ts';
import { type Handlers, onWorkspace } from '../handler.ts';

export const queueHandlers: Handlers<'queue.list' | 'queue.downloadNow'> = {
  'queue.list': onWorkspace((workspace, _input, { deps }) => {
    const { clock } = deps.ports;
    return ok({ items: listQueue(workspace, clock.now()), readAt: instantNow(clock) });
  }),
  'queue.downloadNow': onWorkspace((workspace, { assignmentId }) => downloadNow(workspace, assignmentId)),
};
