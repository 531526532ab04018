import { problemSentences } from './problem-sentences.ts';

/** Every reason that can reach a person. Its English sentence stands in problem-sentences.ts. */
export type ProblemCode = keyof typeof problemSentences;

export type ProblemParams = Readonly<Record<string, string | number>>;

/** Why something could not be done: a stable code, and the values its sentence needs. Never carries student data. */
export type Problem = { readonly code: ProblemCode; readonly params?: ProblemParams };

export const problem = (code: ProblemCode, params?: ProblemParams): Problem =>
  params === undefined ? { code } : { code, params };

/** The sentence for a problem: what happened and what to do next. */
export const describeProblem = ({ code, params = {} }: Problem): string =>
  problemSentences[code].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '…'));

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problemSentences, code);
