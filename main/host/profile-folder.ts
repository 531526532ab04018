import { join } from 'node:path';

type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** Where this person's Assay keeps everything, by the custom of each system. Both hosts use the same folder. */
export const defaultProfileFolder = ({ platform, home, env }: Surroundings): string => {
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Assay');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Assay');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'assay');
};
