import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../shared/lib/problem.ts';
import { defaultSettings, type Settings } from '../../shared/workbench-api/app-state.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { StoreDependencies } from './dependencies.ts';
import { createRefresher } from './refresher.ts';

export type SettingsSlice = {
  /** The defaults until the first answer. */
  readonly settings: Settings;
  readonly device: CommandOutput<'device.get'> | null;
  /** The computers of this account at the hub: null until it has answered, and why it has not. */
  readonly ownDevices: {
    readonly devices: CommandOutput<'device.listOwn'>['devices'] | null;
    readonly problem: Problem | null;
  };
  readonly readOwnDevices: () => Promise<void>;
  /** Why reading or saving failed last. */
  readonly problem: Problem | null;
  readonly refresh: () => Promise<void>;
  /** Shows the change at once, and takes it back if it cannot be kept. */
  readonly change: (change: Partial<Settings>) => Promise<void>;
};

export type SettingsStore = StoreApi<SettingsSlice>;

export const createSettingsStore = ({ bridge, after }: StoreDependencies): SettingsStore =>
  createStore((set, get) => {
    /** Changes that were shown but not yet answered. */
    let saving = 0;

    const refresh = createRefresher(async () => {
      const [settings, device] = await Promise.all([
        bridge.call('settings.get', {}),
        bridge.call('device.get', {}),
      ]);
      if (!settings.ok) return set({ problem: settings.problem });
      if (saving === 0) set({ settings: settings.value, problem: null });
      if (device.ok) set({ device: device.value });
      else set({ problem: device.problem });
    }, after);

    return {
      settings: defaultSettings,
      device: null,
      ownDevices: { devices: null, problem: null },
      readOwnDevices: async () => {
        const answer = await bridge.call('device.listOwn', {});
        if (answer.ok) set({ ownDevices: { devices: answer.value.devices, problem: null } });
        else set({ ownDevices: { ...get().ownDevices, problem: answer.problem } });
      },
      problem: null,
      refresh,
      change: async (change) => {
        set({ settings: { ...get().settings, ...change } });
        saving += 1;
        const answer = await bridge.call('settings.set', change);
        saving -= 1;
        if (answer.ok) {
          if (saving === 0) set({ settings: answer.value, problem: null });
          return;
        }
        await refresh();
        set({ problem: answer.problem });
      },
    };
  });
