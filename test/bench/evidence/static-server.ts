import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

/*
 * A plain server of files with Range and nothing else, in a process of its own as the web host is: what the vault is
 * held against. node static-server.ts PREFIX=FOLDER…; it says its address in the first line.
 */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.pdf': 'application/pdf',
  '.mp4': 'video/mp4',
  '.wasm': 'application/wasm',
};

const roots = process.argv.slice(2).map((word) => {
  const [prefix = '', folder = ''] = word.split('=');
  return { prefix: `/${prefix}/`, folder };
});

const fileOf = (path: string): string | null => {
  const root = roots.find(({ prefix }) => path.startsWith(prefix));
  if (root === undefined) return null;
  const inside = normalize(decodeURIComponent(path.slice(root.prefix.length)));
  return inside.startsWith('..') ? null : join(root.folder, inside);
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const file = fileOf(new URL(request.url ?? '/', 'http://bench').pathname);
  const found = file === null ? null : await stat(file).catch(() => null);
  if (file === null || found === null || !found.isFile()) {
    response.writeHead(404).end();
    return;
  }
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = Number(asked?.[1] ?? 0);
  const end = Math.min(asked?.[2] ? Number(asked[2]) : found.size - 1, found.size - 1);
  response.writeHead(asked === null ? 200 : 206, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    ...(asked === null ? {} : { 'content-range': `bytes ${start}-${end}/${found.size}` }),
  });
  const stream = createReadStream(file, { start, end });
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
};

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
