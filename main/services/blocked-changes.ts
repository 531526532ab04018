import type { BlockedChange } from '../../shared/workbench-api/sync-status.ts';
import { problemSchema } from '../../shared/workbench-api/sync-status.ts';
import { listBlocked } from '../database/tables/outbox.ts';
import type { Workspace } from './workspace.ts';

/** Changes the hub refused, oldest first, with its reasons. */
export const listBlockedChanges = ({ db }: Pick<Workspace, 'db'>): BlockedChange[] =>
  listBlocked(db).map(({ problem, submissionCode, ...row }) => ({
    ...row,
    submissionCode: submissionCode ?? '',
    problem: problemSchema.parse(JSON.parse(problem)),
  }));
