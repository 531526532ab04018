import { median } from './repeat.ts';
import type { Measured, OpenSection, Ratio, Section, SectionReport } from './section.ts';

/** A ratio as it is reported. `ours` and `peer` are medians, the spreads the least and the most of each. */
export type RatioResult = {
  readonly section: string;
  readonly name: string;
  readonly unit: Measured['unit'];
  readonly ours: number;
  readonly peer: number;
  readonly oursSpread: readonly [number, number];
  readonly peerSpread: readonly [number, number];
  readonly repetitions: number;
  readonly ratio: number;
  readonly limit: number;
  readonly direction: Ratio['direction'];
  readonly pass: boolean;
  readonly note: string;
};

/** What could not be measured: never a pass. */
export type Failure = {
  readonly section: string;
  readonly name: string;
  readonly pass: false;
  readonly error: string;
};

export type Result = RatioResult | Failure;

/** The results of all sections, and what some have to tell besides, by their names. */
export type Ran = {
  readonly results: readonly Result[];
  readonly reports: Readonly<Record<string, SectionReport>>;
};

const spread = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

const resultOf = (section: string, { name, limit, direction }: Ratio, measured: Measured): Result => {
  const [ours, peer] = [median(measured.ours), median(measured.peer)];
  const ratio = ours / peer;
  // A figure that is no number is a fault of the bench, not a pass.
  if (!Number.isFinite(ratio)) {
    return { section, name, pass: false, error: `no ratio can be made of ${ours} and ${peer}` };
  }
  return {
    section,
    name,
    unit: measured.unit,
    ours,
    peer,
    oursSpread: spread(measured.ours),
    peerSpread: spread(measured.peer),
    repetitions: measured.ours.length,
    ratio,
    limit,
    direction,
    pass: direction === 'at most' ? ratio <= limit : ratio >= limit,
    note: measured.note,
  };
};

const sentence = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

const measureAll = async (
  { name }: Section,
  { ratios }: OpenSection,
  tell: (line: string) => void,
): Promise<Result[]> => {
  const results: Result[] = [];
  for (const ratio of ratios) {
    tell(`${name}: ${ratio.name} …`);
    try {
      results.push(resultOf(name, ratio, await ratio.measure()));
    } catch (error) {
      results.push({ section: name, name: ratio.name, pass: false, error: sentence(error) });
    }
  }
  return results;
};

/** Runs sections one after the other. What throws is reported as failed, and the others are run all the same. */
export const runSections = async (
  sections: readonly Section[],
  tell: (line: string) => void,
): Promise<Ran> => {
  const results: Result[] = [];
  const reports: Record<string, SectionReport> = {};
  for (const section of sections) {
    const failed = (part: string, error: unknown): void => {
      results.push({ section: section.name, name: part, pass: false, error: sentence(error) });
    };
    try {
      const open = await section.open(tell);
      results.push(...(await measureAll(section, open, tell)));
      const report = open.report?.();
      if (report !== undefined) reports[section.name] = report;
      await open.close().catch((error: unknown) => failed('closing', error));
    } catch (error) {
      failed('opening', error);
    }
  }
  return { results, reports };
};
