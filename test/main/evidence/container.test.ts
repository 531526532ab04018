import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Container,
  createContainer,
  openChunk,
  openHeader,
  sealChunk,
} from '../../../main/evidence/container.ts';
import document from '../../fixtures/vault/mcevid1-vectors.json' with { type: 'json' };
import { decodeBySpec } from './decode-by-spec.ts';
import { CHUNK, evidenceOf, flipBit } from './vault-workspace.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type Vector = (typeof document.vectors)[number];
const vectors = document.vectors.map((vector): [string, Vector] => [vector.name, vector]);

const sealVector = (vector: Vector) => {
  const key = { keyId: bytesOf(vector.keyId), key: bytesOf(vector.submissionKey) };
  const plaintext = evidenceOf(vector.plaintextLength);
  const { header, container } = createContainer(plaintext.length, key, bytesOf(vector.salt));
  const chunks = vector.nonces.map((nonce, index) =>
    sealChunk(container, index, plaintext.subarray(index * CHUNK, (index + 1) * CHUNK), bytesOf(nonce)),
  );
  return { key, plaintext, header, container, chunks, file: Buffer.concat([header, ...chunks]) };
};

describe.each(vectors)('test vector: %s', (_, vector) => {
  it('is written byte for byte', () => {
    const { header, container, chunks, file } = sealVector(vector);
    expect(Buffer.from(header).toString('hex')).toBe(vector.header);
    expect(chunks).toHaveLength(container.chunkCount);
    expect(container.fileSize).toBe(vector.fileLength);
    if ('file' in vector) expect(file.toString('hex')).toBe(vector.file);
    expect(sha256(file)).toBe(vector.fileSha256);
  });

  it('is read to the plaintext', () => {
    const { key, file } = sealVector(vector);
    const container = openHeader(bytesOf(vector.header), key) as Container;
    const pieces = vector.nonces.map((_, index) => {
      const at = 128 + index * (CHUNK + 28);
      return openChunk(container, index, file.subarray(at, at + CHUNK + 28)) as Uint8Array;
    });
    expect(sha256(Buffer.concat(pieces))).toBe(vector.plaintextSha256);
  });

  it('is read by a decoder that knows only the text of the format', async () => {
    const { key, plaintext, file } = sealVector(vector);
    const decoded = await decodeBySpec(file, key.key);
    expect(Buffer.compare(decoded.plaintext, plaintext)).toBe(0);
    expect(decoded).toMatchObject({ keyId: vector.keyId, salt: vector.salt, nonces: vector.nonces });
  });
});

describe('a header', () => {
  const [, vector] = vectors[2] as [string, Vector];
  const { key, header } = sealVector(vector);

  it('opens with no bit changed, added or missing', () => {
    expect(openHeader(header, key)).toMatchObject({ plaintextLength: 100, chunkCount: 1, fileSize: 256 });
    for (let bit = 0; bit < 128 * 8; bit++) {
      const altered = Uint8Array.from(header);
      flipBit(altered, bit >> 3, 1 << (bit & 7));
      expect(openHeader(altered, key)).toBeUndefined();
    }
    expect(openHeader(header.subarray(0, 127), key)).toBeUndefined();
    expect(openHeader(Buffer.concat([header, Buffer.alloc(1)]), key)).toBeUndefined();
  });

  it('opens with no other key and under no other key id', () => {
    const otherKey = { ...key, key: key.key.map((byte) => byte ^ 1) };
    expect(openHeader(header, otherKey)).toBeUndefined();
    expect(openHeader(header, { ...key, keyId: key.keyId.map((byte) => byte ^ 1) })).toBeUndefined();
  });
});

describe('a chunk', () => {
  const two = sealVector((vectors[5] as [string, Vector])[1]);
  const exact = sealVector((vectors[4] as [string, Vector])[1]);

  it('opens only at its own place', () => {
    expect(openChunk(two.container, 0, two.chunks[0] as Uint8Array)).toBeDefined();
    expect(openChunk(two.container, 1, two.chunks[0] as Uint8Array)).toBeUndefined();
    expect(openChunk(two.container, 0, two.chunks[1] as Uint8Array)).toBeUndefined();
  });

  it('opens only in its own file, also beside the same key', () => {
    const other = createContainer(CHUNK + 1, two.key, new Uint8Array(32));
    expect(openChunk(other.container, 0, two.chunks[0] as Uint8Array)).toBeUndefined();
  });

  it('that is the last is told from one that is not', () => {
    const notLast: Container = { ...exact.container, chunkCount: 2 };
    expect(openChunk(exact.container, 0, exact.chunks[0] as Uint8Array)).toBeDefined();
    expect(openChunk(notLast, 0, exact.chunks[0] as Uint8Array)).toBeUndefined();
  });

  it('of the wrong length is a mistake of the program', () => {
    expect(() => sealChunk(two.container, 0, new Uint8Array(5), new Uint8Array(12))).toThrow(RangeError);
    expect(() => sealChunk(two.container, 1, new Uint8Array(1), new Uint8Array(11))).toThrow(RangeError);
  });
});
