import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { telling } from './child.ts';

/* node file-server.ts <folder>: sends its files whole, and does nothing else. Tells { url }; ends when its input does. */
const [folder = ''] = process.argv.slice(2);

const server = createServer((request, response) => {
  const file = createReadStream(join(folder, basename(request.url ?? '')));
  file.on('error', () => response.destroy());
  file.pipe(response);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
await telling({ url: `http://127.0.0.1:${port}` }, async () => {
  server.closeAllConnections();
  server.close();
});
