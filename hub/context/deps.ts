import type { BlobStore } from '../blobs/blob-store.ts';
import type { HubKeys } from '../core/hub-keys.ts';
import type { Clock, Logger, NewId, RandomBytes } from '../core/ports.ts';
import type { HubDatabase } from '../database/open.ts';

/** The sign-ins of a sample hub, shown to everybody who asks. */
export type SampleSignIns = {
  readonly password: string;
  readonly accounts: readonly {
    readonly account: string;
    readonly name: string;
    readonly roles: readonly string[];
  }[];
};

/** Who this hub is. `feedEpoch` changes when its history is replaced by hand. */
export type HubIdentity = {
  readonly hubId: string;
  readonly name: string;
  readonly feedEpoch: string;
  readonly sample: SampleSignIns | null;
};

/** How hard a password is to guess from its hash: scrypt's parameters. */
export type PasswordCost = { readonly n: number; readonly r: number; readonly p: number };

/** How people may sign in. */
export type SignInWays = {
  /** Where the hub is reached; null: at the address it listens on. */
  readonly publicUrl: string | null;
  /** Another OpenID Connect provider in the place of the hub's own sign-in page. */
  readonly provider: {
    readonly issuer: string;
    readonly clientId: string;
    readonly scope: string;
    /** The claim that names the account at the first sign-in. */
    readonly claim: string;
  } | null;
  /** Whether passwords are taken without a browser too: workbenches that know no other way need it. */
  readonly password: boolean;
};

/** Everything a hub is made of. Nothing in the hub reaches for a clock, a random number or a file on its own. */
export type HubDeps = {
  readonly database: HubDatabase;
  readonly blobs: BlobStore;
  readonly keys: HubKeys;
  readonly identity: HubIdentity;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly newId: NewId;
  readonly log: Logger;
  readonly passwordCost: PasswordCost;
  readonly signInWays: SignInWays;
  /** For the identity provider that the operator names, and nothing else. */
  readonly fetch: typeof globalThis.fetch;
};
