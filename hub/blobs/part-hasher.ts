import { createHash } from 'node:crypto';
import { wireLimits } from '../../shared/hub-api/protocol-version.ts';
import type { StoredBlob } from './blob-store.ts';

/** Hashes a stream as a whole and in parts. An empty stream has one empty part. */
export const partHasher = (partSize: number = wireLimits.partSize) => {
  const whole = createHash('sha256');
  const parts: string[] = [];
  let part = createHash('sha256');
  let inPart = 0;
  let size = 0;
  const closePart = () => {
    parts.push(part.digest('hex'));
    part = createHash('sha256');
    inPart = 0;
  };
  return {
    update: (bytes: Uint8Array): void => {
      whole.update(bytes);
      size += bytes.length;
      for (let at = 0; at < bytes.length; ) {
        const piece = bytes.subarray(at, at + partSize - inPart);
        part.update(piece);
        inPart += piece.length;
        at += piece.length;
        if (inPart === partSize) closePart();
      }
    },
    finish: (): StoredBlob => {
      if (inPart > 0 || parts.length === 0) closePart();
      return { sha256: whole.digest('hex'), size, parts };
    },
  };
};
