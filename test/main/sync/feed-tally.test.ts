import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeedTally } from '../../../main/sync/pull/feed-tally.ts';
import { emptyDigest } from '../../../shared/hub-api/feed-digest.ts';

const nothing = { count: 0, digest: emptyDigest };
const kind = fc.constantFrom('micro-credential', 'submission', 'artifact', 'assignment');
const thing = fc.record({ kind, id: fc.string({ minLength: 1 }), version: fc.integer({ min: 1 }) });
const things = fc.uniqueArray(thing, { selector: (one) => `${one.kind}:${one.id}` });

const tallyOf = (list: readonly { kind: never; id: string; version: number }[]) => {
  const tally = createFeedTally(nothing);
  for (const one of list) tally.move(one.kind, one.id, undefined, one.version);
  return tally.total();
};

describe('the tally of a feed', () => {
  it('does not depend on the order of things', () => {
    fc.assert(
      fc.property(things, fc.nat(), (list, turn) => {
        const turned = [...list.slice(turn % (list.length + 1)), ...list.slice(0, turn % (list.length + 1))];
        expect(tallyOf(turned as never)).toEqual(tallyOf(list as never));
      }),
    );
  });

  it('after adding and taking away is what it was', () => {
    fc.assert(
      fc.property(things, thing, (list, extra) => {
        const tally = createFeedTally(tallyOf(list as never));
        const before = tally.total();
        tally.move(extra.kind, extra.id, undefined, extra.version);
        expect(tally.total()).not.toEqual(before);
        tally.move(extra.kind, extra.id, extra.version, extra.version + 1);
        tally.move(extra.kind, extra.id, extra.version + 1, undefined);
        expect(tally.total()).toEqual(before);
      }),
    );
  });

  it('does not count what is only kept to be read', () => {
    const tally = createFeedTally(nothing);
    tally.move('submission', 's', 0, undefined);
    expect(tally.total()).toEqual(nothing);
    tally.move('submission', 's', 0, 3);
    expect(tally.total().count).toBe(1);
  });
});
