/**
 * What renews a sign-in by browser: the refresh token of the identity provider, and whose it is and where it may be sent (JSON:
 * issuer, client id, scope, subject; the issuer relative to the hub's address where it is the hub's own). Both null after a
 * sign-in by password.
 */
export const identity = `
ALTER TABLE device_account ADD COLUMN refresh_token TEXT;
ALTER TABLE device_account ADD COLUMN identity TEXT;
`;
