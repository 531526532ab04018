import type { Problem } from './problem.ts';

/** The outcome of anything that can fail for a reason a person should hear. Programming errors throw instead. */
export type Result<T, E = Problem> = { readonly ok: true; readonly value: T } | Failure<E>;

export type Failure<E = Problem> = { readonly ok: false; readonly problem: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const fail = <E>(problem: E): Failure<E> => ({ ok: false, problem });
