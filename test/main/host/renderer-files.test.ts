import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listRendererFiles, readRendererText } from '../../../main/host/renderer-files.ts';

let outer = '';
let root = '';

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'assay-files-'));
  root = join(outer, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<p>page</p>');
  await writeFile(join(root, 'assets', 'app-1a2b.js'), 'run()');
  await writeFile(join(root, 'notes.exe'), 'x');
  await writeFile(join(outer, 'secret.json'), '{}');
});
afterEach(() => rm(outer, { recursive: true, force: true }));

it('serves the page at / and tells hashed files from the others', async () => {
  const files = await listRendererFiles(root);
  const page = files('/');
  expect(page?.mediaType).toBe('text/html; charset=utf-8');
  expect(page?.immutable).toBe(false);
  expect(page && (await readRendererText(page))).toBe('<p>page</p>');
  expect(files('/assets/app-1a2b.js')).toMatchObject({ immutable: true, size: 5 });
});

it.each([
  '/../secret.json',
  '/..%2fsecret.json',
  '/assets/../../secret.json',
  '//secret.json',
  '/assets',
  '/notes.exe',
])('has no %s', async (path) => {
  const files = await listRendererFiles(root);
  expect(files(path)).toBeNull();
});

it('says that the app has to be built when it has not been', async () => {
  await expect(listRendererFiles(join(root, 'assets'))).rejects.toThrow('npm run build');
});
