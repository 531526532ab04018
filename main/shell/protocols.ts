import type { Session } from 'electron';
import type { Logger } from '../core/ports.ts';
import type { Workbench } from '../core/workbench-types.ts';
import { appHeaders } from '../host/content-policy.ts';
import { appOrigin, appScheme, evidenceScheme } from '../host/electron-addresses.ts';
import { evidenceResponse } from '../host/evidence-response.ts';
import type { RendererFiles } from '../host/renderer-files.ts';

type Served = { readonly files: RendererFiles; readonly workbench: Workbench; readonly log: Logger };

/** Electron adds the origin that asked, which a page cannot forge; absent when the browser itself asks. */
type ProtocolRequest = Request & { readonly initiatorOrigin?: string };

const headers = appHeaders(`${evidenceScheme}:`);

/** Media elements ask without CORS, so the answer says who may use it: the app's page through CORS, embedded by it. */
const sharing = {
  'access-control-allow-origin': appOrigin,
  'access-control-expose-headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
  'cross-origin-resource-policy': 'cross-origin',
};

const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...sharing,
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Range, If-Range',
    },
  });

const serveApp = (files: RendererFiles, request: Request): Response => {
  const { host, pathname } = new URL(request.url);
  const file = host === 'app' ? files(pathname) : null;
  if (file === null) return new Response('There is nothing here.', { status: 404, headers });
  return new Response(file.open(), {
    headers: { ...headers, 'content-type': file.mediaType, 'content-length': String(file.size) },
  });
};

const serveEvidence = (
  request: ProtocolRequest,
  { workbench, log }: Served,
): Response | Promise<Response> => {
  const { host, pathname } = new URL(request.url);
  if (host !== 'evidence' || (request.initiatorOrigin ?? appOrigin) !== appOrigin) {
    return new Response('Only Assay may read this.', { status: 403 });
  }
  if (request.method === 'OPTIONS') return preflight();
  return evidenceResponse(
    {
      method: request.method,
      artifactId: decodeURIComponent(pathname.slice(1)),
      range: request.headers.get('range'),
      ifRange: request.headers.get('if-range'),
    },
    { openEvidence: workbench.openEvidence, log, sharing },
  );
};

/** Answers the app's scheme from the built files and the evidence scheme from the vault, on this session only. */
export const serveSchemes = (session: Session, served: Served): void => {
  session.protocol.handle(appScheme, (request) => serveApp(served.files, request));
  session.protocol.handle(evidenceScheme, (request) => serveEvidence(request, served));
};
