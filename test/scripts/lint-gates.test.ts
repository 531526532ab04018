import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const biome = path.join(root, 'node_modules/.bin/biome');

/** The project's own lint configuration over a folder with planted faults. */
let folder: string;

const plant = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};

const lint = (...files: string[]) =>
  spawnSync(biome, ['lint', '--error-on-warnings', '--colors=off', ...files], {
    cwd: folder,
    encoding: 'utf8',
  });

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'assay-lint-'));
  const config = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'));
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the lint gates', () => {
  it('refuse an import cycle', () => {
    plant('shared/lib/a.ts', "import { b } from './b.ts';\nexport const a = (): number => b();\n");
    plant('shared/lib/b.ts', "import { a } from './a.ts';\nexport const b = (): number => a();\n");
    const { status, stdout, stderr } = lint('shared/lib');
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain('noImportCycles');
  });

  it('refuse a default export and a barrel file', () => {
    plant('main/x.ts', 'export default 1;\n');
    plant('main/y.ts', "export * from './x.ts';\n");
    const { status, stdout, stderr } = lint('main');
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain('noDefaultExport');
    expect(stdout + stderr).toMatch(/noBarrelFile|noReExportAll/);
  });

  it('refuse visible text outside the message catalogue', () => {
    plant('renderer/x.tsx', 'export const X = () => <p>Saved</p>;\n');
    const { status, stdout, stderr } = lint('renderer');
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain('noJsxLiterals');
  });

  it('pass a clean file', () => {
    plant('clean/x.ts', 'export const one = 1;\n');
    const { status, stdout, stderr } = lint('clean');
    expect(stdout + stderr).not.toContain('×');
    expect(status).toBe(0);
  });
});
