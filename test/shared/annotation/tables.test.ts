import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationsCsv } from '../../../shared/annotation/annotations-csv.ts';
import { annotationsWebVtt, isTimed } from '../../../shared/annotation/annotations-webvtt.ts';
import { type Annotation, annotationSchema } from '../../../shared/domain/annotation.ts';
import { anyAnnotation, knownArtifacts } from './arbitrary-annotation.ts';
import { parseWebVtt } from './parse-webvtt.ts';

const [plan, video] = knownArtifacts;
const labels: Readonly<Record<string, string>> = { [plan.id]: 'Lesson plan', [video.id]: 'Part 1 <a> & "b"' };
const names = {
  code: 'WGQ-1',
  labelOf: (id: string) => labels[id] ?? '',
  criteria: [
    { id: 'opening', letter: 'A', title: 'Opening' },
    { id: 'probing', letter: 'B', title: 'Probing, deeply' },
  ],
};

const annotation = (locator: unknown, changes: object = {}): Annotation =>
  annotationSchema.parse({
    id: 'annotation-1',
    artifactId: video.id,
    artifactSha256: video.sha256,
    locator,
    text: 'She waits.',
    criterionIds: ['probing', 'opening'],
    createdAt: '2026-03-02T09:00:00.000Z',
    ...changes,
  });

const quote = { exact: 'Why, do you\nthink?', prefix: '', suffix: '' };
const range = annotation({ kind: 'time', start: 61.25, end: 3661.5, region: null, quote });
const point = annotation({ kind: 'time', start: 5, end: null, region: null }, { id: 'annotation-2' });

describe('annotations as CSV', () => {
  const rows = (list: readonly Annotation[]): string[][] =>
    parse(annotationsCsv(list, names), { bom: true, relax_column_count: false });

  it('are a row each, under names of the columns', () => {
    const page = annotation(
      {
        kind: 'page',
        page: 4,
        rects: [],
        quote,
        position: null,
        continued: [{ page: 5, rects: [], quote: { ...quote, exact: 'Because.' }, position: null }],
      },
      { artifactId: plan.id, criterionIds: [] },
    );
    expect(rows([range, page])).toEqual([
      [
        ...[
          'Submission',
          'File',
          'Kind of place',
          'Start (seconds)',
          'End (seconds)',
          'Start',
          'End',
          'Page',
          'Quote',
        ],
        ...['Criteria', 'Criteria titles', 'Note', 'Created'],
      ],
      [
        ...[
          'WGQ-1',
          'Part 1 <a> & "b"',
          'time',
          '61.25',
          '3661.5',
          '0:01:01.250',
          '1:01:01.500',
          '',
          quote.exact,
        ],
        ...['A, B', 'Opening; Probing, deeply', 'She waits.', '2026-03-02T09:00:00.000Z'],
      ],
      [
        ...['WGQ-1', 'Lesson plan', 'page', '', '', '', '', '4, 5', 'Why, do you\nthink? … Because.'],
        ...['', '', 'She waits.', '2026-03-02T09:00:00.000Z'],
      ],
    ]);
  });

  it('end their lines as RFC 4180 has it, and begin with a byte order mark for spreadsheets', () => {
    expect(annotationsCsv([point], names)).toMatch(/^\ufeffSubmission,[^\n]*\r\nWGQ-1,[^\n]*\r\n$/);
  });

  it.each(['=1+1', '+1', '-1', '@cmd', '\tx', '\rx', '  =1', '＝1'])(
    'are no formula to a spreadsheet: %j',
    (text) => {
      expect(rows([annotation({ kind: 'whole' }, { text })])[1]?.[11]).toBe(`'${text}`);
    },
  );

  it('come back from any text', () => {
    fc.assert(
      fc.property(fc.array(anyAnnotation, { maxLength: 5 }), (list) => {
        const [, ...read] = rows(list);
        expect(read.map((row) => row[11]?.replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/, ''))).toEqual(
          list.map(({ text }) => text.toWellFormed()),
        );
      }),
    );
  });
});

describe('annotations as WebVTT', () => {
  it('are cues in order of time, with file, criteria, words and note', () => {
    const text = annotationsWebVtt([range, annotation({ kind: 'whole' }), point], names);
    expect(text).toBe(
      [
        'WEBVTT - Annotations of WGQ-1',
        '',
        'NOTE',
        'A point in time is shown for 4 seconds. The voice of a cue is the file it belongs to.',
        '',
        'annotation-2',
        '00:00:05.000 --> 00:00:09.000',
        '<v Part 1 &lt;a&gt; &amp; "b">A Opening, B Probing, deeply',
        'She waits.</v>',
        '',
        'annotation-1',
        '00:01:01.250 --> 01:01:01.500',
        '<v Part 1 &lt;a&gt; &amp; "b">A Opening, B Probing, deeply',
        '“Why, do you',
        'think?”',
        'She waits.</v>',
        '',
      ].join('\n'),
    );
    expect(parseWebVtt(text).map(({ id, start, end }) => [id, start, end])).toEqual([
      ['annotation-2', 5, 9],
      ['annotation-1', 61.25, 3661.5],
    ]);
  });

  it('keep words that look like the format', () => {
    const text = 'NOTE\n\n\n00:01 --> 00:02\r\n\r\n<b>&amp; --> WEBVTT';
    const [cue, ...more] = parseWebVtt(annotationsWebVtt([{ ...point, text, criterionIds: [] }], names));
    expect(more).toEqual([]);
    expect(cue).toMatchObject({
      voice: 'Part 1 <a> & "b"',
      text: 'NOTE\n00:01 --> 00:02\n<b>&amp; --> WEBVTT',
    });
  });

  it('without anything said are still cues', () => {
    const [cue] = parseWebVtt(annotationsWebVtt([{ ...point, text: ' \n ', criterionIds: [] }], names));
    expect(cue).toMatchObject({ start: 5, end: 9, text: '–' });
  });

  it('come back from any text: all of them, in order, each ending after it starts', () => {
    fc.assert(
      fc.property(fc.array(anyAnnotation, { maxLength: 6 }), (list) => {
        const cues = parseWebVtt(annotationsWebVtt(list, names));
        expect(cues).toHaveLength(list.filter(isTimed).length);
        expect(cues.every(({ start, end }) => end > start)).toBe(true);
        expect(cues.map(({ start }) => start)).toEqual(
          cues.map(({ start }) => start).toSorted((a, b) => a - b),
        );
      }),
    );
  });
});
