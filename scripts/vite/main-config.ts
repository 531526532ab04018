import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { repository } from './repository.ts';

/** Every program that Node or Electron starts: its place under dist, and its source. */
export const programs = {
  'main/index': 'main/index.ts',
  'main/web': 'main/web.ts',
  'main/assay': 'main/cli/assay.ts',
  'main/agreement-worker': 'main/workers/agreement-worker.ts',
  'main/argon2-worker': 'main/keys/argon2-worker.ts',
  'main/backup-worker': 'main/database/backup-worker.ts',
  'hub/server': 'hub/server.ts',
  'hub/sample-worker': 'hub/sample/worker.ts',
} as const;

/**
 * The programs as ES modules that share their chunks. Packages stay outside: those in `dependencies` are packed beside
 * the bundles. A chunk lies as deep under dist as a program does, so a path relative to either means the same.
 */
export const mainConfig = (outDir: string, entries: Readonly<Record<string, string>>): InlineConfig => ({
  configFile: false,
  root: repository,
  logLevel: 'warn',
  publicDir: false,
  build: {
    ssr: true,
    outDir,
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      input: Object.fromEntries(
        Object.entries(entries).map(([name, file]) => [name, join(repository, file)]),
      ),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
