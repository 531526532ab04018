import { scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordCost } from '../context/deps.ts';
import type { RandomBytes } from '../core/ports.ts';

/** 32 MiB and three passes: the strength OWASP asks of scrypt. */
export const defaultPasswordCost: PasswordCost = { n: 32_768, r: 8, p: 3 };

const keyLength = 32;

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. The salt is 16 random bytes of its own for every password. */
export const hashPassword = async (
  password: string,
  cost: PasswordCost,
  random: RandomBytes,
): Promise<string> => {
  const salt = random(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.n, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
};

/** Takes the same time for a right and a wrong password. A hash of another form never matches. */
export const verifyPassword = async (password: string, stored: string): Promise<boolean> => {
  const [scheme, n, r, p, salt, key] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64url');
  const cost = { n: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return expected.length === actual.length && timingSafeEqual(actual, expected);
};

const derive = (password: string, salt: Buffer, { n, r, p }: PasswordCost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyLength, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
