import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ReturnPage, returnHeaders, returnHtml, returnPages } from './return-pages.ts';

export type LoopbackListener = {
  /** Where the provider sends the browser. */
  readonly redirectUri: string;
  /** Takes no more requests. The answers that are under way are finished. */
  readonly close: () => void;
};

/**
 * Providers compare a native program's loopback address without its port and nothing else (RFC 8252, 7.3), so the path
 * cannot be a secret: what is used once is `state`.
 */
const returnPath = '/assay/signed-in';

const headersTimeout = 10_000;

/**
 * Listens on this computer alone, on a port of its own, for the one request that ends a sign-in. Everything that is not a
 * browser going there by itself is turned away before anybody looks at what it brings: another name for this address (DNS
 * rebinding), a request from some page's script or form, another method or path.
 */
export const listenOnLoopback = async (
  onReturn: (url: URL) => Promise<ReturnPage>,
): Promise<LoopbackListener> => {
  const server = createServer({ headersTimeout, requestTimeout: headersTimeout }, (request, response) => {
    const answer = (page: ReturnPage): void => {
      response.writeHead(page.status, returnHeaders);
      response.end(returnHtml(page));
    };
    const url = returnUrl(request, redirectUri);
    if (url === null) return answer(returnPages.foreign);
    onReturn(url).then(answer, () => response.destroy());
  });
  server.maxHeadersCount = 100;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const redirectUri = `http://127.0.0.1:${port}${returnPath}`;
  return {
    redirectUri,
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
  };
};

const returnUrl = ({ method, url = '', headers }: IncomingMessage, redirectUri: string): URL | null => {
  const expected = new URL(redirectUri);
  if (method !== 'GET' || headers.host !== expected.host || !url.startsWith('/')) return null;
  // A browser that is sent here names no origin, or names that it will not say.
  if (headers.origin !== undefined && headers.origin !== 'null') return null;
  if ((headers['sec-fetch-mode'] ?? 'navigate') !== 'navigate') return null;
  if ((headers['sec-fetch-dest'] ?? 'document') !== 'document') return null;
  if (!URL.canParse(url, expected)) return null;
  const found = new URL(url, expected);
  return found.origin === expected.origin && found.pathname === expected.pathname ? found : null;
};
