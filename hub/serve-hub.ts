import type { AddressInfo } from 'node:net';
import { createHub } from './app.ts';
import type { HubDeps } from './context/deps.ts';
import { httpAddress } from './core/http-address.ts';

export type ServedHub = { readonly url: string; readonly close: () => Promise<void> };

export type ListenOptions = {
  readonly host: string;
  readonly port: number;
  /** Take any free port when this one is taken. */
  readonly orAnyPort?: boolean;
};

/** How long running requests may take once the hub is told to close, in milliseconds. */
const closingTime = 3000;

/** Serves an opened hub. Closing lets requests finish for a while, then cuts them, then closes the database. */
export const serveHub = async (deps: HubDeps, options: ListenOptions): Promise<ServedHub> => {
  const listenOn = async (port: number): Promise<ServedHub> => {
    const app = await createHub(deps);
    await app.listen({ host: options.host, port });
    const { port: bound } = app.server.address() as AddressInfo;
    return {
      url: httpAddress(options.host, bound),
      close: async () => {
        const cut = setTimeout(() => app.server.closeAllConnections(), closingTime);
        await app.close();
        clearTimeout(cut);
        await deps.database.close();
      },
    };
  };
  try {
    return await listenOn(options.port);
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    if (!taken || options.orAnyPort !== true) throw error;
    return listenOn(0);
  }
};
