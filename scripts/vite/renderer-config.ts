import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin } from 'vite';
import { repository } from './repository.ts';

/** What pdf.js loads by name at run time. Its scripting engine is left out: documents run no scripts here. */
const pdfFolders = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];

const copyPdfFiles = (outDir: string): Plugin => ({
  name: 'copy-pdf-files',
  writeBundle: async () => {
    for (const folder of pdfFolders) {
      await cp(join(repository, 'node_modules', 'pdfjs-dist', folder), join(outDir, 'pdfjs', folder), {
        recursive: true,
        filter: (source) => !basename(source).startsWith('quickjs'),
      });
    }
  },
});

/** The style sheet of video.js carries its icon font as a data: address; the same font lies beside it as a file. */
const iconFontAsFile = (): Plugin => ({
  name: 'icon-font-as-file',
  enforce: 'pre',
  transform: {
    filter: { id: /video\.js.dist.video-js(\.min)?\.css/ },
    handler: (code) => code.replace(/url\("?data:application\/font-woff[^)]*\)/g, 'url(./font/VideoJS.woff)'),
  },
});

/**
 * The app's page, for both hosts: no inline scripts, no data: fonts (the content-security policy refuses both), the
 * worker of pdf.js as a file of its own, what pdf.js loads by name under `pdfjs/`.
 */
export const rendererConfig = (root: string, outDir: string): InlineConfig => ({
  configFile: false,
  root,
  base: './',
  logLevel: 'warn',
  plugins: [react(), iconFontAsFile(), copyPdfFiles(outDir)],
  worker: { format: 'es' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
});
