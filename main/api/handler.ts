import type { z } from 'zod';
import type { Result } from '../../shared/lib/result.ts';
import type { CommandName, CommandOutput, commands } from '../../shared/workbench-api/commands.ts';
import { type ActiveWorkspace, activeWorkspace, type Desk } from '../services/desk.ts';
import type { ReviewDeps } from '../services/review/work.ts';

type Input<Name extends CommandName> = z.output<(typeof commands)[Name]['input']>;

/** Answers one command whose input has been parsed: one service call. */
type Handler<Name extends CommandName> = (
  desk: Desk,
  input: Input<Name>,
) => Result<CommandOutput<Name>> | Promise<Result<CommandOutput<Name>>>;

/** The handlers of one feature. */
export type Handlers<Name extends CommandName> = { readonly [One in Name]: Handler<One> };

/** For commands on the workspace somebody works in: without one, they answer why there is none. */
export const onWorkspace =
  <I, O>(
    work: (workspace: ActiveWorkspace, input: I, desk: Desk) => Result<O> | Promise<Result<O>>,
  ): ((desk: Desk, input: I) => Result<O> | Promise<Result<O>>) =>
  (desk, input) => {
    const workspace = activeWorkspace(desk);
    return workspace.ok ? work(workspace.value, input, desk) : workspace;
  };

export const reviewDeps = ({ deps }: Desk, workspace: ActiveWorkspace): ReviewDeps => ({
  workspace,
  clock: deps.ports.clock,
  log: deps.ports.log,
  ids: deps.ids,
  bus: deps.bus,
  wakeSync: () => workspace.sync.wake(),
  downloadNow: (assignmentId) => workspace.sync.downloadNow(assignmentId),
});
