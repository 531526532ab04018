import { format } from './format.ts';

/** The words of the settings. */
export const settings = {
  title: 'Settings',
  parts: 'Parts of the settings',
  part: {
    appearance: 'Appearance & evidence',
    keys: 'Keys',
    'comment-bank': 'Comment bank',
    storage: 'Storage & offline',
    workspace: 'This workspace',
  },
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  evidence: 'Evidence',
  playbackRate: 'Playback speed',
  rate: (rate: number) => `${format.number(rate)}×`,
  captions: 'Captions',
  captionsText: 'Shown whenever the evidence has them.',
  pause: 'Pause while typing',
  pauseText: 'A playing clip pauses when you write and goes on when you stop.',
  workspace: 'This workspace',
  hub: 'Hub',
  hubId: 'Hub id',
  account: 'Account',
  device: 'Device',
  accountFact: (name: string, account: string) => `${name} (${account})`,
  hubFact: (name: string, url: string) => `${name}, ${url}`,
  profile: 'Kept in',
  backup: 'Newest backup',
  backupFact: (newest: string | null) => newest ?? 'None yet: the first is written a minute after unlocking',
  version: 'Assay',
  host: { electron: 'Desktop window', web: 'In the browser, served by this computer alone' },
  runsIn: 'Runs in',
  key: 'How the key is kept',
  lockAfter: 'Lock when nobody works for',
  minutes: (n: number) => (n === 1 ? '1 minute' : `${n} minutes`),
  protection: {
    'os-keystore':
      'The key is kept by this computer’s own keystore. Whoever signs in to your account on this computer can open the workspace.',
    passphrase:
      'The key is locked with your passphrase, which is kept nowhere. Without it or the recovery code nobody can open the workspace, we neither.',
    'sample-key-file':
      'This is the sample program: its key lies in a file beside the data, so the encryption protects nothing from somebody who uses this computer. It is thrown away when you leave the sample. Never put real evidence here.',
  },
  devices: 'Your computers',
  devicesText:
    'Where you have signed in. If one is lost or stolen, tell your issuer its code: they can sign it off, and it removes your work and the evidence the next time it meets the hub.',
  devicesOffline: 'Your computers are listed by the hub.',
  thisComputer: 'This computer',
  signedOff: 'Signed off',
  deviceTimes: (registeredAt: string, lastContactAt: string | null, now: number) =>
    lastContactAt === null
      ? `Since ${format.moment(registeredAt, now)}`
      : `Since ${format.moment(registeredAt, now)}; last heard from ${format.moment(lastContactAt, now)}`,
  errorTitle: 'The settings cannot be read',
  notSaved: 'That was not saved.',
};
