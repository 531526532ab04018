import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceManifestSchema } from '../../shared/hub-api/evidence.ts';
import { wireLimits } from '../../shared/hub-api/protocol-version.ts';
import { fixtureProgram, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import type { TestDevice } from '../helpers/hub/test-device.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('evidence', () => {
  let hub: TestHub;
  let rosa: TestDevice;
  let folder: string;
  const small = Buffer.from('What made people move to the city?\n');
  const big = Buffer.alloc(wireLimits.partSize * 2 + 12_345, 'assay evidence ');
  const smallHash = sha256(small);
  const bigHash = sha256(big);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-evidence-'));
    await cp(fixtureProgram, folder, { recursive: true });
    await writeFile(join(folder, 'submissions/QST-2/recording/long.wav'), big);
    hub = await startTestHub({ program: folder });
    rosa = await hub.signIn('rosa.lind');
  });
  afterAll(async () => {
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });

  const get = (hash: string, headers: Record<string, string> = {}, method = 'GET') =>
    rosa.request(`/v1/evidence/${hash}`, { method, headers: { 'accept-encoding': 'identity', ...headers } });

  it('has a manifest whose parts hash and add up to the file', async () => {
    const manifest = evidenceManifestSchema.parse(
      await (await rosa.request(`/v1/evidence/${bigHash}/manifest`)).json(),
    );
    expect(manifest).toMatchObject({
      sha256: bigHash,
      size: big.length,
      partSize: 8_388_608,
      mediaType: 'audio/wav',
    });
    expect(manifest.parts).toHaveLength(3);
    for (const [at, part] of manifest.parts.entries()) {
      const start = at * manifest.partSize;
      const end = Math.min(start + manifest.partSize, manifest.size) - 1;
      const answer = await get(bigHash, { range: `bytes=${start}-${end}`, 'if-range': `"${bigHash}"` });
      expect(answer.status).toBe(206);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect(bytes.length).toBe(end - start + 1);
      expect(sha256(bytes)).toBe(part);
    }
  });

  it('sends the whole file with what a careful client needs', async () => {
    const answer = await get(smallHash);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: `"${smallHash}"`,
      'accept-ranges': 'bytes',
      'content-length': String(small.length),
      'content-type': 'text/plain',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(small);
  });

  it('streams an open-ended range to the end of a large file', async () => {
    const answer = await get(bigHash, { range: 'bytes=5-' });
    expect(answer.headers.get('content-range')).toBe(`bytes 5-${big.length - 1}/${big.length}`);
    expect((await answer.arrayBuffer()).byteLength).toBe(big.length - 5);
  });

  it('answers every single range as RFC 9110 has it', async () => {
    const size = small.length;
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.nat({ max: size + 5 }), { nil: undefined }),
        fc.option(fc.nat({ max: size + 5 }), { nil: undefined }),
        async (first, last) => {
          const answer = await get(smallHash, { range: `bytes=${first ?? ''}-${last ?? ''}` });
          const body = Buffer.from(await answer.arrayBuffer());
          const start = first ?? Math.max(0, size - (last ?? 0));
          const end = first === undefined ? size - 1 : Math.min(last ?? size - 1, size - 1);
          const nonsense =
            (first === undefined && last === undefined) ||
            (first !== undefined && last !== undefined && last < first);
          if (nonsense) {
            expect([answer.status, body]).toEqual([200, small]);
          } else if (start >= size) {
            expect([answer.status, answer.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
          } else {
            expect(answer.status).toBe(206);
            expect(answer.headers.get('content-range')).toBe(`bytes ${start}-${end}/${size}`);
            expect(body).toEqual(small.subarray(start, end + 1));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    ['several ranges', { range: 'bytes=0-1,3-4' }],
    ['another unit', { range: 'lines=0-1' }],
    ['nonsense', { range: 'bytes=a-b' }],
    ['a validator of other bytes', { range: 'bytes=0-1', 'if-range': `"${'0'.repeat(64)}"` }],
    ['a weak validator', { range: 'bytes=0-1', 'if-range': `W/"${smallHash}"` }],
    ['a date', { range: 'bytes=0-1', 'if-range': 'Tue, 03 Mar 2026 09:00:00 GMT' }],
  ])('sends the whole file for %s', async (_name, headers) => {
    const answer = await get(smallHash, headers as unknown as Record<string, string>);
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, small.length]);
  });

  it('answers HEAD like GET, without the bytes', async () => {
    const whole = await get(smallHash, {}, 'HEAD');
    expect([whole.status, whole.headers.get('content-length'), whole.headers.get('etag')]).toEqual([
      200,
      String(small.length),
      `"${smallHash}"`,
    ]);
    const part = await get(smallHash, { range: 'bytes=1-3' }, 'HEAD');
    expect([part.status, part.headers.get('content-length'), part.headers.get('content-range')]).toEqual([
      206,
      '3',
      `bytes 1-3/${small.length}`,
    ]);
    expect(await part.text()).toBe('');
  });

  it('says that nothing changed when the client has the bytes', async () => {
    expect((await get(smallHash, { 'if-none-match': `"${smallHash}"` })).status).toBe(304);
  });

  it('stops reading when the client goes away', async () => {
    const leave = new AbortController();
    const answer = await fetch(`${hub.url}/v1/evidence/${bigHash}`, {
      headers: { authorization: `Bearer ${rosa.session.token}` },
      signal: leave.signal,
    });
    await answer.body?.getReader().read();
    leave.abort();
    expect((await get(smallHash)).status).toBe(200);
  });

  it('owns up when it has lost the bytes, and says no path', async () => {
    const artifact = [...(await rosa.pull()).live.values()].find(
      (one) => one.kind === 'artifact' && one.state.label === 'board.png',
    );
    if (artifact?.kind !== 'artifact') throw new Error('the fixture has no board.png');
    const hash = artifact.state.sha256;
    await rm(join(hub.dataDir, 'evidence', hash.slice(0, 2), hash.slice(2, 4), hash));
    const answer = await get(hash);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text).code).toBe('internal');
    expect(text).not.toContain(hub.dataDir);
  });

  it('keeps the bytes it was given', async () => {
    const stored = await readFile(
      join(hub.dataDir, 'evidence', bigHash.slice(0, 2), bigHash.slice(2, 4), bigHash),
    );
    expect(stored.equals(big)).toBe(true);
  });
});
