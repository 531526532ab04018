import { describe, expect, it, vi } from 'vitest';
import { chooseHost } from '../../scripts/start/choose-host.ts';

const display = { DISPLAY: ':0' };
const here = async (): Promise<string> => '/electron';

describe('npm start', () => {
  it('takes Electron where its program is, and passes the flags on', async () => {
    const { args, choice } = await chooseHost({
      args: ['--profile', 'p'],
      platform: 'linux',
      env: display,
      electronProgram: here,
    });
    expect(choice).toMatchObject({ host: 'electron', program: '/electron' });
    expect(args).toEqual(['--profile', 'p']);
  });

  it('takes the web host, and says so, where Electron cannot be had', async () => {
    const { choice } = await chooseHost({
      args: [],
      platform: 'darwin',
      env: {},
      electronProgram: async () => null,
    });
    expect(choice).toMatchObject({ host: 'web' });
    expect(choice.why).toContain('could not be downloaded');
  });

  it.each([
    [['--web'], 'linux', display],
    [['--json'], 'linux', display],
    [['--port=8000'], 'darwin', {}],
    [[], 'linux', {}],
  ] as const)('fetches no Electron for %j on %s with %j', async (args, platform, env) => {
    const electronProgram = vi.fn(here);
    const chosen = await chooseHost({ args, platform, env, electronProgram });
    expect(chosen.choice.host).toBe('web');
    expect(chosen.args).not.toContain('--web');
    expect(electronProgram).not.toHaveBeenCalled();
  });
});
