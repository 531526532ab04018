import type { CommandOutput } from '../../../shared/workbench-api/commands.ts';

/** What a hub says of itself before anything is created. */
export type FoundHub = CommandOutput<'setup.checkHub'>;
