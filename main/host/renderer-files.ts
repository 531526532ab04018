import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';

/** A file of the built app. `immutable`: its name carries a hash of its content. */
export type RendererFile = {
  readonly mediaType: string;
  readonly size: number;
  readonly immutable: boolean;
  open(): ReadableStream<Uint8Array>;
};

/** The files of the built app by the path they are asked for (`/index.html`); anything else does not exist. */
export type RendererFiles = (path: string) => RendererFile | null;

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
  '.wasm': 'application/wasm',
};

const describe = async (root: string, file: string): Promise<RendererFile | null> => {
  const mediaType = mediaTypes[extname(file).toLowerCase()];
  if (mediaType === undefined) return null;
  const { size } = await stat(file);
  return {
    mediaType,
    size,
    immutable: relative(root, file).startsWith(`assets${sep}`),
    open: () => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>,
  };
};

/**
 * Lists the built app once. Only a path that stands in the list is ever opened, so there is no path to traverse, and
 * only endings the app is known to use. Throws when the app has not been built.
 */
export const listRendererFiles = async (root: string): Promise<RendererFiles> => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = new Map<string, RendererFile>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const file = await describe(root, path);
    if (file !== null) files.set(`/${relative(root, path).split(sep).join('/')}`, file);
  }
  if (!files.has('/index.html')) throw new Error(`${root} holds no built app; run: npm run build`);
  return (path) => files.get(path === '/' ? '/index.html' : path) ?? null;
};

/** Reads a small text file of the app whole, such as its page. */
export const readRendererText = (file: RendererFile): Promise<string> => new Response(file.open()).text();
