export const httpAddress = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Listening on all of a computer's addresses says nothing of where people reach it. */
export const isAnyAddress = (host: string): boolean => host === '0.0.0.0' || host === '::';
