import { createHash } from 'node:crypto';
import { countUp } from '../world/counts.ts';
import { report, type World } from '../world/world.ts';

export const NONCES = '12 no key and nonce repeats';

/** (12) Two things sealed with one key have two nonces. */
export const noteSealed = (world: World, key: string, nonce: Uint8Array, sealed: Uint8Array): void => {
  countUp(world.checks, NONCES);
  const both = `${key}/${Buffer.from(nonce).toString('hex')}`;
  const print = createHash('sha1').update(sealed.subarray(0, 4096)).digest('hex');
  const known = world.shadow.nonces.get(both);
  if (known !== undefined && known !== print) report(world, NONCES, `twice under ${key.split('/')[0]}`);
  world.shadow.nonces.set(both, print);
};
