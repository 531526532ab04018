import { expect, test } from 'vitest';
import { allowListedLog } from '../../../main/core/allow-listed-log.ts';

test('only fields of the allow-list, with short values, reach the log', () => {
  const lines: unknown[] = [];
  const log = allowListedLog((...line) => lines.push(line));
  const fields = { command: 'review.open', ms: 3, text: 'Rosa wrote this', id: 'x'.repeat(300) };
  log('info', 'command.done', fields);
  expect(lines).toEqual([['info', 'command.done', { command: 'review.open', ms: 3 }]]);
});
