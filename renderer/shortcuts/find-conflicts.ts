import { chordsOf } from './chord.ts';
import type { CommandScope } from './command-row.ts';

/** A command with the keys it has now. */
export type BoundCommand<Id extends string = string> = {
  readonly id: Id;
  readonly scope: CommandScope;
  readonly keys: readonly string[];
};

/** Two bindings of which a key press could mean either: the same keys, or one the beginning of the other. */
export type Conflict<Id extends string = string> = {
  readonly id: Id;
  readonly binding: string;
  readonly otherId: Id;
  readonly otherBinding: string;
};

/** Whether commands of two scopes can be available at once: the evidence stands on the review screen. */
export const scopesOverlap = (one: CommandScope, two: CommandScope): boolean =>
  one === two ||
  one === 'everywhere' ||
  two === 'everywhere' ||
  (one === 'review' && two === 'evidence') ||
  (one === 'evidence' && two === 'review');

/** Whether one binding is the other, or its beginning: `g` and `g q` cannot both be waited for. */
export const bindingsClash = (one: string, two: string): boolean => {
  const [first, second] = [chordsOf(one), chordsOf(two)];
  const shared = Math.min(first.length, second.length);
  return first.slice(0, shared).every((chord, at) => chord === second[at]);
};

const between = <Id extends string>(one: BoundCommand<Id>, two: BoundCommand<Id>): Conflict<Id>[] =>
  scopesOverlap(one.scope, two.scope)
    ? one.keys.flatMap((binding) =>
        two.keys
          .filter((otherBinding) => bindingsClash(binding, otherBinding))
          .map((otherBinding) => ({ id: one.id, binding, otherId: two.id, otherBinding })),
      )
    : [];

/** Every pair of different commands that share keys where both can be available. Each pair once, in the given order. */
export const findConflicts = <Id extends string>(commands: readonly BoundCommand<Id>[]): Conflict<Id>[] =>
  commands.flatMap((one, at) => commands.slice(at + 1).flatMap((two) => between(one, two)));

/** The same for one command against all the others. */
export const conflictsOf = <Id extends string>(
  command: BoundCommand<Id>,
  others: readonly BoundCommand<Id>[],
): Conflict<Id>[] => others.flatMap((other) => (other.id === command.id ? [] : between(command, other)));
