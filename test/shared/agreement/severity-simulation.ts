import { cellOf, fillCell } from '../../../shared/agreement/facets-cell.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import type { RatingTable } from '../../../shared/agreement/rating-table.ts';
import { normalQuantile } from '../../../shared/agreement/special-functions.ts';

/** One rating that somebody makes: who, whose work, on what, and when (milliseconds; NaN: not told). */
export type Reading = {
  readonly person: number;
  readonly rater: number;
  readonly criterion: number;
  readonly time: number;
};

export type Panel = {
  readonly severities: readonly number[];
  readonly difficulties: readonly number[];
  /** Steps of the scale; the scores are 1, 2, … */
  readonly steps: readonly number[];
  readonly persons: number;
  readonly spread: number;
  /** Added severity of one rating: drift, interactions. */
  readonly extra?: (reading: Reading) => number;
};

/** Who reads whom: `reads` raters a person, in turn, so that everybody is linked; on every criterion; a person a day. */
export const inTurn = ({ persons, severities, difficulties }: Panel, reads: number): Reading[] => {
  const raters = severities.length;
  return Array.from({ length: persons }, (_, person) =>
    Array.from({ length: reads }, (_own, k) =>
      difficulties.map((_difficulty, criterion) => ({
        person,
        // The distance between the raters of a person changes from person to person.
        rater:
          (person + k * (1 + (Math.floor(person / raters) % Math.max(1, Math.floor((raters - 1) / reads))))) %
          raters,
        criterion,
        time: Date.UTC(2025, 0, 6) + person * 86_400_000,
      })),
    ).flat(),
  ).flat();
};

export const standardNormal = (random: () => number): number =>
  normalQuantile((random() * 4e9 + 1) / (4e9 + 2));

/** Ratings drawn from the model. */
export const simulated = (panel: Panel, readings: readonly Reading[], seed: number): RatingTable => {
  const random = seededRandom(seed);
  const steps = Float64Array.from(panel.steps);
  const cell = cellOf(steps.length);
  const theta = Array.from({ length: panel.persons }, () => panel.spread * standardNormal(random));
  const scores = readings.map((reading) => {
    const severity = (panel.severities[reading.rater] ?? 0) + (panel.extra?.(reading) ?? 0);
    fillCell(
      cell,
      (theta[reading.person] ?? 0) - severity - (panel.difficulties[reading.criterion] ?? 0),
      steps,
      0,
    );
    let [left, score] = [random() - (cell.share[0] as number), 0];
    while (left > 0 && score < steps.length) {
      score += 1;
      left -= cell.share[score] as number;
    }
    return score + 1;
  });
  return {
    units: Array.from({ length: panel.persons }, (_, person) => `P${person + 1}`),
    raters: panel.severities.map((_, rater) => `R${rater + 1}`),
    criteria: panel.difficulties.map((_, criterion) => `C${criterion + 1}`),
    labels: null,
    unit: Uint32Array.from(readings, ({ person }) => person),
    rater: Uint16Array.from(readings, ({ rater }) => rater),
    criterion: Uint16Array.from(readings, ({ criterion }) => criterion),
    score: Float64Array.from(scores),
    time: Float64Array.from(readings, ({ time }) => time),
  };
};
