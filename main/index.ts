import { app } from 'electron';
import { registerSchemes } from './shell/schemes.ts';
import { claimSingleInstance } from './shell/single-instance.ts';

/*
 * The Electron entry: what must happen before `ready` and before anything touches the workspace. The rest is imported
 * only by the instance that holds the lock.
 */
app.enableSandbox();
registerSchemes();

const profileFolder = claimSingleInstance(process.argv);
if (profileFolder === null) {
  app.quit();
} else {
  const { startElectronHost } = await import('./shell/electron-host.ts');
  await startElectronHost(profileFolder);
}
