import type { Measured, Ratio } from '../section.ts';
import type { Figure } from './figures.ts';
import type { PeerRun } from './peers.ts';
import { timed, timesOf, warmUp } from './timing.ts';

/** A figure with what was timed of it. `ours` are milliseconds, before, between and after the peers' runs. */
export type MeasuredFigure = {
  readonly figure: Figure;
  readonly value: number;
  readonly ours: number[];
  readonly textbook: number[];
};

const repetitions = 7;

/** Twice as often as the textbook's: each of ours is short. */
const oursRepetitions = 15;

/** How far apart two values are, relative to the greater. */
const apart = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-300);

const sameAs = ({ name, tolerance }: Figure, value: number, other: number, whose: string): void => {
  if (!(apart(value, other) <= tolerance))
    throw new Error(`${name}: ours is ${value}, that of ${whose} ${other}; they do not compute the same.`);
};

/** Ours and the textbook kernel in turns, so that whatever else the computer does meets both alike. */
export const measureFigure = (figure: Figure): MeasuredFigure => {
  const { ours, textbook, textbookShare = 1, textbookOnce = false } = figure;
  const value = warmUp(ours);
  const measured: MeasuredFigure = { figure, value, ours: [], textbook: [] };
  if (!textbookOnce) warmUp(textbook);
  for (let turn = 0; turn < (textbookOnce ? 1 : repetitions); turn += 1) {
    const theirs = timed(textbook);
    sameAs(figure, value, theirs.value, 'the textbook kernel');
    measured.textbook.push(theirs.ms / textbookShare);
    measured.ours.push(...timesOf(ours, 2));
  }
  return measured;
};

/** Once more, since the computer may have had other things to do. */
export const measureAgain = ({ figure, ours }: MeasuredFigure): void => {
  warmUp(figure.ours);
  ours.push(...timesOf(figure.ours, oursRepetitions));
};

/** Peers round what they give: R's irrCAC to five digits. */
const peerTolerance = 1e-4;

const measuredAgainst = (
  { figure, ours, value }: MeasuredFigure,
  peer: readonly number[],
  whose: string,
  other: number | null,
): Measured => {
  if (other !== null) {
    const tolerance = Math.max(figure.tolerance, peerTolerance);
    sameAs({ ...figure, tolerance }, value, other, whose);
  }
  return { unit: 'ms', ours, peer, note: `${figure.note}; peer: ${whose}` };
};

/** Those a figure has to beat: packages that ran, and stand-ins of those that did not. */
export const rivalsOf = ({ work, peerTimes }: Figure, runs: readonly PeerRun[]): PeerRun[] =>
  runs.filter(
    (one) =>
      one.work === work &&
      one.peer in peerTimes &&
      !(one.standIn && runs.some((two) => two.work === work && two.peer === one.peer && !two.standIn)),
  );

export const labelOf = ({ peer, by, standIn }: PeerRun): string =>
  standIn ? `a stand-in for ${peer} (${by})` : by;

/** A stand-in has none of the checks and conversions of its package, and so does less than the package does. */
const standInShare = 0.5;

const limitFor = ({ peerTimes }: Figure, { peer, standIn }: PeerRun): number =>
  1 / ((peerTimes[peer] as number) * (standIn ? standInShare : 1));

/** Our time over theirs: 0.1 at most where we have to be ten times faster. */
export const ratiosOf = (measured: MeasuredFigure, runs: readonly PeerRun[]): Ratio[] => {
  const { figure } = measured;
  return [
    {
      name: `${figure.name}, to a textbook kernel`,
      limit: 1 / figure.textbookTimes,
      direction: 'at most',
      measure: async () =>
        measuredAgainst(measured, measured.textbook, 'an obvious kernel in TypeScript', null),
    },
    ...rivalsOf(figure, runs).map(
      (one): Ratio => ({
        name: `${figure.name}, to ${one.peer}`,
        limit: limitFor(figure, one),
        direction: 'at most',
        measure: async () => measuredAgainst(measured, one.ms, labelOf(one), one.value),
      }),
    ),
  ];
};
