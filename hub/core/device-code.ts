import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/**
 * What people call one device of one account, to read out or to type: 12 characters (60 bits) of a hash, such as
 * `7KQ2-M0XN-PA4B`. It names; it proves nothing.
 */
export const deviceCode = (accountId: string, deviceId: string): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify(['assay/1/device-code', accountId, deviceId]))
    .digest();
  return inGroups(Array.from(hash.subarray(0, LENGTH), (byte) => ALPHABET[byte & 31]).join(''));
};

/** A code as a person types it, in the form it is stored in: any case, spaces and dashes anywhere, O for 0, I or L for 1. */
export const typedDeviceCode = (typed: string): string =>
  inGroups(
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\p{Pd}]/gu, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1'),
  );

const inGroups = (text: string): string => text.match(/.{1,4}/gsu)?.join('-') ?? '';
