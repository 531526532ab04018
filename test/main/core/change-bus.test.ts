import { expect, test } from 'vitest';
import { createChangeBus } from '../../../main/core/change-bus.ts';
import type { Notice } from '../../../shared/workbench-api/notices.ts';

test('every listener hears every notice until it stops, also when another one fails', () => {
  const errors: unknown[] = [];
  const bus = createChangeBus((error) => errors.push(error));
  const heard: Notice[] = [];
  bus.subscribe(() => {
    throw new Error('broken listener');
  });
  const stop = bus.subscribe((notice) => heard.push(notice));
  bus.publish({ topic: 'queue', ids: ['a'] });
  stop();
  bus.publish({ topic: 'queue', ids: ['b'] });
  expect(heard).toEqual([{ topic: 'queue', ids: ['a'] }]);
  expect(errors).toHaveLength(2);
});
