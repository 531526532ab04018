import type { SignInWays } from './context/deps.ts';

export const signInUsage = `Signing in (people sign in with their browser, at the hub's own page unless --issuer names another provider):

  --public-url        the address people reach this hub by, where it is not the one it listens on (a TLS proxy, --host 0.0.0.0)
  --issuer            any OpenID Connect provider, by its issuer URL; with --client-id, a public native client of it whose
                      redirect URI is http://127.0.0.1/assay/signed-in
  --account-claim     the claim of its ID tokens that is the account's name here (default: email, which it must have verified)
  --scope             what the workbench asks of it (default: openid email offline_access)
  --browser-only      take no password but on the hub's own page; workbenches that sign in by password are told to update`;

export const signInOptions = {
  'public-url': { type: 'string' },
  issuer: { type: 'string' },
  'client-id': { type: 'string' },
  'account-claim': { type: 'string', default: 'email' },
  scope: { type: 'string', default: 'openid email offline_access' },
  'browser-only': { type: 'boolean', default: false },
} as const;

type Flags = {
  readonly 'public-url'?: string | undefined;
  readonly issuer?: string | undefined;
  readonly 'client-id'?: string | undefined;
  readonly 'account-claim': string;
  readonly scope: string;
  readonly 'browser-only': boolean;
};

/** Throws a sentence for the operator when the flags do not make sense. */
export const readSignInWays = (flags: Flags): SignInWays => {
  const publicUrl =
    flags['public-url'] === undefined ? null : webAddress('--public-url', flags['public-url']);
  const { issuer, scope, 'client-id': clientId } = flags;
  if ((issuer === undefined) !== (clientId === undefined)) {
    throw new Error('--issuer and --client-id go together: the provider, and what it calls this workbench.');
  }
  if (!scope.split(' ').includes('openid')) throw new Error('--scope must ask for openid.');
  return {
    publicUrl,
    password: !flags['browser-only'],
    provider:
      issuer === undefined || clientId === undefined
        ? null
        : { issuer: protectedAddress(issuer), clientId, scope, claim: flags['account-claim'] },
  };
};

const webAddress = (flag: string, text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new Error(`${flag} ${text} is not a web address.`);
  }
  return text.replace(/\/+$/, '');
};

/** Kept to the letter: an issuer is compared as text. */
const protectedAddress = (issuer: string): string => {
  webAddress('--issuer', issuer);
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost') return issuer;
  throw new Error(
    `--issuer ${issuer} is not protected: who signs in would be anybody's word. Use its https address.`,
  );
};
