import { expect, it } from 'vitest';
import { defaultProfileFolder } from '../../../main/host/profile-folder.ts';

it.each([
  ['linux', {}, '/home/a/.local/share/assay'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/assay'],
  ['darwin', {}, '/home/a/Library/Application Support/Assay'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Assay'],
] as const)('keeps everything on %s with %j in %s', (platform, env, folder) => {
  expect(defaultProfileFolder({ platform, home: '/home/a', env }).replaceAll('\\', '/')).toBe(folder);
});
