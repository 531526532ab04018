import { expect, it } from 'vitest';
import { readWebFlags } from '../../../main/web/web-flags.ts';

it('reads every flag, and opens a window unless told otherwise', () => {
  expect(readWebFlags([])).toEqual({ profile: null, port: 0, passphraseFile: null, open: true, json: false });
  expect(readWebFlags(['--profile', 'p', '--port', '8000', '--passphrase-file', 'f', '--no-open'])).toEqual({
    profile: 'p',
    port: 8000,
    passphraseFile: 'f',
    open: false,
    json: false,
  });
  expect(readWebFlags(['--json'])).toMatchObject({ json: true, open: false });
});

it.each([['--port', 'x'], ['--port', '70000'], ['--nonsense'], ['stray']])(
  'refuses %s %s in words',
  (...args) => {
    expect(() => readWebFlags(args)).toThrow(/port|option|argument/i);
  },
);
