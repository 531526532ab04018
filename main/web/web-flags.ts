import { parseArgs } from 'node:util';

export type WebFlags = {
  readonly profile: string | null;
  readonly port: number;
  readonly passphraseFile: string | null;
  readonly open: boolean;
  readonly json: boolean;
};

export const webUsage = `Usage: assay-web [options]
  --profile DIR           keep everything in this folder
  --port N                listen on this port (default: any free one)
  --passphrase-file FILE  unlock the workspace with the passphrase in this file
  --no-open               print the address, open no window
  --json                  print {"url": …} and nothing else`;

/** Reads the command line of the web host. Throws a sentence for what it does not understand. */
export const readWebFlags = (args: readonly string[]): WebFlags => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string' },
      port: { type: 'string', default: '0' },
      'passphrase-file': { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port must be a number from 0 to 65535, not ${values.port}.`);
  }
  return {
    profile: values.profile ?? null,
    port,
    passphraseFile: values['passphrase-file'] ?? null,
    open: !values['no-open'] && !values.json,
    json: values.json,
  };
};
