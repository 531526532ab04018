import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** React Aria's own live region: for a moment it may name the label of a button whose dialog has just closed. */
const announcer = '[data-live-announcer]';

/** Every axe-core rule of WCAG 2.2 A and AA and its best practices, on the screen as it stands: no violation at all. */
export const expectAccessible = async (page: Page, screen: string): Promise<void> => {
  const { violations, passes } = await new AxeBuilder({ page })
    .exclude(announcer)
    // The frame of a reflection holds the earner's own words and runs no script, so axe cannot look inside.
    .setLegacyMode()
    .options({ iframes: false })
    .analyze();
  const said = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect(said, `accessibility of ${screen}`).toEqual([]);
  expect(passes.length, `axe looked at ${screen}`).toBeGreaterThan(5);
};
