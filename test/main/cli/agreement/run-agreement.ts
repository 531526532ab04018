import { Readable } from 'node:stream';
import { type AgreementTerminal, agreementCommand } from '../../../../main/cli/agreement-command.ts';

export type AgreementRun = { readonly code: number; readonly out: string; readonly error: string };

/** One run of the command in this process, with `input` on standard input; null: a terminal. */
export const runAgreement = async (
  args: readonly string[],
  input: string | null = '',
  terminal: Partial<AgreementTerminal> = {},
): Promise<AgreementRun> => {
  const out: string[] = [];
  const error: string[] = [];
  const stdin = Object.assign(Readable.from(input === null ? [] : [Buffer.from(input)]), {
    isTTY: input === null,
  });
  const output = { out: (line: string) => out.push(line), error: (line: string) => error.push(line) };
  const own: AgreementTerminal = {
    stdin,
    stderr: { isTTY: false, write: (text) => error.push(text) },
    onInterrupt: () => () => undefined,
    ...terminal,
  };
  const code = await agreementCommand(args, output, own);
  return { code, out: out.join('\n'), error: error.join('\n') };
};
