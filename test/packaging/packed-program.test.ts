import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Script } from 'node:vm';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programs } from '../../scripts/vite/main-config.ts';
import { repository } from '../../scripts/vite/repository.ts';
import { fabricateElectron } from './fabricated-electron.ts';

let folder = '';
let app = '';
let archive = '';
let entries: ReadonlySet<string> = new Set();

const textOf = (path: string): string => extractFile(archive, path).toString('utf8');

/** Packs for Linux with electron-builder itself, as a release does up to the installer. */
const pack = async (): Promise<void> => {
  const electron = join(folder, 'electron');
  await fabricateElectron(electron);
  await promisify(execFile)(
    process.execPath,
    [
      join(repository, 'node_modules/electron-builder/cli.js'),
      ...['--linux', '--x64', '--dir'],
      `-c.electronDist=${electron}`,
      `-c.directories.output=${join(folder, 'release')}`,
    ],
    { cwd: repository },
  );
};

beforeAll(async () => {
  if (!existsSync(join(repository, 'dist/main/index.js'))) throw new Error('Build first: npm run build');
  folder = await mkdtemp(join(tmpdir(), 'assay-pack-'));
  await pack();
  app = join(folder, 'release', 'linux-unpacked');
  archive = join(app, 'resources', 'app.asar');
  entries = new Set(listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the archive', () => {
  it('holds every bundle, the preload, the page and what pdf.js loads by name', () => {
    const needed = [
      ...Object.keys(programs).map((name) => `/dist/${name}.js`),
      '/package.json',
      '/dist/preload/preload.cjs',
      '/dist/web/bridge.js',
      '/dist/renderer/index.html',
      '/dist/renderer/pdfjs/wasm/openjpeg.wasm',
      '/dist/renderer/pdfjs/cmaps/UniGB-UTF16-H.bcmap',
      '/dist/renderer/pdfjs/standard_fonts/LiberationSans-Regular.ttf',
    ];
    expect(needed.filter((path) => !entries.has(path))).toEqual([]);
    expect(JSON.parse(textOf('package.json'))).toMatchObject({ main: 'dist/main/index.js', type: 'module' });
  });

  it('holds the preload as one CommonJS script that requires Electron alone', () => {
    const preload = textOf('dist/preload/preload.cjs');
    expect(() => new Script(`(function (require) {${preload}\n})`)).not.toThrow();
    expect(preload).not.toMatch(/^\s*(import|export)\s/m);
    expect([...preload.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map(([, name]) => name)).toEqual([
      'electron',
    ]);
  });

  it('holds no tests, sources, documents, nor what only building needs', () => {
    const ours = [...entries].filter((path) => !path.startsWith('/node_modules/'));
    const tops = new Set(ours.map((path) => path.split('/')[1]));
    expect([...tops].sort()).toEqual(
      ['dist', 'node_modules', 'package.json', 'resources'].filter((top) => tops.has(top)),
    );
    expect(ours.filter((path) => /\.(ts|tsx|map|tsbuildinfo)$|^\/dist\/\./.test(path))).toEqual([]);
    expect([...entries].filter((path) => /\.(d\.[cm]?ts|map)$/.test(path))).toEqual([]);
    const unwanted = [
      'vite',
      'vitest',
      'electron',
      'playwright-core',
      'typescript',
      'react',
      'pdf-lib',
      'node',
      'knip',
    ];
    expect(unwanted.filter((name) => entries.has(`/node_modules/${name}`))).toEqual([]);
    expect([...entries].filter((path) => path.startsWith('/node_modules/better-sqlite3/deps'))).toEqual([]);
  });

  it('holds every package that its bundles import', () => {
    const bundles = [...entries].filter((path) => /^\/dist\/(main|hub|chunks)\/.*\.js$/.test(path));
    const imported = bundles.flatMap((path) =>
      [...textOf(path.slice(1)).matchAll(/(?:^|\n)\s*(?:import|export)[^'"\n]*["']([^."'][^"']*)["']/g)].map(
        ([, name = '']) => name,
      ),
    );
    const packageOf = (name: string): string =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
    const outside = imported.filter(
      (name) => name !== 'electron' && !name.startsWith('node:') && !builtinModules.includes(name),
    );
    expect(imported).toContain('electron');
    expect(
      [...new Set(outside.map(packageOf))].filter((name) => !entries.has(`/node_modules/${name}`)),
    ).toEqual([]);
  });
});

describe('beside the archive', () => {
  const unpacked = (path: string): string => join(`${archive}.unpacked`, path);

  it('lies the database addon for this system alone, and the sample program as plain files', () => {
    const addons = [...entries].filter((path) => path.endsWith('.node'));
    expect(addons).toEqual(['/node_modules/better-sqlite3/prebuilds/linux-x64.node']);
    expect(existsSync(unpacked('node_modules/better-sqlite3/prebuilds/linux-x64.node'))).toBe(true);
    expect(existsSync(unpacked('resources/sample/program/submissions.csv'))).toBe(true);
  });

  it('keep the licences of Electron and Chromium', async () => {
    expect(await readFile(join(app, 'LICENSE.electron.txt'), 'utf8')).toBe('Electron');
    expect(existsSync(join(app, 'LICENSES.chromium.html'))).toBe(true);
  });

  it('is a program whose fuses are all on the strict side', async () => {
    const wire = await getCurrentFuseWire(join(app, 'assay'));
    const on = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ];
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => '1'.charCodeAt(0)));
    expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => '0'.charCodeAt(0)));
  });
});

it('runs from what was packed alone: the web host, the database and the sample hub', async () => {
  const program = join(folder, 'program');
  extractAll(archive, program);
  const web = spawn(
    process.execPath,
    [join(program, 'dist/main/web.js'), '--json', '--profile', join(folder, 'profile')],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await Promise.race([
    once(createInterface({ input: web.stdout }), 'line'),
    once(web, 'exit').then(([code]) => Promise.reject(new Error(`the packed web host ended with ${code}`))),
  ])) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const letIn = await fetch(url, { redirect: 'manual' });
  const { origin } = new URL(url);
  const cookie = letIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const explored = await fetch(`${origin}/api/setup.exploreSample`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: '{}',
  });
  const answer: unknown = await explored.json();
  web.kill('SIGTERM');
  const [code] = await once(web, 'exit');
  expect(answer).toMatchObject({ ok: true, value: { phase: 'signed-out', hub: { sample: true } } });
  expect(code).toBe(0);
});
