import { protocolVersion } from '../../shared/hub-api/protocol-version.ts';
import type { HubDescription } from '../../shared/hub-api/session.ts';
import type { HubDeps } from '../context/deps.ts';
import { instant } from '../core/ports.ts';

/** `signIn`: where people sign in with their browser; null where they cannot. */
export const describeHub = (
  { identity, keys, clock }: HubDeps,
  signIn: HubDescription['identity'] | null,
): HubDescription => ({
  product: 'assay-hub',
  hubId: identity.hubId,
  name: identity.name,
  protocol: { ...protocolVersion },
  sealingKey: keys.sealingPublicKey.toString('base64url'),
  sample:
    identity.sample === null
      ? null
      : {
          password: identity.sample.password,
          accounts: identity.sample.accounts.map(({ account, name, roles }) => ({
            account,
            name,
            roles: [...roles],
          })),
        },
  ...(signIn == null ? {} : { identity: signIn }),
  time: instant(clock.now()),
});
