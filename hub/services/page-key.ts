import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';

/** The place after the last row of a page, as opaque text: the row's two sort values. */
export const sealPageKey = (first: string, second: string): string =>
  Buffer.from(JSON.stringify([first, second]), 'utf8').toString('base64url');

export type PageKey = readonly [string, string];

/** Fails on text that no page of ours ended with. */
export const openPageKey = (text: string | undefined): Result<PageKey | null> => {
  if (text === undefined) return ok(null);
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value.length === 2) {
      const [first, second]: unknown[] = value;
      if (typeof first === 'string' && typeof second === 'string' && !`${first}${second}`.includes('\0')) {
        return ok([first, second]);
      }
    }
  } catch {
    // Not JSON: answered below like any other text that is not ours.
  }
  return fail(problem('bad-request', { detail: '"after" is not the end of a page from this hub' }));
};
