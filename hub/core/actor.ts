import type { Account } from '../../shared/domain/account.ts';

/** Who is asking, as the hub knows it from the session alone: nothing a request claims about itself counts. */
export type Actor = { readonly account: Account; readonly deviceId: string; readonly tokenHash: string };
