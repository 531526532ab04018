import type { Locator, Page } from 'playwright-core';

/*
 * A person without a mouse: real key events only, and focus goes where Tab takes it. Nothing here sets focus or clicks.
 */

const holdsFocus = (target: Locator): Promise<boolean> =>
  target.evaluate(
    (element) => element === document.activeElement || element.contains(document.activeElement),
  );

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement === null ? 'nothing' : activeElement.outerHTML.slice(0, 160);
  });

/** Presses Tab until the target has the focus; gives up, naming what has it, after a whole round. */
export const tabTo = async (page: Page, target: Locator, limit = 90): Promise<void> => {
  await target.waitFor();
  for (let presses = 0; presses <= limit; presses += 1) {
    if (await holdsFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}; the focus is on ${await focused(page)}`);
};

/** Presses a key so many times. */
export const pressTimes = async (page: Page, key: string, times: number): Promise<void> => {
  for (let presses = 0; presses < times; presses += 1) await page.keyboard.press(key);
};

/** Tabs to a control and presses it. */
export const pressOn = async (page: Page, target: Locator, key = 'Enter'): Promise<void> => {
  await tabTo(page, target);
  await page.keyboard.press(key);
};

/** Tabs to a field, replaces what stands in it, and types. */
export const typeInto = async (page: Page, target: Locator, text: string): Promise<void> => {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
};

/**
 * Whether a person can see the focus: an outline or a ring on the focused element or the control it is drawn in. Null
 * when the focus is on the page itself, between the last control and the first.
 */
export const focusIsVisible = (page: Page): Promise<boolean | null> =>
  page.evaluate(() => {
    const ringed = (element: Element | null | undefined): boolean => {
      if (element === null || element === undefined) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5) || boxShadow !== 'none';
    };
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) return null;
    const control = activeElement.closest('label') ?? activeElement.parentElement;
    return ringed(activeElement) || ringed(control);
  });
