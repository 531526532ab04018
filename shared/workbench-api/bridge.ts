import type { Problem } from '../lib/problem.ts';
import type { Result } from '../lib/result.ts';
import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import type { Notice } from './notices.ts';

/** The one object the renderer gets from its host, as `window.assay`. */
export type AssayBridge = {
  readonly host: 'electron' | 'web';
  /** Sends a command. Never rejects: what goes wrong comes back as a problem. */
  call<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Result<CommandOutput<Name>, Problem>>;
  /** Hears notices until the returned function is called. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Where an artifact's decrypted bytes are read, with Range, by media elements, pdf.js and fetch. */
  evidenceUrl(artifactId: string): string;
};
