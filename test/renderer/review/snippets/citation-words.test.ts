import { describe, expect, test } from 'vitest';
import {
  citationInline,
  citationsFor,
  draftFromCitations,
  quoteOf,
} from '../../../../renderer/features/review/snippets/citation-words.ts';
import { en } from '../../../../renderer/messages/en.ts';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import { type Locator, locatorSchema } from '../../../../shared/domain/locator.ts';
import { annotationAt, documentOf } from '../samples.ts';

const quote = (exact: string) => ({ exact, prefix: '', suffix: '' });
const at = (start: number, end: number | null = null, words: string | null = null): Locator =>
  locatorSchema.parse({
    kind: 'time',
    start,
    end,
    region: null,
    quote: words === null ? null : quote(words),
  });
const onPage = (page: number, words: string | null, continued: unknown[] = []): Locator =>
  locatorSchema.parse({
    kind: 'page',
    page,
    rects: [],
    quote: words === null ? null : quote(words),
    position: null,
    continued,
  });

const c1 = 'c1' as CriterionId;
const on = { criterionIds: ['c1'] };
const clip = { ...on, artifactId: 'clip' };
const plan = { ...on, artifactId: 'plan' };
const document = documentOf();

const cited = (...annotations: Annotation[]): Annotation[] => citationsFor(document, { annotations }, c1);

describe('the citations of a criterion', () => {
  const mine = annotationAt(at(41), { id: 'a', ...clip });
  const other = annotationAt(at(5), { id: 'b', artifactId: 'clip', criterionIds: ['c2'] });
  const whole = annotationAt(at(7), { id: 'c', artifactId: 'clip' });

  test('come in the order of the evidence, and those for the whole are its own', () => {
    const inPlan = annotationAt(onPage(4, null), { id: 'd', ...plan });
    const early = annotationAt(at(3), { id: 'e', ...clip });
    const annotations = [mine, other, whole, inPlan, early];
    expect(citationsFor(document, { annotations }, c1).map(({ id }) => id)).toEqual(['d', 'e', 'a']);
    expect(citationsFor(document, { annotations }, null).map(({ id }) => id)).toEqual(['c']);
  });
});

describe('a draft from citations', () => {
  const waits = annotationAt(at(41), { id: 'a', text: 'Waits five seconds.', ...clip });
  const says = annotationAt(at(72, 80, 'why do you\nthink so?'), { id: 'b', ...clip });
  const page = annotationAt(onPage(4, 'expected answers'), { id: 'c', ...plan });
  const bare = annotationAt(at(90), { id: 'd', ...clip });

  test('has a line for each, under its file: the note, else the words, else a blank', () => {
    expect(draftFromCitations(document, cited(waits, says, page, bare), '', en)).toEqual({
      count: 4,
      text: [
        'Plan:',
        'On page 4: “expected answers”',
        '',
        'Clip:',
        'At 0:41: Waits five seconds.',
        'At 1:12–1:20: “why do you think so?”',
        'At 1:30: [what it shows]',
      ].join('\n'),
    });
  });

  test('goes under what is written, and says nothing twice', () => {
    const first = draftFromCitations(document, cited(waits), 'You wait.', en);
    expect(first.text).toBe('\n\nClip:\nAt 0:41: Waits five seconds.');
    const written = `You wait.${first.text}`;
    expect(draftFromCitations(document, cited(waits), written, en)).toEqual({ text: '', count: 0 });
    const second = draftFromCitations(document, cited(waits, page), written, en);
    expect(second).toEqual({ text: '\n\nPlan:\nOn page 4: “expected answers”', count: 1 });
    const inline = `So: ${citationInline(document, waits, en)}`;
    expect(draftFromCitations(document, cited(waits), inline, en).count).toBe(0);
  });

  test('names no file where there is only one', () => {
    const [clipFile, captions] = document.evidence;
    const alone = documentOf({ evidence: [clipFile, captions].filter((one) => one !== undefined) });
    expect(draftFromCitations(alone, [waits], '', en).text).toBe('At 0:41: Waits five seconds.');
    expect(citationInline(alone, waits, en)).toBe('At 0:41: Waits five seconds.');
    expect(citationInline(document, waits, en)).toBe('At 0:41 (Clip): Waits five seconds.');
  });

  test('tells two files of one slot apart', () => {
    const second = document.evidence.map((one) => ({ ...one, id: `${one.id}2`, label: `${one.label}2` }));
    const two = documentOf({ evidence: [...document.evidence, ...second] as typeof document.evidence });
    expect(draftFromCitations(two, [waits], '', en).text).toMatch(/^Clip, clip:\n/);
  });
});

describe('the words of a place', () => {
  test('go on over a page break, in one line', () => {
    const next = { page: 5, rects: [], quote: quote('of\n the lesson'), position: null };
    expect(quoteOf(onPage(4, 'the goal ', [next]))).toBe('the goal of the lesson');
    expect(en.commentBank.place(onPage(4, 'x', [next]))).toBe('pages 4–5');
  });

  test('are cut where they are long, between characters', () => {
    const words = quoteOf(onPage(1, '🙂'.repeat(400)));
    expect([...words]).toHaveLength(300);
    expect(words.endsWith('🙂…')).toBe(true);
  });

  test('are none where nothing is quoted', () => {
    expect([quoteOf(at(3)), quoteOf({ kind: 'whole' }), quoteOf(onPage(1, null))]).toEqual(['', '', '']);
  });
});
