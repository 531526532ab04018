import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityKind } from '../../../shared/hub-api/changes.ts';
import { digestTerm, emptyDigest, toggleTerm } from '../../../shared/hub-api/feed-digest.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const things = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom<EntityKind>('assignment', 'artifact'),
    id: fc.string({ minLength: 1, maxLength: 12 }),
    version: fc.integer({ min: 1, max: 9 }),
  }),
  { selector: ({ kind, id }) => `${kind}:${id}`, maxLength: 20 },
);
const term = ({ kind, id, version }: { kind: EntityKind; id: string; version: number }) =>
  digestTerm(kind, id, version, sha256Hex);

describe('the feed digest', () => {
  it('does not depend on order, and taking everything out leaves nothing', () => {
    fc.assert(
      fc.property(things, (list) => {
        const digest = list.reduce((sum, one) => toggleTerm(sum, term(one)), emptyDigest);
        expect([...list].reverse().reduce((sum, one) => toggleTerm(sum, term(one)), emptyDigest)).toBe(
          digest,
        );
        expect(list.reduce((sum, one) => toggleTerm(sum, term(one)), digest)).toBe(emptyDigest);
        expect(digest).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });

  it('differs when one version differs', () => {
    const one = { kind: 'artifact' as const, id: 'a', version: 1 };
    expect(term(one)).not.toBe(term({ ...one, version: 2 }));
  });
});
