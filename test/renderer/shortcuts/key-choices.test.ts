import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandIds } from '../../../renderer/shortcuts/commands.ts';
import { findConflicts } from '../../../renderer/shortcuts/find-conflicts.ts';
import {
  boundCommands,
  conflictsWith,
  defaultKeys,
  giveKeys,
  isChanged,
  type KeyChoices,
  resetAll,
  resolveKeys,
} from '../../../renderer/shortcuts/key-choices.ts';

describe('the keys as they work', () => {
  test('are those of the table until others are chosen', () => {
    const keys = resolveKeys({});
    expect(commandIds.filter((id) => isChanged(keys, id))).toEqual([]);
    expect(resolveKeys({ 'review.cite': ['y'] })('review.cite')).toEqual(['y']);
  });

  test('what cannot be read costs one command its choice, not the others theirs', () => {
    const keys = resolveKeys({ 'review.cite': ['Hyper+y'], 'review.amend': ['y'] });
    expect(keys('review.cite')).toEqual(defaultKeys('review.cite'));
    expect(keys('review.amend')).toEqual(['y']);
  });

  test('a key of a later version’s new command does not take the reviewer’s', () => {
    // As if `review.amend` had come with `a` after the reviewer had given `a` to citing.
    const keys = resolveKeys({ 'review.cite': ['a'] });
    expect(keys('review.cite')).toEqual(['a']);
    expect(keys('review.amend')).toEqual([]);
  });
});

describe('giving keys', () => {
  test('takes them from the command that had them, and only those', () => {
    const given = giveKeys({}, 'review.amend', ['c']);
    const keys = resolveKeys(given);
    expect(keys('review.amend')).toEqual(['c']);
    expect(keys('review.cite')).toEqual(['Alt+c']);
    expect(given).toEqual({ 'review.amend': ['c'], 'review.cite': ['Alt+c'] });
  });

  test('a first key that begins other commands’ sequences takes those', () => {
    const clashes = conflictsWith({}, 'review.amend', ['g']).map(({ otherId }) => otherId);
    expect(clashes).toEqual(expect.arrayContaining(['go.queue', 'go.sync', 'review.nextInQueue']));
    expect(resolveKeys(giveKeys({}, 'review.amend', ['g']))('go.settings')).toEqual(['Mod+,']);
  });

  test('the keys of the table are no choice', () => {
    const chosen = giveKeys({}, 'review.amend', ['y']);
    expect(giveKeys(chosen, 'review.amend', defaultKeys('review.amend'))).toEqual({});
  });

  const anyKeys = fc.uniqueArray(
    fc.constantFrom('a', 'c', 'g', 'g q', 'g y', 'y', 'Mod+k', 'Alt+c', '1', 'Escape'),
    {
      maxLength: 2,
    },
  );
  const anyGift = fc.tuple(
    fc.constantFrom(...commandIds),
    anyKeys.filter((keys) => !(keys.includes('g') && keys.length > 1)),
  );

  test('whatever is given to whom, the command has it and nothing else means it', () => {
    fc.assert(
      fc.property(fc.array(anyGift, { minLength: 1, maxLength: 6 }), (gifts) => {
        const choices = gifts.reduce<KeyChoices>((all, [id, keys]) => giveKeys(all, id, keys), {});
        const [lastId, lastKeys] = gifts.at(-1) ?? ['app.help', []];
        const keys = resolveKeys(choices);
        expect(keys(lastId)).toEqual(lastKeys);
        expect(findConflicts(boundCommands(keys))).toEqual([]);
        expect(resolveKeys(resetAll(choices))('go.queue')).toEqual(defaultKeys('go.queue'));
      }),
    );
  });
});

test('commands of another version keep their choices through every change', () => {
  const before: KeyChoices = { 'future.command': ['y'], 'review.amend': ['y'] };
  expect(giveKeys(before, 'review.cite', ['y'])).toMatchObject({ 'future.command': ['y'] });
  expect(resetAll(before)).toEqual({ 'future.command': ['y'] });
});
