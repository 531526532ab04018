import { type Device, openDevice } from '../../sync/helpers/device.ts';
import { password } from './bench-program.ts';

/** A computer of the bench, signed in. It waits long for an answer: others may be at work on this machine. */
export const aDevice = async (hubUrl: string, account: string): Promise<Device> => {
  const device = await openDevice(hubUrl, { timeoutMs: 60_000 });
  try {
    await device.signIn(account, password);
    return device;
  } catch (error) {
    await device.close();
    throw error;
  }
};
