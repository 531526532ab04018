/** One piece of work with the file: drawing a page, reading its words. It must end soon after its signal aborts. */
export type PdfJob = {
  /** What is done first: the lowest. Asked again each time, because what is in view changes. */
  readonly rank: () => number;
  /** Must not reject: a job tells its failure itself. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** The order of work: what is looked at, then what will be, then what nobody waits for. */
export const ranks = { picture: 0, words: 10, near: 20, thumbnail: 30, asked: 40, background: 50 } as const;

export type PdfQueue = {
  /** Adds work; the returned function takes it back, or stops it when it runs. */
  readonly add: (job: PdfJob) => () => void;
  /** While held, nothing new begins: pages that fly past are not drawn. */
  readonly hold: (held: boolean) => void;
  /** Whether nothing runs and nothing waits. */
  readonly idle: () => boolean;
  /** Forgets what waits and stops what runs. */
  readonly clear: () => void;
};

/** One thing at a time, so that what is in view never waits behind a hundred pages that are not. */
export const createPdfQueue = (): PdfQueue => {
  const waiting = new Set<PdfJob>();
  let running: { readonly job: PdfJob; readonly abort: AbortController } | null = null;
  let held = false;

  const next = (): PdfJob | null => {
    let best: { job: PdfJob; rank: number } | null = null;
    for (const job of waiting) {
      const rank = job.rank();
      if (best === null || rank < best.rank) best = { job, rank };
    }
    return best?.job ?? null;
  };

  const pump = (): void => {
    if (running !== null || held) return;
    const job = next();
    if (job === null) return;
    waiting.delete(job);
    const abort = new AbortController();
    running = { job, abort };
    void job.run(abort.signal).finally(() => {
      running = null;
      pump();
    });
  };

  return {
    add: (job) => {
      waiting.add(job);
      pump();
      return () => {
        waiting.delete(job);
        if (running?.job === job) running.abort.abort();
      };
    },
    hold: (next) => {
      held = next;
      pump();
    },
    idle: () => running === null && waiting.size === 0,
    clear: () => {
      waiting.clear();
      running?.abort.abort();
    },
  };
};
