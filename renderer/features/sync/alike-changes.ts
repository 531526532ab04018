import type { BlockedChange } from '../../../shared/workbench-api/sync-status.ts';

/** Refused changes that a list says in one line: of one kind, to one review, for one reason. `first` is the oldest. */
export type AlikeChanges = { readonly first: BlockedChange; readonly eventIds: readonly string[] };

/**
 * In the order of the oldest of each. A rubric that changed refuses every edit made on the old one, and a minute of typing
 * makes several. Each final stands alone: it is compared with what stands.
 */
export const alikeChanges = (changes: readonly BlockedChange[]): AlikeChanges[] => {
  const groups = Map.groupBy(changes, ({ assignmentId, type, problem, eventId }) =>
    JSON.stringify([assignmentId, type, problem, type === 'review.submitted' ? eventId : null]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ first, eventIds: group.map(({ eventId }) => eventId) }];
  });
};
