/**
 * A second reader of MCEVID1, written from the format's text on WebCrypto and sharing no code with the product's.
 * Slow and strict. Throws on anything wrong.
 */
export const decodeBySpec = async (
  file: Uint8Array,
  submissionKey: Uint8Array,
): Promise<{ plaintext: Uint8Array; keyId: string; salt: string; nonces: string[] }> => {
  const { subtle } = globalThis.crypto;
  const bytes = Buffer.from(file);
  const header = bytes.subarray(0, 128);
  if (header.subarray(0, 8).toString('latin1') !== 'MCEVID1\0') throw new Error('magic');
  if (header.subarray(8, 16).toString('hex') !== '0101128000000000') throw new Error('fixed fields');
  if (header.subarray(72, 96).some((byte) => byte !== 0)) throw new Error('zero field');
  const length = header.readUInt32BE(16) * 2 ** 32 + header.readUInt32BE(20);

  const ikm = await subtle.importKey('raw', copy(submissionKey), 'HKDF', false, ['deriveBits']);
  const info = copy(Buffer.concat([Buffer.from('mcev1/file'), header.subarray(0, 72)]));
  const salt = copy(header.subarray(24, 56));
  const okm = await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, ikm, 512);
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const macKey = await subtle.importKey('raw', okm.slice(32), hmac, false, ['verify']);
  const macIsRight = await subtle.verify(
    'HMAC',
    macKey,
    copy(header.subarray(96)),
    copy(header.subarray(0, 96)),
  );
  if (!macIsRight) throw new Error('header MAC');

  const chunkKey = await subtle.importKey('raw', okm.slice(0, 32), 'AES-GCM', false, ['decrypt']);
  const headerHash = Buffer.from(await subtle.digest('SHA-256', copy(header)));
  const count = length === 0 ? 1 : Math.ceil(length / 262144);
  if (bytes.length !== 128 + length + 28 * count) throw new Error('size');
  const chunks: Uint8Array[] = [];
  const nonces: string[] = [];
  for (let index = 0; index < count; index++) {
    const at = 128 + index * (262144 + 28);
    const sealed = bytes.subarray(at, at + 262144 + 28);
    const place = Buffer.alloc(9);
    place.writeUInt32BE(index, 4);
    place[8] = index === count - 1 ? 1 : 0;
    const additionalData = copy(Buffer.concat([headerHash, place]));
    const iv = copy(sealed.subarray(0, 12));
    const parameters = { name: 'AES-GCM', iv, additionalData, tagLength: 128 };
    chunks.push(new Uint8Array(await subtle.decrypt(parameters, chunkKey, copy(sealed.subarray(12)))));
    nonces.push(sealed.subarray(0, 12).toString('hex'));
  }
  return {
    plaintext: Buffer.concat(chunks),
    keyId: header.subarray(56, 72).toString('hex'),
    salt: header.subarray(24, 56).toString('hex'),
    nonces,
  };
};

const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
