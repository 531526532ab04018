import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CommandScope, commandScopes } from '../../../renderer/shortcuts/command-row.ts';
import { conflictsOf, findConflicts } from '../../../renderer/shortcuts/find-conflicts.ts';

const command = (id: string, scope: CommandScope, ...keys: string[]) => ({ id, scope, keys });
const clash = (one: CommandScope, two: CommandScope, keys: string, otherKeys: string): boolean =>
  findConflicts([command('one', one, keys), command('two', two, otherKeys)]).length > 0;

describe('two commands that can be available at once', () => {
  test.each<[CommandScope, CommandScope, boolean]>([
    ['everywhere', 'queue', true],
    ['evidence', 'everywhere', true],
    ['review', 'evidence', true],
    ['review', 'review', true],
    ['queue', 'review', false],
    ['sync', 'queue', false],
    ['evidence', 'sync', false],
  ])('%s and %s: %s', (one, two, together) => {
    expect(clash(one, two, 'x', 'x')).toBe(together);
  });

  test('may not begin alike either: the first key could not be waited for', () => {
    expect(clash('review', 'review', 'g', 'g q')).toBe(true);
    expect(clash('review', 'review', 'g q', 'g')).toBe(true);
    expect(clash('review', 'review', 'g q', 'g n')).toBe(false);
    expect(clash('review', 'review', 'q', 'g q')).toBe(false);
    expect(clash('review', 'review', 'Mod+g', 'g')).toBe(false);
  });
});

const anyCommand = fc.record({
  scope: fc.constantFrom(...commandScopes),
  keys: fc.array(fc.constantFrom('a', 'b', 'Mod+a', 'a b', 'a c', 'b a'), { maxLength: 3 }),
});

test('names each pair once, whatever the order, and one command’s own are among them', () => {
  fc.assert(
    fc.property(fc.array(anyCommand, { minLength: 1, maxLength: 6 }), (made) => {
      const commands = made.map((one, at) => ({ ...one, id: String(at) }));
      const pairs = (list: typeof commands): string[] =>
        findConflicts(list)
          .map(({ id, binding, otherId, otherBinding }) =>
            [`${id}:${binding}`, `${otherId}:${otherBinding}`].sort().join(' / '),
          )
          .sort();
      expect(pairs(commands.toReversed())).toEqual(pairs(commands));
      for (const one of commands) {
        const mine = findConflicts(commands).filter(({ id, otherId }) => [id, otherId].includes(one.id));
        expect(conflictsOf(one, commands)).toHaveLength(mine.length);
      }
    }),
  );
});
