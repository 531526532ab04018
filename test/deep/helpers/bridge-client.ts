import { Agent, type IncomingMessage, request } from 'node:http';
import type { Result } from '../../../shared/lib/result.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/workbench-api/commands.ts';

/** The web host's page without a browser: the same requests, with the cookie that the printed address is exchanged for. */
export type BridgeClient = {
  readonly origin: string;
  /** What the program answered. Throws when it was gone before its answer was here. */
  ask<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<CommandOutput<Name>>>;
  /** The same for a command that must succeed. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>;
  /** The bytes at a path of the host: evidence, a download. */
  read(path: string): Promise<{ readonly status: number; readonly body: Buffer }>;
  readonly cookie: string;
  close(): void;
};

type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

const ask = (url: URL, agent: Agent, headers: Record<string, string>, body: string | null): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: body === null ? 'GET' : 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      // `end` comes only for a whole answer; one that broke off is `aborted` with an error.
      response.once('end', () => {
        const { statusCode = 0, headers: given } = response;
        resolve({ status: statusCode, headers: given, body: Buffer.concat(chunks) });
      });
    });
    sent.once('error', reject);
    sent.end(body ?? undefined);
  });

/** Opens the printed address as a browser would. `connections`: how many requests may be on their way at once. */
export const openBridge = async (printed: string, connections = 4): Promise<BridgeClient> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { origin } = new URL(printed);
  const entered = await ask(new URL(printed), agent, {}, null);
  const [cookie = ''] = entered.headers['set-cookie']?.[0]?.split(';') ?? [];
  if (entered.status !== 303 || cookie === '') throw new Error(`the web host answered ${entered.status}`);
  const bridge: BridgeClient = {
    origin,
    cookie,
    ask: async <Name extends CommandName>(name: Name, input: CommandInput<Name>) => {
      const headers = { cookie, origin, 'content-type': 'application/json' };
      const answer = await ask(new URL(`/api/${name}`, origin), agent, headers, JSON.stringify(input));
      // The host answers every command with a Result, whatever the status.
      return JSON.parse(answer.body.toString('utf8')) as Result<CommandOutput<Name>>;
    },
    call: async (name, input) => {
      const answer = await bridge.ask(name, input);
      if (!answer.ok) {
        throw new Error(`${name}: ${answer.problem.code} ${JSON.stringify(answer.problem.params ?? {})}`);
      }
      return answer.value;
    },
    read: async (path) => {
      const { status, body } = await ask(new URL(path, origin), agent, { cookie }, null);
      return { status, body };
    },
    close: () => agent.destroy(),
  };
  return bridge;
};
