import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AddressPort,
  createNavigationStore,
  hashOf,
  settingsSections,
  viewOf,
} from '../../../renderer/stores/navigation.ts';
import type { AssignmentId } from '../../../shared/domain/ids.ts';

const anyView = fc.oneof(
  fc.constantFrom({ name: 'queue' as const }, { name: 'sync' as const }, { name: 'settings' as const }),
  fc.constantFrom(...settingsSections).map((section) => ({ name: 'settings' as const, section })),
  fc
    .string({ minLength: 1, unit: 'grapheme' })
    .map((id) => ({ name: 'review' as const, assignmentId: id as AssignmentId })),
);

test('every screen is found again from its address', () => {
  fc.assert(
    fc.property(anyView, (view) => {
      expect(viewOf(hashOf(view))).toEqual(view);
    }),
  );
});

test.each(['', '#', '#/nonsense', '#/review', '#/review/', '#/review/%E0%A4%A'])(
  '%s is the queue',
  (hash) => {
    expect(viewOf(hash)).toEqual({ name: 'queue' });
  },
);

test('going somewhere writes the address once; going back is followed', () => {
  let hash = '#/sync';
  const pushed: string[] = [];
  let changed = (): void => undefined;
  const address: AddressPort = {
    hash: () => hash,
    push: (next) => {
      hash = next;
      pushed.push(next);
    },
    onChange: (listener) => {
      changed = listener;
    },
  };
  const store = createNavigationStore(address);
  expect(store.getState().view).toEqual({ name: 'sync' });
  store.getState().go({ name: 'queue' });
  store.getState().go({ name: 'queue' });
  expect(pushed).toEqual(['#/queue']);
  hash = '#/sync';
  changed();
  expect(store.getState().view).toEqual({ name: 'sync' });
});

test('a part of the settings that is not there is the settings', () => {
  expect(viewOf('#/settings/nonsense')).toEqual({ name: 'settings' });
});
