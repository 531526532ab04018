/** Time that passes only when told to. Milliseconds since the world began; it never goes back. */
export type VirtualTime = {
  now(): number;
  /** Runs `work` once, `ms` from now; those of one moment in the order asked for. The returned function cancels it. */
  after(ms: number, work: () => void | Promise<void>): () => void;
  /** Lets so much time pass: everything that falls due runs, one piece after the other. */
  pass(ms: number): Promise<void>;
};

type Due = {
  readonly at: number;
  readonly order: number;
  readonly work: () => void | Promise<void>;
  cancelled: boolean;
};

/** `afterEach` runs behind every piece of work, once everything it started has come to rest. */
export const createVirtualTime = (afterEach: () => Promise<void>): VirtualTime => {
  let now = 0;
  let order = 0;
  const heap: Due[] = [];
  return {
    now: () => now,
    after: (ms, work) => {
      const due: Due = { at: now + Math.max(0, Math.ceil(ms)), order: order++, work, cancelled: false };
      push(heap, due);
      return () => {
        due.cancelled = true;
      };
    },
    pass: async (ms) => {
      const until = now + ms;
      for (let next = heap[0]; next !== undefined && next.at <= until; next = heap[0]) {
        pop(heap);
        if (next.cancelled) continue;
        now = next.at;
        await next.work();
        await settle();
        await afterEach();
      }
      now = until;
    },
  };
};

/** Everything that waits for nothing but its turn has run: no work of the world is on another thread. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

const push = (heap: Due[], due: Due): void => {
  let at = heap.push(due) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(due, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = due;
};

const pop = (heap: Due[]): void => {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    let child = left;
    const [a, b] = [heap[left], heap[right]];
    if (a === undefined) break;
    if (b !== undefined && isBefore(b, a)) child = right;
    const below = heap[child];
    if (below === undefined || !isBefore(below, last)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
};
