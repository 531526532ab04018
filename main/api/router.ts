import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { type CommandName, commands } from '../../shared/workbench-api/commands.ts';
import { sqliteProblem } from '../core/sqlite-problem.ts';
import type { Desk } from '../services/desk.ts';
import type { Handlers } from './handler.ts';
import { annotationHandlers } from './handlers/annotations.ts';
import { appHandlers } from './handlers/app.ts';
import { commentBankHandlers } from './handlers/comment-bank.ts';
import { queueHandlers } from './handlers/queue.ts';
import { reviewHandlers } from './handlers/review.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { setupHandlers } from './handlers/setup.ts';
import { syncHandlers } from './handlers/sync.ts';

const handlers: Handlers<CommandName> = {
  ...appHandlers,
  ...setupHandlers,
  ...queueHandlers,
  ...reviewHandlers,
  ...annotationHandlers,
  ...syncHandlers,
  ...settingsHandlers,
  ...commentBankHandlers,
};

/**
 * Runs one command: its input is parsed by its schema, its answer comes from one service. Nothing is thrown: what was
 * not foreseen is `internal` to the person, and a line in the log that carries no text of theirs.
 */
export const routeCommand = async (desk: Desk, name: string, input: unknown): Promise<Result<unknown>> => {
  if (!isCommand(name)) return fail(problem('bad-request', { detail: 'unknown command' }));
  const parsed = commands[name].input.safeParse(input);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    return fail(problem('bad-request', { detail: place === '' ? name : `${name}: ${place}` }));
  }
  try {
    // The table ties each handler to its own schema; the compiler cannot follow a name that is only known at run time.
    const handler = handlers[name] as (desk: Desk, input: unknown) => Promise<Result<unknown>>;
    const answer = await handler(desk, parsed.data);
    return answer.ok ? ok(answer.value) : answer;
  } catch (error) {
    const code = error instanceof Error ? error.name : 'unknown';
    desk.deps.ports.log('error', 'command.failed', { command: name, code });
    return fail(sqliteProblem(error, 'reading the database') ?? problem('internal', { detail: name }));
  }
};

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
