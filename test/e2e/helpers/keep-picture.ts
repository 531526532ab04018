import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { TestContext } from 'vitest';
import { repository } from '../../../scripts/vite/repository.ts';

/** After a test that failed: what the screen showed, in .cache/e2e, so that a failure can be looked at. */
export const keepPicture = async ({ task }: Pick<TestContext, 'task'>, page: Page): Promise<void> => {
  if (task.result?.state !== 'fail') return;
  const name = `${task.suite?.name ?? ''} ${task.name}`.replace(/[^a-z0-9]+/gi, '-').slice(0, 120);
  await page.screenshot({ path: join(repository, '.cache/e2e', `${name}.png`) });
};
