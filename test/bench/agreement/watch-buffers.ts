export type BufferWatch = {
  /** Heap and buffers that are alive, in bytes. */
  readonly now: () => number;
  /** Forgets what was seen. */
  readonly begin: () => void;
  /** The most that was alive at once since. */
  readonly most: () => number;
};

const watched = [
  'Uint8Array',
  'Int8Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float64Array',
] as const;

type ArrayClass = new (...given: never[]) => ArrayBufferView;

/**
 * What is alive rises only when something is allocated, so it is enough to look then: every new typed array of `least`
 * bytes or more collects the garbage and reads what is left. Sampling by a clock would miss what a synchronous
 * computation holds for a moment, and the resident size keeps garbage. Takes the place of the global classes, and needs
 * `--expose-gc`.
 */
export const watchBuffers = (least: number): BufferWatch => {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('Watching buffers needs --expose-gc.');
  let greatest = 0;
  const now = (): number => {
    collect();
    // What is garbage is swept by another thread, which may lag on a busy computer; the next collection waits for it.
    collect({ type: 'minor' });
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const look = (): void => {
    greatest = Math.max(greatest, now());
  };
  const classes = globalThis as unknown as Record<string, ArrayClass>;
  for (const name of watched) {
    const own = classes[name] as ArrayClass;
    const seen = class extends own {
      constructor(...given: never[]) {
        super(...given);
        // A view of a buffer that is there already takes nothing.
        if (this.byteLength >= least && !((given[0] as unknown) instanceof ArrayBuffer)) look();
      }
    };
    classes[name] = seen;
  }
  return {
    now,
    begin: () => {
      greatest = 0;
      look();
    },
    most: () => {
      look();
      return greatest;
    },
  };
};
