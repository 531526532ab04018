/** The middle of some figures: what is reported of them. NaN for none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
    : (sorted[Math.floor(middle)] ?? Number.NaN);
};

type Turns = {
  /** Done first and thrown away, so that neither side pays for what is loaded once. */
  readonly warmUps: number;
  readonly repetitions: number;
  /** Does the thing once and gives its figure; `turn` counts from 0 through warm-ups and repetitions. */
  readonly ours: (turn: number) => Promise<number>;
  readonly peer: (turn: number) => Promise<number>;
};

/**
 * Both sides in turns, so that whatever else the computer does meets both alike; who goes first changes every time.
 */
export const takeTurns = async ({
  warmUps,
  repetitions,
  ours,
  peer,
}: Turns): Promise<{ ours: number[]; peer: number[] }> => {
  const figures = { ours: [] as number[], peer: [] as number[] };
  for (let turn = 0; turn < warmUps + repetitions; turn += 1) {
    const oursFirst = turn % 2 === 0;
    const early = await (oursFirst ? ours : peer)(turn);
    const late = await (oursFirst ? peer : ours)(turn);
    if (turn < warmUps) continue;
    figures.ours.push(oursFirst ? early : late);
    figures.peer.push(oursFirst ? late : early);
  }
  return figures;
};
