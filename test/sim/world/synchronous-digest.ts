import { createHash } from 'node:crypto';

/**
 * Web Crypto hashes on another thread, and which of two hashes ends first is chance. In a process of the simulator it is
 * done at once, on this thread, so that the same seed always does the same.
 */
export const digestOnThisThread = (): void => {
  const digest = async (algorithm: AlgorithmIdentifier, data: BufferSource): Promise<ArrayBuffer> => {
    const name = typeof algorithm === 'string' ? algorithm : algorithm.name;
    if (name !== 'SHA-256') throw new Error(`the simulator does not know ${name}`);
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    return Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer;
  };
  Object.defineProperty(crypto.subtle, 'digest', { value: digest });
};
