import { protocolVersion } from '../../shared/hub-api/protocol-version.ts';
import type { HubDescription } from '../../shared/hub-api/session.ts';
import type { HubDeps } from '../context/deps.ts';
import { instant } from '../core/ports.ts';

export const describeHub = ({ identity, keys, clock }: HubDeps): HubDescription => ({
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
  time: instant(clock.now()),
});
