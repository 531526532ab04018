import { useMemo } from 'react';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useGo, useQueue } from '../../stores/use-stores.tsx';
import { nextAssignment } from './next-assignment.ts';

/** What is to be reviewed after this one, and the way there. */
export const useNextAssignment = (
  assignmentId: AssignmentId,
): { readonly item: QueueItem | null; readonly go: () => void } => {
  const items = useQueue((slice) => slice.items);
  const goTo = useGo();
  const item = useMemo(() => nextAssignment(items ?? [], assignmentId), [items, assignmentId]);
  return {
    item,
    go: () => goTo(item === null ? { name: 'queue' } : { name: 'review', assignmentId: item.assignmentId }),
  };
};
