import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { HubDeps } from './context/deps.ts';
import { isAnyAddress } from './core/http-address.ts';
import { jsonLogger } from './core/json-logger.ts';
import { openHub } from './open-hub.ts';
import { findSampleProgram } from './sample/find-sample-program.ts';
import { seedSample } from './sample/seed.ts';
import { serveHub } from './serve-hub.ts';
import { readSignInWays, signInOptions, signInUsage } from './sign-in-flags.ts';

const usage = `Usage: node hub/server.ts [--sample] [--data DIR] [--database postgres://…] [--host 127.0.0.1] [--port N] [--json]
                          [--public-url URL] [--issuer URL --client-id ID] [--browser-only]

  --sample    fill a new hub with the sample program and print its sign-ins
  --program   the sample program's folder (default: resources/sample/program)
  --data      where the hub keeps its key, its evidence and (without --database) its database
  --database  a PostgreSQL database instead of the file in --data
  --port      default 8787, or any free port when that one is taken; a port you name is taken as it is
  --json      print one line of JSON: {"url", "hubId", "sample"}
  --log       write one line of JSON for each request to standard error

${signInUsage}`;

const defaultPort = 8787;

const options = {
  sample: { type: 'boolean', default: false },
  program: { type: 'string' },
  data: { type: 'string' },
  database: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string' },
  json: { type: 'boolean', default: false },
  log: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  ...signInOptions,
} as const;

/** The operating system's place for an application's data. */
const userDataFolder = (): string => {
  if (process.platform === 'win32') return process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share');
};

const printStart = (url: string, { identity }: HubDeps, json: boolean): void => {
  if (json) {
    process.stdout.write(`${JSON.stringify({ url, hubId: identity.hubId, sample: identity.sample })}\n`);
    return;
  }
  const lines = [`${identity.name} is ready at ${url}`, `Its API is described at ${url}/docs`];
  if (identity.sample !== null) {
    const { accounts, password } = identity.sample;
    const width = Math.max(...accounts.map(({ account }) => account.length));
    lines.push('', `Sign in with the password ${password} as one of:`);
    for (const one of accounts) {
      lines.push(`  ${one.account.padEnd(width)}  ${one.name} (${one.roles.join(', ')})`);
    }
  }
  process.stdout.write(`${lines.join('\n')}\n\nStop it with Ctrl+C.\n`);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const port = values.port === undefined ? defaultPort : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is not a port.`);
  const signInWays = readSignInWays(values);
  const sampleFolder = join(userDataFolder(), 'assay', 'sample-hub');
  const dataDir = resolve(values.data ?? (values.sample ? sampleFolder : 'hub-data'));
  const write = (line: string): void => {
    process.stderr.write(line);
  };
  const clock = { now: Date.now };
  const log = jsonLogger(clock, write);
  const opened = await openHub({
    dataDir,
    databaseUrl: values.database,
    signInWays,
    clock,
    log: (level, event, fields) => {
      if (values.log || level !== 'info') log(level, event, fields);
    },
  });
  const closing = async (error: unknown): Promise<never> => {
    await opened.database.close();
    throw error;
  };
  const program = resolve(values.program ?? findSampleProgram(import.meta.dirname));
  const deps = values.sample ? await seedSample(opened, program, dataDir).catch(closing) : opened;
  const listen = { host: values.host, port, orAnyPort: values.port === undefined };
  const served = await serveHub(deps, listen).catch(closing);
  // Before it says it is ready: whoever reads that line may end the hub at once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void served.close().then(() => process.exit(0));
    });
  }
  if (isAnyAddress(values.host) && signInWays.publicUrl === null && signInWays.provider === null) {
    process.stderr.write(
      'Nobody can sign in with their browser yet: a hub that listens on every address needs --public-url, the address people reach it by.\n',
    );
  }
  printStart(served.url, deps, values.json);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The hub could not start.'}\n`);
  process.exitCode = 1;
});
