export type HostChoice = { readonly why: string } & (
  | { readonly host: 'web' }
  | { readonly host: 'electron'; readonly program: string }
);

type Circumstances = {
  readonly args: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The path of Electron's program, downloaded if it can be; null when it cannot be had. */
  readonly electronProgram: () => Promise<string | null>;
};

/** Flags that only mean something on the web host. */
const webFlags = ['--json', '--no-open', '--port', '--passphrase-file'];

/**
 * Chooses the host and says why in one line. Electron is not even fetched where it could open no window; asking for
 * `--web`, or for anything only the web host does, settles it too.
 */
export const chooseHost = async ({
  args: given,
  platform,
  env,
  electronProgram,
}: Circumstances): Promise<{ args: readonly string[]; choice: HostChoice }> => {
  const args = given.filter((arg) => arg !== '--web');
  const web = (why: string): { args: readonly string[]; choice: HostChoice } => ({
    args,
    choice: { host: 'web', why: `Starting the web host, because ${why}.` },
  });
  if (args.length < given.length) return web('--web asks for it');
  const flag = args.find((arg) => webFlags.some((name) => arg === name || arg.startsWith(`${name}=`)));
  if (flag !== undefined) return web(`${flag} is for the web host`);
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return web('there is no display here');
  const program = await electronProgram();
  if (program === null) return web('the Electron program is not here and could not be downloaded');
  return {
    args,
    choice: { host: 'electron', program, why: 'Starting Assay in Electron, because its program is here.' },
  };
};
