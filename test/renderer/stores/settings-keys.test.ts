import { expect, test, vi } from 'vitest';
import { createSettingsStore } from '../../../renderer/stores/settings.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { defaultSettings, type Settings } from '../../../shared/workbench-api/app-state.ts';
import { manualTimer, scriptedBridge } from '../scripted-bridge.ts';

const device = { deviceId: 'd1', name: 'Laptop', profile: '/home/maya' };

const store = (full: boolean) => {
  let kept: Settings = { ...defaultSettings, keys: { 'future.command': ['y'] } };
  const host = scriptedBridge({
    'settings.get': () => ok(kept),
    'device.get': () => ok(device as never),
    'settings.set': (change) => {
      if (full) return fail({ code: 'disk-full' });
      kept = { ...kept, ...(change as Partial<Settings>) };
      return ok(kept);
    },
  });
  return {
    ...host,
    settings: createSettingsStore({ bridge: host.bridge, now: () => 0, after: manualTimer().after }),
  };
};

test('other keys are shown at once and kept with those of other versions', async () => {
  const { settings, asked } = store(false);
  await settings.getState().refresh();
  const keys = { ...settings.getState().settings.keys, 'review.cite': ['x'] };
  const saving = settings.getState().change({ keys });
  expect(settings.getState().settings.keys).toEqual(keys);
  await saving;
  expect(asked('settings.set')).toEqual([{ keys: { 'future.command': ['y'], 'review.cite': ['x'] } }]);
  expect(settings.getState().problem).toBeNull();
});

test('keys that cannot be kept do not go on working, and the reason is there', async () => {
  const { settings } = store(true);
  await settings.getState().refresh();
  await settings.getState().change({ keys: { 'review.cite': ['x'] } });
  await vi.waitFor(() => expect(settings.getState().settings.keys).toEqual({ 'future.command': ['y'] }));
  expect(settings.getState().problem).toEqual({ code: 'disk-full' });
});
