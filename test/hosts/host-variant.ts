import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type InlineConfig, mergeConfig } from 'vite';
import { mainConfig } from '../../scripts/vite/main-config.ts';
import { preloadConfig } from '../../scripts/vite/page-configs.ts';
import { rendererConfig } from '../../scripts/vite/renderer-config.ts';
import { repository } from '../../scripts/vite/repository.ts';

export const mediaFolder = join(repository, 'test', 'fixtures', 'media');

/** The Electron entry with the workbench behind it replaced; everything that faces Electron stays as it is. */
const withTestWorkbench = (config: InlineConfig): InlineConfig =>
  mergeConfig(config, {
    plugins: [
      {
        name: 'test-workbench',
        enforce: 'pre',
        resolveId: (source: string) =>
          source.endsWith('/workbench.ts') ? join(repository, 'test/hosts/policy-workbench.ts') : null,
      },
    ],
  });

/** Builds the policy page, the preload and that entry into a program folder of their own. */
export const buildHostVariant = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(repository, 'package.json'), join(folder, 'package.json'));
  const dist = join(folder, 'dist');
  await build(rendererConfig(join(repository, 'test/hosts/policy-page'), join(dist, 'renderer')));
  await build(preloadConfig(join(dist, 'preload')));
  await build(withTestWorkbench(mainConfig(dist, { 'main/index': 'main/index.ts' })));
};
