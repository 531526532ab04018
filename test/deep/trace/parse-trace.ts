/** One system call of a trace. `startedAt` and `endedAt` are line numbers: the order in which the tracer saw things. */
export type Call = {
  readonly name: string;
  readonly args: string;
  /** What it answered; negative: it failed. Null: it never came back. */
  readonly result: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
};

const LINE = /^(\d+) +\d\d:\d\d:\d\d\.\d+ (.*)$/;
const NOTE = /^(\+\+\+ (exited with|killed by) .* \+\+\+|--- .* ---)$/;
const RESUMED = /^<\.\.\. (\w+) resumed>(.*)$/;
const UNFINISHED = /^(\w+)\((.*?) *<unfinished \.\.\.>$/;
const WHOLE = /^(\w+)\((.*)\) += (-?\d+|\?)( .*)?$/;

type Begun = { readonly name: string; readonly args: string; readonly startedAt: number };

/**
 * Reads what `strace -f -tt -yy` wrote, in the order of the calls' starts. Throws at the first line that it does not
 * understand: a proof that reads over what it does not know proves nothing.
 */
export const parseTrace = (text: string): readonly Call[] => {
  const calls: Call[] = [];
  const begun = new Map<string, Begun>();
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the trace ends within a line');
  for (const [at, line] of lines.entries()) {
    const [, thread = '', rest = ''] = LINE.exec(line) ?? fail(at, line);
    if (NOTE.test(rest)) continue;
    const resumed = RESUMED.exec(rest);
    if (resumed !== null) {
      calls.push(resume(begun, thread, resumed, at, line));
      continue;
    }
    if (begun.has(thread)) throw new Error(`line ${at + 1}: a thread calls while it is still in a call`);
    const unfinished = UNFINISHED.exec(rest);
    if (unfinished !== null) {
      begun.set(thread, { name: unfinished[1] ?? '', args: unfinished[2] ?? '', startedAt: at });
      continue;
    }
    const [, name = '', args = '', result = ''] = WHOLE.exec(rest) ?? fail(at, line);
    calls.push({ name, args, result: numberOf(result), startedAt: at, endedAt: at });
  }
  for (const one of begun.values()) calls.push({ ...one, result: null, endedAt: null });
  return calls.sort((a, b) => a.startedAt - b.startedAt);
};

const fail = (at: number, line: string): never => {
  throw new Error(`line ${at + 1} of the trace is not understood: ${line.slice(0, 200)}`);
};

const numberOf = (result: string): number | null => (result === '?' ? null : Number(result));

const resume = (
  begun: Map<string, Begun>,
  thread: string,
  [, name = '', rest = '']: RegExpExecArray,
  at: number,
  line: string,
): Call => {
  const begin = begun.get(thread);
  if (begin?.name !== name) throw new Error(`line ${at + 1}: ${name} goes on that never began`);
  begun.delete(thread);
  // Cut off after a comma, the next argument comes without the space before it.
  const between = begin.args.endsWith(',') ? ' ' : '';
  const [, , args = '', result = ''] = WHOLE.exec(`${name}(${begin.args}${between}${rest}`) ?? fail(at, line);
  return { name, args, result: numberOf(result), startedAt: begin.startedAt, endedAt: at };
};

/** What a call's first argument is open on: a path, or `TCP:[…]`; null when it is something else. */
export const openOn = ({ args }: Call): string | null =>
  /^\d+<(TCP(?:v6)?:\[[^\]]*\](?::\d+->\[[^\]]*\]:\d+\])?|\/[^>]*)>/.exec(args)?.[1] ?? null;

/** The paths in a call that takes them as text. */
export const pathsIn = ({ args }: Call): readonly string[] =>
  [...args.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path);

/** Where in the file a positioned write begins: its last argument. */
export const offsetOf = ({ args }: Call): number => Number(/, (\d+)$/.exec(args)?.[1] ?? Number.NaN);
