/** Where progress is shown: a terminal, nothing else. */
export type ProgressTerminal = {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
};

export type Progress = {
  readonly tell: (index: number, share: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
};

const clear = '\r\u001b[K';

/** One line that is written anew as jobs advance. */
export const showProgress = (terminal: ProgressTerminal, jobs: number): Progress => {
  const shares = new Float64Array(jobs);
  let shown = '';
  const tell = (index: number, share: number): void => {
    shares[index] = share;
    const done = shares.filter((one) => one >= 1).length;
    const percent = Math.floor((100 * shares.reduce((sum, one) => sum + one, 0)) / jobs);
    const text = jobs === 1 ? `${percent} %` : `${percent} %, ${done} of ${jobs} criteria`;
    if (text === shown) return;
    shown = text;
    terminal.write(`${clear}${text}`);
  };
  if (terminal.isTTY !== true) return { tell: () => undefined, end: () => undefined };
  return { tell, end: () => (shown === '' ? undefined : terminal.write(clear)) };
};
