import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { repository } from './repository.ts';

const single = (entry: string, outDir: string, fileName: string, format: 'cjs' | 'es'): InlineConfig => ({
  configFile: false,
  root: repository,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2024',
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      input: join(repository, entry),
      output: { format, entryFileNames: fileName, codeSplitting: false },
    },
  },
});

/** The preload: one CommonJS script, because a sandboxed preload can be nothing else. */
export const preloadConfig = (outDir: string): InlineConfig =>
  single('main/preload/preload.ts', outDir, 'preload.cjs', 'cjs');

/** The script that stands in for the preload on the web host. */
export const bridgeConfig = (outDir: string): InlineConfig =>
  single('main/web/web-bridge.ts', outDir, 'bridge.js', 'es');
