import type { TrustedProvider } from '../auth/identity-sign-in.ts';
import { linkedAccountOf } from '../auth/linked-account.ts';
import { idTokenVerifier, remoteKeys } from '../auth/verify-id-token.ts';
import type { HubDeps } from '../context/deps.ts';
import { createOwnProvider, type OwnProvider, workbenchClientId } from './own-provider.ts';

/** Where people sign in at this hub: at its own page, or at the provider the operator named. */
export type SignInPlaces = {
  readonly own: () => OwnProvider | null;
  readonly current: () => TrustedProvider | null;
  /** As the workbench is told. */
  readonly describe: () => {
    readonly issuer: string;
    readonly clientId: string;
    readonly scope: string;
  } | null;
};

/** `address`: where the hub is reached; null as long as it does not listen. */
export const signInPlaces = (deps: HubDeps, address: () => string | null): SignInPlaces => {
  const { provider: other } = deps.signInWays;
  if (other !== null) {
    const { issuer, clientId, scope } = other;
    const keys = remoteKeys(issuer, deps.fetch);
    const trusted: TrustedProvider = {
      verify: idTokenVerifier({ issuer, clientId, keys, now: deps.clock.now }),
      accountOf: linkedAccountOf(deps, other),
    };
    return { own: () => null, current: () => trusted, describe: () => ({ issuer, clientId, scope }) };
  }
  let made: OwnProvider | null = null;
  const own = (): OwnProvider | null => {
    const base = address();
    if (base !== null) made ??= createOwnProvider(deps, base);
    return made;
  };
  return {
    own,
    current: own,
    describe: () => {
      const provider = own();
      if (provider === null) return null;
      return { issuer: provider.issuer, clientId: workbenchClientId, scope: 'openid' };
    },
  };
};
