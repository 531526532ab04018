import { format } from './format.ts';

/** The words of the first run, the unlock and the sign-in. */
export const setup = {
  tagline:
    'Score micro-credential evidence offline, keep it encrypted, and know that two reviewers would agree.',

  firstTitle: 'Welcome',
  sampleTitle: 'Explore the sample program',
  sampleText:
    'Two micro-credentials, 24 submissions, a hub on this computer. Nothing leaves it, and nothing you do there counts.',
  sampleStarting: 'Preparing the sample hub and its evidence… this takes a few seconds the first time.',
  hubTitle: 'Connect to a hub',
  hubText: 'Your issuer gives you the address of the hub and an account.',

  addressTitle: 'Connect to a hub',
  addressLabel: 'Address of the hub',
  addressHint: 'For example https://hub.example.org',
  addressCheck: 'Check the address',
  addressChecking: 'Looking for a hub there…',
  foundTitle: (name: string) => name,
  foundText: (url: string) => `A hub answers at ${url}.`,

  protectTitle: 'Protect the work on this computer',
  protectText:
    'Evidence shows children and teachers. Everything Assay keeps here is encrypted; choose what opens it.',
  protectBy: 'What opens the workspace',
  keystoreTitle: 'This computer’s own keystore',
  keystoreText:
    'Opens when you are signed in to this computer. A recovery code opens it if the keystore loses the key.',
  keystoreMissing: 'This computer offers no keystore to Assay, so a passphrase protects the work.',
  passphraseTitle: 'A passphrase',
  passphraseText: 'Asked for each time Assay starts. A recovery code opens the workspace if you forget it.',
  passphraseLabel: 'Passphrase',
  passphraseConfirm: 'Passphrase again',
  passphraseHint: 'At least 8 characters. Four or five unrelated words are strong and easy to type.',
  passphraseShort: 'Use at least 8 characters.',
  passphraseDiffers: 'The two passphrases differ.',
  strengthLabel: 'Strength',
  strength: {
    weak: 'Weak: somebody with this computer could guess it. Add words.',
    fair: 'Fair: better with one more word.',
    strong: 'Strong',
  },
  create: 'Create the workspace',
  creating: 'Creating the encrypted workspace…',

  recoveryTitle: 'Your recovery code',
  recoveryText:
    'This code opens the workspace if the passphrase is lost, or this computer’s keystore no longer has the key. It is shown this once and kept nowhere.',
  recoveryCopy: 'Copy the code',
  recoveryCopied: 'Copied. Keep it where the computer is not.',
  recoveryCopyFailed: 'The clipboard cannot be used here. Write the code down.',
  recoveryConfirm: 'I have kept the code in a safe place',
  recoveryGo: 'Go on to sign in',

  unlockTitle: 'Unlock the workspace',
  unlockText: (hub: string) => `Your work for ${hub} is on this computer, encrypted.`,
  unlockKeystoreText: (hub: string) =>
    `Your work for ${hub} is on this computer, encrypted. This computer’s keystore did not open it; the recovery code does.`,
  unlockUseKeystore: 'Ask the keystore again',
  unlockPassphrase: 'Passphrase',
  unlockCode: 'Recovery code',
  unlockCodeHint: 'Letters and digits; spaces, hyphens and case do not matter.',
  unlockUseCode: 'Use the recovery code',
  unlockUsePassphrase: 'Use the passphrase',
  unlock: 'Unlock',
  unlocking: 'Opening…',

  signInTitle: 'Sign in',
  signInText: (hub: string, url: string) => `${hub}, ${url}`,
  account: 'Account',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  browserText: 'The hub’s sign-in page opens in your browser. Your password does not pass through Assay.',
  browserStart: 'Sign in with your browser',
  browserWaitTitle: 'Go on in your browser',
  browserWaitOpened: 'A page has opened in your browser. Sign in there; Assay notices by itself.',
  browserWaitToOpen: 'Open the sign-in page in your browser and sign in there; Assay notices by itself.',
  browserUntil: (instant: string) => `Assay waits until ${format.time(instant)}.`,
  browserOpen: 'Open the sign-in page',
  browserCopy: 'Copy address',
  browserCopied: 'Copied. Paste it into your browser on this computer.',
  browserCopyFailed: 'Assay may not use the clipboard. The address is:',
  usePassword: 'Use account and password',
  useBrowser: 'Use your browser',
  sampleSignInTitle: 'Sign in as',
  sampleSignInText: (hub: string) => `${hub} is a sample: its people are invented. Choose one.`,
  sampleOther: 'Another way to sign in',
  samplePeople: 'People of the sample program',
  sampleLeave: 'Leave the sample program',
  roles: { reviewer: 'Reviewer', 'calibration-lead': 'Calibration lead', issuer: 'Issuer' },
  roleList: (roles: readonly string[]): string =>
    roles.map((role) => setup.roles[role as keyof typeof setup.roles] ?? role).join(', '),
  reviewersOnly: 'Desk not built yet',
};
