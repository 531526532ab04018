import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { app, closeByPerson, quit } from './child-app.ts';
import { emitPower } from './child-power.ts';
import { given, requestAllowed, windowSession } from './child-session.ts';
import { preventable, tell } from './child-state.ts';
import { loaded, mainFrame, openHandler, openWindow, webContents } from './child-window.ts';
import type { Frame, Question, ToChild } from './link.ts';
import { customOriginOf } from './scheme-servers.ts';

type InvokeHandler = Parameters<IpcMain['handle']>[1];

export const invokeHandlers = new Map<string, InvokeHandler>();

/** The stand-in contents have what the entry uses of the real ones; the tests of the entry hold that to account. */
const asContents = (): WebContents => webContents as unknown as WebContents;

const eventFrom = ({ origin, main }: Frame): IpcMainInvokeEvent => {
  const custom = customOriginOf(origin);
  if (main) mainFrame.origin = custom;
  const senderFrame = main ? mainFrame : { origin: custom };
  return { sender: asContents(), senderFrame } as unknown as IpcMainInvokeEvent;
};

const invoke = async (channel: string, args: readonly unknown[], frame: Frame): Promise<unknown> => {
  const handler = invokeHandlers.get(channel);
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
  return handler(eventFrom(frame), ...args);
};

const permissionRequest = (permission: string, url: string): Promise<boolean> =>
  new Promise((resolve) => {
    type Arguments = Parameters<NonNullable<typeof given.permissionRequest>>;
    const details = { requestingUrl: url, isMainFrame: true } as Arguments[3];
    given.permissionRequest?.(asContents(), permission as Arguments[1], resolve, details);
  });

const permissionCheck = (permission: string, origin: string): boolean | undefined => {
  type Arguments = Parameters<NonNullable<typeof given.permissionCheck>>;
  return given.permissionCheck?.(asContents(), permission as Arguments[1], origin, {} as Arguments[3]);
};

/** What Electron passes with an event after the event itself. */
const restOf = (event: string): readonly unknown[] => {
  const choose = (): void => undefined;
  if (event === 'render-process-gone') return [{ reason: 'crashed', exitCode: 1 }];
  if (event === 'select-serial-port') return [[], webContents, choose];
  return event.startsWith('select-') ? [{}, choose] : [{}, webContents];
};

const answerQuestion = async (question: Question): Promise<unknown> => {
  switch (question.ask) {
    case 'permission-request':
      return permissionRequest(question.permission, question.url);
    case 'permission-check':
      return permissionCheck(question.permission, question.origin);
    case 'device-permission':
      return given.devicePermission?.({} as Parameters<typeof given.devicePermission>[0]);
    case 'request':
      return requestAllowed(question.url);
    case 'prevented': {
      const event = Object.assign(preventable(), { url: question.url, isMainFrame: true });
      const emitter = question.of === 'session' ? windowSession : webContents;
      emitter.emit(question.event, event, ...restOf(question.event));
      return event.prevented();
    }
    case 'window-open':
      return openHandler.current?.({ url: question.url } as Parameters<typeof openHandler.current>[0]);
    case 'power':
      return emitPower(question.event);
    case 'quit':
      return quit();
    case 'session-end':
      return openWindow.current?.emit('query-session-end', preventable());
    case 'second-instance':
      return app.emit('second-instance', {}, [], '', null);
  }
};

const answer = (id: number, value: Promise<unknown>): void => {
  value.then(
    (result) => tell({ kind: 'answer', id, value: result, error: null }),
    (error: unknown) => tell({ kind: 'answer', id, value: null, error: String(error) }),
  );
};

process.on('message', (message: ToChild) => {
  if (message.kind === 'loaded') loaded(message.id);
  else if (message.kind === 'close-window') closeByPerson();
  else if (message.kind === 'invoke')
    answer(message.id, invoke(message.channel, message.args, message.frame));
  else answer(message.id, answerQuestion(message.question));
});

// A test that ends without closing takes its child with it.
process.once('disconnect', () => process.exit(1));
