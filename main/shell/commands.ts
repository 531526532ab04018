import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { problem } from '../../shared/lib/problem.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Workbench } from '../core/workbench-types.ts';
import { appOrigin, callChannel } from '../host/electron-addresses.ts';

/** Only the top frame of the app's own page may speak: not a frame in it, not a page that got into the window. */
const fromApp = ({ sender, senderFrame }: IpcMainInvokeEvent): boolean =>
  senderFrame !== null && senderFrame.origin === appOrigin && senderFrame === sender.mainFrame;

/** Answers the page's commands. The workbench parses name and input by the commands' table. */
export const answerCommands = (workbench: Workbench): void =>
  ipcMain.handle(callChannel, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!fromApp(event)) return fail(problem('forbidden'));
    if (typeof name !== 'string') return fail(problem('bad-request', { detail: 'a command has a name' }));
    return workbench.handle(name, input);
  });
