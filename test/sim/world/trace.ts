import { createHash } from 'node:crypto';

/** What happened, in order, as one hash: two runs that did the same have the same. */
export type Trace = {
  note(event: string, ...values: readonly (string | number | boolean | null)[]): void;
  hash(): string;
  /** The last events, to be read by a person. */
  tail(): readonly string[];
};

const TAIL = 60;

/** `print`: shown each event as it happens. */
export const createTrace = (print: ((line: string) => void) | null = null): Trace => {
  const hash = createHash('sha256');
  const tail: string[] = [];
  return {
    note: (...event) => {
      const line = JSON.stringify(event);
      hash.update(line).update('\n');
      tail.push(line);
      if (tail.length > TAIL) tail.shift();
      print?.(line);
    },
    hash: () => hash.copy().digest('hex'),
    tail: () => tail,
  };
};
