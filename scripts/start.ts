import { chooseHost } from './start/choose-host.ts';
import { electronProgram } from './start/electron-program.ts';
import { runBuild } from './start/run-build.ts';
import { runHost } from './start/run-host.ts';

/*
 * `npm start`: builds what is missing, then opens Assay in Electron, or else on the web host. What stands after `--`
 * goes on to the host; `--web` asks for the web host.
 */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const start = async (): Promise<number> => {
  if (!(await runBuild())) return 1;
  const { args, choice } = await chooseHost({
    args: process.argv.slice(2),
    platform: process.platform,
    env: process.env,
    electronProgram: () => electronProgram(say),
  });
  say(choice.why);
  return runHost(choice, args, say);
};

process.exitCode = await start();
