/** One request as a test sees it. */
export type Seen = {
  readonly method: string;
  readonly url: URL;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | null;
};

/** Answers instead of the hub, or forwards; undefined: not its business. */
export type Intercept = (
  request: Seen,
  forward: () => Promise<Response>,
) => Promise<Response> | Response | undefined;

/** The real network with a hand on the cable: every request is noted, and a test may answer or break it. */
export type Net = {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: Seen[];
  /** The latest comes first. The returned function removes it. */
  intercept(with_: Intercept): () => void;
  /** No request gets through until it is called off. */
  cut(): () => void;
};

export const createNet = (): Net => {
  const requests: Seen[] = [];
  const intercepts: Intercept[] = [];
  const net: Net = {
    requests,
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      const body = typeof init.body === 'string' ? init.body : null;
      const headers = new Headers(init.headers);
      const seen = { method: init.method ?? 'GET', url, path: url.pathname, headers, body };
      requests.push(seen);
      for (const one of intercepts) {
        const answer = one(seen, () => fetch(input, init));
        if (answer !== undefined) return answer;
      }
      return fetch(input, init);
    },
    intercept: (one) => {
      intercepts.unshift(one);
      return () => {
        intercepts.splice(intercepts.indexOf(one), 1);
      };
    },
    cut: () => net.intercept(() => Promise.reject(new TypeError('no network'))),
  };
  return net;
};

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** What a hotel's network answers to everything. */
export const portal = (): Response =>
  new Response('<html><body>Please accept our terms</body></html>', {
    status: 200,
    headers: { 'content-type': 'text/html' },
  });
