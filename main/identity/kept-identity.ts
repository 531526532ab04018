import type { KeptIdentity } from '../database/tables/device-account.ts';
import type { IdentityPlace } from './provider-client.ts';

/**
 * The hub's own sign-in moves with the hub (the sample's has a new port at each start), so it is kept relative to the hub's
 * address. Any other issuer is kept whole: a refresh token goes to the issuer that gave it and to nobody else.
 */
export const keptIdentity = (place: IdentityPlace, subject: string, hubUrl: string): KeptIdentity => {
  const { clientId, scope } = place;
  const { origin, pathname, search } = new URL(place.issuer);
  const issuer = origin === new URL(hubUrl).origin ? `${pathname}${search}` : place.issuer;
  return { issuer, clientId, scope, subject };
};

export const placeOf = ({ issuer, clientId, scope }: KeptIdentity, hubUrl: string): IdentityPlace => ({
  issuer: issuer.startsWith('/') ? new URL(issuer, hubUrl).href : issuer,
  clientId,
  scope,
});
