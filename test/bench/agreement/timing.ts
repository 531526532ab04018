/** Milliseconds of one run, and what it gave. */
export const timed = (run: () => number): { readonly ms: number; readonly value: number } => {
  const begun = performance.now();
  const value = run();
  return { ms: performance.now() - begun, value };
};

/** Long enough for the machine code to be the final one. */
const warmFor = 250;
const warmRuns = 3;

/** Runs a thing until it is as fast as it gets. Gives its value. */
export const warmUp = (run: () => number): number => {
  const begun = performance.now();
  let value = run();
  for (let runs = 1; runs < warmRuns || performance.now() - begun < warmFor; runs += 1) value = run();
  return value;
};

export const timesOf = (run: () => number, repetitions: number): number[] =>
  Array.from({ length: repetitions }, () => timed(run).ms);
