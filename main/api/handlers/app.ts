import { isProblemCode, problem } from '../../../shared/lib/problem.ts';
import { ok } from '../../../shared/lib/result.ts';
import { instantNow } from '../../core/instant.ts';
import { appState } from '../../services/desk.ts';
import { listOwnDevices } from '../../services/own-devices.ts';
import { type Handlers, onWorkspace } from '../handler.ts';

export const appHandlers: Handlers<
  'app.getState' | 'app.getAbout' | 'app.noteActivity' | 'app.noteSettled' | 'device.get' | 'device.listOwn'
> = {
  'app.getState': (desk) => ok(appState(desk)),
  'app.getAbout': async ({ deps }) => {
    const { version, host, osKeystore, clock } = deps.ports;
    // A store that fails when asked protects nothing.
    const available = (await osKeystore?.available().catch(() => false)) ?? false;
    return ok({ version, host, osKeystore: available, now: instantNow(clock) });
  },
  'app.noteActivity': (desk) => {
    desk.autoLock.noteActivity();
    return ok({});
  },
  'app.noteSettled': (desk, { id, problem: held }) => {
    const known = held !== null && isProblemCode(held.code) ? problem(held.code, held.params) : null;
    desk.settling.settled(id, held === null ? null : (known ?? problem('internal')));
    return ok({});
  },
  'device.get': onWorkspace(({ deviceId }, _input, { deps }) =>
    ok({ deviceId, profile: deps.ports.profileFolder }),
  ),
  'device.listOwn': onWorkspace(listOwnDevices),
};
