import { createHubServer, type HubParts, hubParts } from '../../../hub/app.ts';
import type { HubDeps } from '../../../hub/context/deps.ts';
import type { WireAnswer, WireRequest } from './net.ts';

/**
 * The hub's own server, one for all hubs of a process, one after the other: its routes are compiled once. It keeps nothing
 * of a hub that was there before.
 */
export type HubServer = {
  /** From now on it is this hub that is asked. */
  serve(deps: HubDeps): void;
  /** Through the hub's own routing, authentication and schemas; only the socket is left out. */
  ask(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
};

export const startHubServer = async (): Promise<HubServer> => {
  let served: HubParts | null = null;
  const app = await createHubServer(() => {
    if (served === null) throw new Error('no hub is served');
    return served;
  });
  await app.ready();
  return {
    serve: (deps) => {
      served = hubParts(deps, () => null);
    },
    ask: async ({ method, url, headers, body }) => {
      const answer = await app.inject({
        method: method as 'GET',
        url,
        headers,
        // Read whole, every answer would be turned into text as well.
        payloadAsStream: true,
        ...(body === null ? {} : { payload: body }),
      });
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.stream()) chunks.push(chunk as Uint8Array);
      const said: Record<string, string> = {};
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value !== undefined && !['connection', 'date', 'transfer-encoding'].includes(name))
          said[name] = String(value);
      }
      const [first = new Uint8Array(0)] = chunks;
      return {
        status: answer.statusCode,
        headers: said,
        body: chunks.length < 2 ? first : Buffer.concat(chunks),
      };
    },
    close: () => app.close(),
  };
};
