import { ok, type Result } from '../../shared/lib/result.ts';
import type { BrowserIdentity } from '../database/tables/device-account.ts';
import { placeOf } from './kept-identity.ts';
import { findProvider, type ProviderDeps, revoke } from './provider-client.ts';

/** Tells the provider to forget a sign-in. One that cannot be renewed is nothing to it. */
export const endSignIn = async (signedIn: BrowserIdentity, deps: ProviderDeps): Promise<Result<void>> => {
  if (signedIn.refreshToken === null) return ok(undefined);
  const provider = await findProvider(placeOf(signedIn, deps.hubUrl), deps);
  return provider.ok ? revoke(provider.value, signedIn.refreshToken) : provider;
};
