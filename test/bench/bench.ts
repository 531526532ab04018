import { allPass, jsonOf, tableOf } from './report.ts';
import { runSections } from './run-sections.ts';
import type { Section } from './section.ts';

type Output = { readonly out: (text: string) => void; readonly err: (text: string) => void };

/**
 * `[section…] [--json]`: runs these sections, or all. Results go to `out`, everything else to `err`. Answers the exit
 * code: 0 when every ratio keeps its limit, 1 when one does not or could not be measured, 2 when the words are wrong.
 */
export const bench = async (
  words: readonly string[],
  sections: readonly Section[],
  { out, err }: Output,
): Promise<0 | 1 | 2> => {
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = [
    ...names.filter((name) => !sections.some((section) => section.name === name)),
    ...words.filter((word) => word.startsWith('--') && word !== '--json'),
  ];
  if (unknown.length > 0) {
    err(
      `The bench does not know ${unknown.join(', ')}. Sections: ${sections.map(({ name }) => name).join(', ')}.\n`,
    );
    return 2;
  }
  const chosen = sections.filter(({ name }) => names.length === 0 || names.includes(name));
  const ran = await runSections(chosen, (line) => err(`${line}\n`));
  out(words.includes('--json') ? jsonOf(ran) : tableOf(ran));
  return allPass(ran.results) ? 0 : 1;
};
