import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommentSnippet, SnippetKind } from '../../../shared/domain/comment-snippet.ts';
import { snippetIdSchema, snippetKinds } from '../../../shared/domain/comment-snippet.ts';
import { criterionIdSchema, microCredentialIdSchema } from '../../../shared/domain/ids.ts';
import { findSnippets, rankSnippets, type SnippetPlace } from '../../../shared/domain/rank-snippets.ts';

const mc = (id: string) => microCredentialIdSchema.parse(id);
const criterion = (id: string) => criterionIdSchema.parse(id);

type Look = Partial<Pick<CommentSnippet, 'title' | 'text' | 'kind' | 'usedCount' | 'lastUsedAt'>> & {
  readonly mc?: string;
  readonly criterion?: string;
};

const snippet = (id: string, look: Look = {}): CommentSnippet => ({
  id: snippetIdSchema.parse(id),
  title: look.title ?? id,
  text: look.text ?? `Text of ${id}`,
  kind: look.kind ?? 'any',
  scope: {
    microCredentialId: look.mc === undefined ? null : mc(look.mc),
    criterionId: look.criterion === undefined ? null : criterion(look.criterion),
  },
  usedCount: look.usedCount ?? 0,
  lastUsedAt: look.lastUsedAt ?? null,
  updatedAt: null,
});

const place: SnippetPlace = {
  kind: 'strength',
  microCredentialId: mc('m1'),
  criterionId: criterion('c1'),
};
const order = (snippets: readonly CommentSnippet[], query = '', at = place): string[] =>
  rankSnippets(snippets, at, query).map(({ id }) => id);

describe('the order in which snippets are offered', () => {
  test('kind of field, then criterion, then use', () => {
    const all = [
      snippet('other kind', { kind: 'gap', mc: 'm1', criterion: 'c1', usedCount: 90 }),
      snippet('other criterion', { kind: 'strength', mc: 'm1', criterion: 'c2', usedCount: 80 }),
      snippet('any kind, criterion', { mc: 'm1', criterion: 'c1', usedCount: 70 }),
      snippet('kind, used', { kind: 'strength', usedCount: 5 }),
      snippet('kind, unused', { kind: 'strength' }),
      snippet('kind and criterion', { kind: 'strength', mc: 'm1', criterion: 'c1' }),
    ];
    expect(order(all)).toEqual([
      'kind and criterion',
      'kind, used',
      'kind, unused',
      'any kind, criterion',
      'other criterion',
      'other kind',
    ]);
  });

  test('of those used as often, the one used last', () => {
    const all = [
      snippet('a', { usedCount: 2, lastUsedAt: '2026-01-01T00:00:00.000Z' }),
      snippet('b', { usedCount: 2, lastUsedAt: '2026-02-01T00:00:00.000Z' }),
    ];
    expect(order(all)).toEqual(['b', 'a']);
  });

  test('another micro-credential’s are not offered', () => {
    expect(order([snippet('here', { mc: 'm1' }), snippet('there', { mc: 'm2' })])).toEqual(['here']);
  });

  test('words may stand in title or text, in any case, without accents; those in the title come first', () => {
    const all = [
      snippet('a', { text: 'The RÉSUMÉ of waiting', usedCount: 9 }),
      snippet('b', { title: 'Résumé waiting' }),
      snippet('c', { title: 'Waiting' }),
    ];
    expect(order(all, 'wait resume')).toEqual(['b', 'a']);
    expect(findSnippets(all, 'RESUME').map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('does not depend on the order they come in, and loses none that are in scope', () => {
    const kinds = fc.constantFrom<SnippetKind>(...snippetKinds);
    const some = fc.uniqueArray(
      fc
        .record({
          id: fc.stringMatching(/^[a-z]{1,4}$/),
          kind: kinds,
          usedCount: fc.nat(3),
          where: fc.constantFrom<Look>({}, { mc: 'm1' }, { mc: 'm1', criterion: 'c1' }, { mc: 'm2' }),
        })
        .map(({ id, where, ...look }) => snippet(id, { ...look, ...where, title: 'same' })),
      { selector: ({ id }) => id, maxLength: 12 },
    );
    fc.assert(
      fc.property(some, (all) => {
        const ranked = order(all);
        expect(order([...all].reverse())).toEqual(ranked);
        const inScope = all.filter(({ scope }) => scope.microCredentialId !== 'm2').map(({ id }) => id);
        expect([...ranked].sort()).toEqual([...inScope].sort());
      }),
    );
  });
});
