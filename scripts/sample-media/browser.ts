import { readFile } from 'node:fs/promises';
import chromiumPackage from '@sparticuz/chromium';
import { chromium, type Page } from 'playwright-core';

export type Sheet = {
  /** Draws SVG or HTML and returns the picture of it. */
  readonly shoot: (markup: string, width: number, height: number, format: 'png' | 'jpeg') => Promise<Buffer>;
  readonly close: () => Promise<void>;
};

const FONT = new URL(
  '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  import.meta.url,
);

async function blankPage(page: Page): Promise<void> {
  const font = (await readFile(FONT)).toString('base64');
  await page.setContent(
    `<style>@font-face{font-family:"Inter Variable";src:url(data:font/woff2;base64,${font}) format("woff2");font-weight:100 900}` +
      'html,body{margin:0;background:#fff}svg{display:block}</style><main style="font-family:Inter Variable">.</main>',
  );
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** One headless Chromium page that draws everything. Never uses the package's own arguments: they switch web security off. */
export async function openSheet(): Promise<Sheet> {
  const executablePath = await chromiumPackage.executablePath();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
  await blankPage(page);
  return {
    shoot: async (markup, width, height, format) => {
      const size = page.viewportSize();
      if (size?.width !== width || size.height !== height) await page.setViewportSize({ width, height });
      await page.locator('main').evaluate((main, html) => {
        main.innerHTML = html;
      }, markup);
      return format === 'jpeg'
        ? page.screenshot({ type: 'jpeg', quality: 72 })
        : page.screenshot({ type: 'png' });
    },
    close: () => browser.close(),
  };
}
