import { ok, type Result } from '../../../shared/lib/result.ts';
import type { AppState } from '../../../shared/workbench-api/app-state.ts';
import { cancelBrowserSignIn, startBrowserSignIn } from '../../services/browser-sign-in.ts';
import { appState, type Desk } from '../../services/desk.ts';
import { signIn, signOut } from '../../services/session.ts';
import { checkHub, connectHub, exploreSample, leaveRevoked, leaveSample } from '../../services/setup.ts';
import { lockVault, unlockVault } from '../../services/unlock.ts';
import type { Handlers } from '../handler.ts';

/** Changes of where the workbench stands run one after the other, and answer where it stands then. */
const moving =
  <I>(move: (desk: Desk, input: I) => Promise<Result<unknown>>) =>
  (desk: Desk, input: I): Promise<Result<AppState>> =>
    desk.inTurn(async () => {
      const moved = await move(desk, input);
      return moved.ok ? ok(appState(desk)) : moved;
    });

export const setupHandlers: Handlers<
  | 'setup.exploreSample'
  | 'setup.checkHub'
  | 'setup.connectHub'
  | 'setup.leaveSample'
  | 'setup.leaveRevoked'
  | 'vault.unlock'
  | 'vault.lock'
  | 'session.signIn'
  | 'session.startBrowserSignIn'
  | 'session.cancelBrowserSignIn'
  | 'session.signOut'
> = {
  'setup.exploreSample': moving(exploreSample),
  'setup.checkHub': checkHub,
  'setup.connectHub': (desk, input) =>
    desk.inTurn(async () => {
      const connected = await connectHub(desk, input);
      return connected.ok ? ok({ state: appState(desk), recoveryCode: connected.value }) : connected;
    }),
  'setup.leaveSample': moving(leaveSample),
  'setup.leaveRevoked': moving(leaveRevoked),
  'vault.unlock': moving(unlockVault),
  'vault.lock': moving(lockVault),
  'session.signIn': moving(signIn),
  'session.startBrowserSignIn': moving(startBrowserSignIn),
  'session.cancelBrowserSignIn': moving(cancelBrowserSignIn),
  'session.signOut': moving(signOut),
};
