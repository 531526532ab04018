import { describe, expect, test } from 'vitest';
import { fitText } from '../../../renderer/ui/insert-text.ts';

const fitted = (value: string, text: string): string => {
  const start = value.indexOf('|');
  const end = value.lastIndexOf('|');
  const plain = value.replaceAll('|', '');
  const range = { start, end: end === start ? start : end - 1 };
  return plain.slice(0, range.start) + fitText({ value: plain }, range, text) + plain.slice(range.end);
};

describe('text that is inserted stands apart from what is around it', () => {
  test.each([
    ['|', 'At 0:41.', 'At 0:41.'],
    ['You wait.|', 'At 0:41.', 'You wait. At 0:41.'],
    ['You wait. |', 'At 0:41.', 'You wait. At 0:41.'],
    ['|You wait.', 'At 0:41.', 'At 0:41. You wait.'],
    ['You (|) wait', 'at 0:41', 'You (at 0:41) wait'],
    ['You wait|.', 'at 0:41', 'You wait at 0:41.'],
    ['You |wait| here', 'think', 'You think here'],
    ['line\n|', 'At 0:41.', 'line\nAt 0:41.'],
  ])('%j with %j', (value, text, expected) => {
    expect(fitted(value, text)).toBe(expected);
  });
});
