import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { electronFolders, layers } from './layers.ts';

export type SourceFile = { readonly path: string; readonly text: string };

const within = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);

/** The folder of the table that a file belongs to: the longest that contains it; undefined outside the architecture. */
const layerOf = (file: string): string | undefined =>
  Object.keys(layers)
    .filter((folder) => within(file, folder))
    .sort((a, b) => b.length - a.length)[0];

/** Every module a source names: static, type-only, re-exported and dynamic imports. */
export const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\n]+)\1/gm)].map(
    (match) => match[2] ?? '',
  );

const featureOf = (file: string): string | undefined => /^renderer\/features\/([^/]+)/.exec(file)?.[1];

const packageBreach = (file: SourceFile, specifier: string): string | undefined => {
  const mayUseElectron = electronFolders.some((folder) => within(file.path, folder));
  if (/^electron($|\/)/.test(specifier) && !mayUseElectron)
    return 'only the Electron shell may import electron';
  const pure = within(file.path, 'shared') || within(file.path, 'renderer');
  if (specifier.startsWith('node:') && pure) return 'shared/ and renderer/ run without Node';
  return undefined;
};

const fileBreach = (file: SourceFile, target: string): string | undefined => {
  const from = layerOf(file.path);
  const to = layerOf(target);
  if (from === undefined) return undefined;
  if (to === undefined) return `${target} belongs to no layer`;
  if (from !== to && !(layers[from] ?? []).some((folder) => within(to, folder))) {
    return `${from} may not import ${to}`;
  }
  const feature = featureOf(file.path);
  if (feature !== undefined && featureOf(target) !== undefined && featureOf(target) !== feature) {
    return `feature ${feature} may not import feature ${featureOf(target)}`;
  }
  return undefined;
};

/** Every import that breaks the table, as `file: what is wrong`. */
export const layerBreaches = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) =>
    importsOf(file.text).flatMap((specifier) => {
      const relative = specifier.startsWith('.');
      const target = path.posix.join(path.posix.dirname(file.path), specifier);
      const breach = relative ? fileBreach(file, target) : packageBreach(file, specifier);
      return breach === undefined ? [] : [`${file.path}: ${breach} (${specifier})`];
    }),
  );

const sourceFiles = (): SourceFile[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.ts', '*.tsx'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /^(shared|main|renderer|hub)\//.test(file))
    .map((file) => ({ path: file, text: readFileSync(file, 'utf8') }));

if (import.meta.main) {
  const files = sourceFiles();
  const breaches = layerBreaches(files);
  for (const breach of breaches) process.stderr.write(`${breach}\n`);
  if (files.length === 0) process.stderr.write('no source files were read\n');
  process.exitCode = breaches.length > 0 || files.length === 0 ? 1 : 0;
}
