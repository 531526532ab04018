import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { defaultProfileFolder } from '../host/profile-folder.ts';

const profileFrom = (args: readonly string[]): string => {
  const at = args.indexOf('--profile');
  const asked = at === -1 ? undefined : args[at + 1];
  return resolve(
    asked ?? defaultProfileFolder({ platform: process.platform, home: homedir(), env: process.env }),
  );
};

/**
 * Chooses the folder that holds everything and takes its lock: one window per workspace. Null when another instance
 * has it; that one is told, and comes to the front. What Chromium itself keeps goes into a folder of its own, which
 * is the only thing written before the lock is held (Electron requires it to exist).
 */
export const claimSingleInstance = (args: readonly string[]): string | null => {
  const profileFolder = profileFrom(args);
  const windowFolder = join(profileFolder, 'window');
  mkdirSync(windowFolder, { recursive: true, mode: 0o700 });
  app.setPath('userData', windowFolder);
  return app.requestSingleInstanceLock() ? profileFolder : null;
};
