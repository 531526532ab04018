import { describe, expect, it } from 'vitest';
import { chooseBrowser, findBrowser } from '../../../main/web/open-browser.ts';

const chrome = '/usr/bin/google-chrome';
const linux = { platform: 'linux', env: { PATH: '/bin:/usr/bin', DISPLAY: ':0' } } as const;

describe('chooseBrowser', () => {
  it('opens a window in an installed browser', () => {
    expect(chooseBrowser({ ...linux, exists: (path) => path === chrome })).toMatchObject({
      kind: 'window',
      browser: chrome,
    });
  });

  it('prints the address, with the reason, where there is no display or no browser', () => {
    const env = { PATH: '/usr/bin' };
    expect(chooseBrowser({ platform: 'linux', env, exists: () => true })).toEqual({
      kind: 'print',
      why: 'there is no display here',
    });
    expect(chooseBrowser({ ...linux, exists: () => false })).toEqual({
      kind: 'print',
      why: 'no Chrome, Chromium or Edge was found',
    });
  });
});

describe('findBrowser', () => {
  it('takes the one that is named first, if it is there', () => {
    const env = { ...linux.env, ASSAY_CHROMIUM: '/opt/chromium' };
    expect(findBrowser({ platform: 'linux', env, exists: () => true })).toBe('/opt/chromium');
    expect(findBrowser({ platform: 'linux', env, exists: (path) => path === chrome })).toBe(chrome);
  });

  it('knows where the other systems keep theirs', () => {
    const edge = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
    expect(findBrowser({ platform: 'darwin', env: {}, exists: (path) => path === edge })).toBe(edge);
    const env = { LOCALAPPDATA: 'L' };
    expect(findBrowser({ platform: 'win32', env, exists: (path) => path.endsWith('chrome.exe') })).toContain(
      'Chrome',
    );
  });
});
