/** Runs work of the same key one after another, so that parallel guesses cannot outrun the count of failures. */
export type OneAtATime = {
  /** Answers null, without running the work, when too many already wait under this key. */
  readonly run: <T>(key: string, work: () => Promise<T>) => Promise<T | null>;
};

export const oneAtATime = (longestQueue: number): OneAtATime => {
  const queues = new Map<string, { tail: Promise<unknown>; waiting: number }>();
  return {
    run: async (key, work) => {
      const queue = queues.get(key) ?? { tail: Promise.resolve(), waiting: 0 };
      if (queue.waiting >= longestQueue) return null;
      queue.waiting += 1;
      queues.set(key, queue);
      const turn = queue.tail.then(work);
      queue.tail = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        queue.waiting -= 1;
        if (queue.waiting === 0) queues.delete(key);
      }
    },
  };
};
