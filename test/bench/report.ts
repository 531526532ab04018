import type { Ran, Result } from './run-sections.ts';

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

const share = (ratio: number): string => (ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2));

const linesOf = (result: Result): string[] => {
  if ('error' in result) return [`FAILED  ${result.section} · ${result.name}`, `        ${result.error}`];
  const { section, name, unit, ours, peer, oursSpread, peerSpread, ratio, limit, direction } = result;
  const range = ([least, most]: readonly [number, number]): string => `${figure(least)}–${figure(most)}`;
  return [
    `${result.pass ? 'ok    ' : 'MISSED'}  ${section} · ${name}: ${share(ratio)}× (${direction} ${limit}×)`,
    `        ours ${figure(ours)} ${unit} (${range(oursSpread)}), peer ${figure(peer)} ${unit} (${range(peerSpread)}), ` +
      `median of ${result.repetitions}`,
    `        ${result.note}`,
  ];
};

/** For people. */
export const tableOf = ({ results, reports }: Ran): string => {
  const told = Object.values(reports).flatMap(({ lines }) => [...lines, '']);
  return `${[...told, ...results.flatMap(linesOf)].join('\n')}\n`;
};

/** For programs: one object. */
export const jsonOf = ({ results, reports }: Ran): string => {
  const sections = Object.entries(reports).map(([section, { data }]) => ({ section, ...data }));
  const told = sections.length > 0 ? { sections } : {};
  return `${JSON.stringify({ pass: allPass(results), results, ...told }, null, 2)}\n`;
};

/** Nothing measured is no pass either. */
export const allPass = (results: readonly Result[]): boolean =>
  results.length > 0 && results.every(({ pass }) => pass);
