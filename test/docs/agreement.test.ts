import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runAssay } from '../../main/cli/run-assay.ts';

const document = path.join(import.meta.dirname, '../../docs/agreement.md');
const folder = mkdtempSync(path.join(tmpdir(), 'assay-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The files that a reader is asked to save, as "`name.csv`:" before a block. */
const savedFiles = (text: string): string[] =>
  [...text.matchAll(/`([\w-]+\.csv)`:\n\n```csv\n([\s\S]*?)```/g)].map(([, name = '', content = '']) => {
    writeFileSync(path.join(folder, name), content);
    return name;
  });

type Filter = (lines: readonly string[]) => readonly string[];

/** The few filters the document uses. */
const filterOf = (command: string): Filter => {
  const [, name, count, pattern] = /^(?:(head|tail) -n (\d+)|grep -E '(.*)')$/.exec(command.trim()) ?? [];
  if (name === 'head') return (lines) => lines.slice(0, Number(count));
  if (name === 'tail') return (lines) => lines.slice(-Number(count));
  if (pattern === undefined) throw new Error(`No such filter here: ${command}`);
  return (lines) => lines.filter((line) => new RegExp(pattern).test(line));
};

const wordsIn = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

const outputOf = async (command: string, files: readonly string[]): Promise<string> => {
  const [run = '', ...filters] = command.split(/ \| (?=head|tail|grep)/);
  const args = wordsIn(run.replace(/^npm run -s assay -- /, ''));
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(...text.split('\n'));
  await runAssay(
    args.map((word) => (files.includes(word) ? path.join(folder, word) : word)),
    { version: () => '', entry: '', output: { out: say, error: say } },
  );
  const own = lines.map((line) => line.replaceAll(`${folder}${path.sep}`, ''));
  return filters
    .map(filterOf)
    .reduce<readonly string[]>((left, filter) => filter(left), own)
    .join('\n');
};

// Where this fails, the words of a command have changed: `npx vitest run test/docs -u` writes them into the document.
test('docs/agreement.md shows what the commands print', { timeout: 60_000 }, async () => {
  const text = readFileSync(document, 'utf8');
  const files = savedFiles(text);
  expect(files.length).toBeGreaterThan(0);
  let shown = text;
  const blocks = [...text.matchAll(/```console\n\$ (.*)\n([\s\S]*?)```/g)];
  expect(blocks.length).toBeGreaterThan(4);
  for (const [block, command = ''] of blocks) {
    const output = await outputOf(command, files);
    shown = shown.replace(block, () => `\`\`\`console\n$ ${command}\n${output}\n\`\`\``);
  }
  await expect(shown).toMatchFileSnapshot(document);
});
