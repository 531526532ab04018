import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { outboxCounts } from '../../../../main/database/tables/outbox.ts';
import { readReview } from '../../../../main/database/tables/reviews.ts';
import { exportAnnotations } from '../../../../main/services/annotations/export-annotations.ts';
import { importAnnotations } from '../../../../main/services/annotations/import-annotations.ts';
import { applyEdits } from '../../../../main/services/review/apply-edits.ts';
import { readReviewDocument } from '../../../../main/services/review/review-document.ts';
import { submitReview } from '../../../../main/services/review/submit-review.ts';
import { type Annotation, annotationSchema } from '../../../../shared/domain/annotation.ts';
import { locatorSchema } from '../../../../shared/domain/locator.ts';
import { problem } from '../../../../shared/lib/problem.ts';
import { fail, ok } from '../../../../shared/lib/result.ts';
import type { AnnotationFormat } from '../../../../shared/workbench-api/annotation-files.ts';
import {
  anAnnotation,
  assignmentId,
  completeReview,
  openReviewWorkspace,
  operation,
  type ReviewWorkspace,
} from '../../../helpers/review-workspace.ts';

const quote = { exact: '👩‍🏫 waits', prefix: 'She ', suffix: ' again' };
const position = { start: 400, end: 409 };
const rect = { x: 72, y: 700.5, width: 300, height: 12 };

/** One of each kind of place, in the order in which they are met. */
const places = [
  { kind: 'whole' },
  { kind: 'time', start: 3, end: null, region: null },
  { kind: 'time', start: 61.2, end: 74.8, region: { x: 10, y: 20, width: 30, height: 25 }, quote },
  {
    kind: 'page',
    page: 70,
    rects: [rect, { ...rect, y: 714 }],
    quote,
    position,
    continued: [{ page: 71, rects: [], quote, position: null }],
  },
  { kind: 'region', region: { x: 0, y: 90, width: 12.5, height: 10 } },
];
const idOf = (n: number) => annotationSchema.shape.id.parse(`00000000-0000-4000-8000-00000000000${n}`);
const annotations = places.map((place, n) =>
  anAnnotation(n === 0 ? '' : `Note ${n}: <b>“é”</b>, =1+1\n\nand more`, {
    id: idOf(n),
    locator: locatorSchema.parse(place),
    criterionIds: n % 2 === 0 ? [] : anAnnotation('').criterionIds,
  }),
);

const put = (made: ReviewWorkspace, list: readonly Annotation[] = annotations, n = 1) =>
  applyEdits(made.deps, {
    assignmentId: assignmentId(n),
    operations: list.map((annotation) => operation({ op: 'annotation.put', annotation })),
    activeSeconds: 0,
  });

const exporting = async (made: ReviewWorkspace, format: AnnotationFormat, n = 1) => {
  const files: { name: string; text: string }[] = [];
  const answer = await exportAnnotations(
    {
      workspace: made.workspace,
      ports: {
        clock: made.clock,
        deliverFile: async (name, bytes) => {
          files.push({ name, text: Buffer.from(bytes).toString('utf8') });
          return { delivery: 'saved' };
        },
      },
    },
    { assignmentId: assignmentId(n), format },
  );
  return { answer, file: files[0] };
};

const importing = (made: ReviewWorkspace, text: string, n = 1) =>
  importAnnotations(made.deps, { assignmentId: assignmentId(n), text });

const annotationsOf = ({ workspace, clock }: ReviewWorkspace, n = 1): Annotation[] => {
  const read = readReviewDocument(workspace, assignmentId(n), clock.now());
  if (!read.ok) throw new Error(read.problem.code);
  return read.value.content.annotations;
};

const counts = (added: number, changed: number, unchanged: number) =>
  ok({ added, changed, unchanged, problems: [] });

describe('annotations exported as JSON-LD', () => {
  test('are the same when they are imported into an empty review, and importing again changes nothing', async () => {
    const first = await openReviewWorkspace();
    await put(first);
    const { answer, file } = await exporting(first, 'json-ld');
    expect(answer).toEqual(
      ok({ delivery: 'saved', fileName: 'WGQ-1-annotations-2026-03-02.jsonld', written: 5 }),
    );
    expect(file?.name).toBe('WGQ-1-annotations-2026-03-02.jsonld');

    const second = await openReviewWorkspace();
    expect(await importing(second, file?.text ?? '')).toEqual(counts(5, 0, 0));
    expect(annotationsOf(second)).toEqual(annotations);
    const sent = outboxCounts(second.workspace.db);
    expect(await importing(second, file?.text ?? '')).toEqual(counts(0, 0, 5));
    expect(outboxCounts(second.workspace.db)).toEqual(sent);
  });

  test('name reviewer, submission and files by codes, and keep the digest of the file', async () => {
    const made = await openReviewWorkspace();
    await put(made);
    const text = (await exporting(made, 'json-ld')).file?.text ?? '';
    expect(text).not.toContain('Rosa');
    expect(text).not.toContain('plan.pdf');
    expect(JSON.parse(text)).toMatchObject({
      label: 'Annotations of WGQ-1',
      first: {
        items: [
          {
            creator: { id: 'urn:assay:account:account-1', type: 'Person' },
            target: {
              id: 'urn:assay:artifact:artifact-1',
              type: 'Text',
              'schema:sha256': anAnnotation('').artifactSha256,
            },
          },
          {},
          {},
          {},
          {},
        ],
      },
    });
  });

  test('of a submitted review can still be had', async () => {
    const made = await openReviewWorkspace();
    await put(made);
    await applyEdits(made.deps, {
      assignmentId: assignmentId(),
      operations: completeReview,
      activeSeconds: 0,
    });
    await submitReview(made.deps, { assignmentId: assignmentId() });
    expect((await exporting(made, 'json-ld')).answer).toMatchObject({ ok: true, value: { written: 5 } });
  });
});

describe('annotations exported as tables', () => {
  test('are all in the CSV, in reading order', async () => {
    const made = await openReviewWorkspace();
    await put(made, annotations.toReversed());
    const { answer, file } = await exporting(made, 'csv');
    expect(answer).toMatchObject({ value: { fileName: 'WGQ-1-annotations-2026-03-02.csv', written: 5 } });
    const rows: string[][] = parse(file?.text ?? '', { bom: true });
    expect(rows.map((row) => [row[1], row[2], row[9]])).toEqual([
      ['File', 'Kind of place', 'Criteria'],
      ['plan.pdf', 'whole', ''],
      ['plan.pdf', 'time', 'A'],
      ['plan.pdf', 'time', ''],
      ['plan.pdf', 'page', 'A'],
      ['plan.pdf', 'region', ''],
    ]);
  });

  test('are in the WebVTT when they are on a time', async () => {
    const made = await openReviewWorkspace();
    await put(made);
    const { answer, file } = await exporting(made, 'webvtt');
    expect(answer).toMatchObject({ value: { fileName: 'WGQ-1-annotations-2026-03-02.vtt', written: 2 } });
    expect(file?.text.match(/^.* --> .*$/gm)).toEqual([
      '00:00:03.000 --> 00:00:07.000',
      '00:01:01.200 --> 00:01:14.800',
    ]);
  });

  test('are not handed out where there are none', async () => {
    const made = await openReviewWorkspace();
    const none = await exporting(made, 'csv');
    expect(none).toEqual({ answer: fail(problem('annotations-nothing-to-export')), file: undefined });
    await put(made, annotations.slice(0, 1));
    expect((await exporting(made, 'webvtt')).answer).toEqual(fail(problem('annotations-nothing-timed')));
    expect((await exporting(made, 'json-ld', 9)).answer).toEqual(fail(problem('not-found')));
  });

  test('are not said to be written when the person declines', async () => {
    const made = await openReviewWorkspace();
    await put(made);
    const answer = await exportAnnotations(
      {
        workspace: made.workspace,
        ports: { clock: made.clock, deliverFile: async () => ({ delivery: 'cancelled' }) },
      },
      { assignmentId: assignmentId(), format: 'csv' },
    );
    expect(answer).toEqual(ok({ delivery: 'cancelled' }));
  });
});

describe('a file of annotations is imported', () => {
  const foreign = {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: 'http://example.org/anno1',
    type: 'Annotation',
    bodyValue: 'From elsewhere',
    target: `urn:sha256:${anAnnotation('').artifactSha256}`,
  };

  test('beside what is there; what it says anew is changed, and nothing is removed', async () => {
    const made = await openReviewWorkspace();
    await put(made);
    const { file } = await exporting(made, 'json-ld');
    await put(
      made,
      annotations.slice(1, 2).map((one) => ({ ...one, text: 'another note' })),
    );
    expect(await importing(made, file?.text ?? '')).toEqual(counts(0, 1, 4));
    expect(annotationsOf(made)).toEqual(annotations);
    expect(await importing(made, JSON.stringify(foreign))).toEqual(counts(1, 0, 0));
    expect(annotationsOf(made)).toHaveLength(6);
  });

  test('once, when it is foreign and says no time, however often it is read', async () => {
    const made = await openReviewWorkspace();
    expect(await importing(made, JSON.stringify(foreign))).toEqual(counts(1, 0, 0));
    made.clock.set('2026-03-03T09:00:00.000Z');
    expect(await importing(made, JSON.stringify(foreign))).toEqual(counts(0, 0, 1));
    expect(annotationsOf(made)).toMatchObject([
      { text: 'From elsewhere', artifactId: 'artifact-1', createdAt: '2026-03-02T09:00:00.000Z' },
    ]);
  });

  test('as edits that sync sends, and the screen is told', async () => {
    const made = await openReviewWorkspace();
    await importing(made, JSON.stringify([foreign]));
    expect(outboxCounts(made.workspace.db).pending).toBe(2);
    expect(readReview(made.workspace.db, assignmentId())?.state).toBe('draft');
    expect(made.notices.map(({ topic }) => topic)).toContain('review');
    const before = made.notices.length;
    await importing(made, JSON.stringify([foreign]));
    expect(made.notices).toHaveLength(before);
  });

  test('with what could not be read named, and the rest kept', async () => {
    const made = await openReviewWorkspace();
    const other = { ...foreign, id: 'http://example.org/anno2', target: 'urn:assay:artifact:artifact-2' };
    const criterion = { ...foreign, bodyValue: undefined, body: 'urn:assay:criterion:closing' };
    expect(await importing(made, JSON.stringify([other, criterion]))).toEqual(
      ok({
        added: 1,
        changed: 0,
        unchanged: 0,
        problems: [
          {
            index: 0,
            id: other.id,
            kept: false,
            problem: problem('annotation-file-unknown', { given: 'urn:assay:artifact:artifact-2' }),
          },
          {
            index: 1,
            id: criterion.id,
            kept: true,
            problem: problem('annotation-criterion-unknown', { given: 'closing' }),
          },
        ],
      }),
    );
  });

  test.each([
    ['a table', 'Submission,File\r\n', problem('annotations-not-json')],
    ['something else', '{"type":"FeatureCollection"}', problem('annotations-none')],
    ['more than can be read', ' '.repeat(8_000_001), problem('too-large', { limit: '8 MB' })],
  ])('not at all, in a clear sentence, when it is %s', async (_, text, reason) => {
    const made = await openReviewWorkspace();
    expect(await importing(made, text)).toEqual(fail(reason));
    expect(readReview(made.workspace.db, assignmentId())).toBeUndefined();
    expect(outboxCounts(made.workspace.db).pending).toBe(0);
  });

  test('not when the review cannot be edited', async () => {
    const made = await openReviewWorkspace({ assignments: 3 });
    await applyEdits(made.deps, {
      assignmentId: assignmentId(),
      operations: completeReview,
      activeSeconds: 0,
    });
    await submitReview(made.deps, { assignmentId: assignmentId() });
    made.putAssignment(2, { state: 'withdrawn' }, 2);
    const text = JSON.stringify(foreign);
    expect(await importing(made, text)).toEqual(fail(problem('review-submitted')));
    expect(await importing(made, text, 2)).toEqual(fail(problem('assignment-withdrawn')));
    expect(await importing(made, text, 9)).toEqual(fail(problem('not-found')));
    expect(annotationsOf(made)).toEqual([]);
  });

  test('whole or not at all: on a full disk nothing of it is written', async () => {
    const made = await openReviewWorkspace();
    const { db } = made.workspace;
    const many = Array.from({ length: 200 }, (_, n) => ({
      ...foreign,
      id: `http://example.org/anno${n}`,
      bodyValue: 'x'.repeat(5000),
    }));
    db.pragma(`max_page_count=${Number(db.pragma('page_count', { simple: true })) + 20}`);
    expect(await importing(made, JSON.stringify(many))).toEqual(fail(problem('disk-full')));
    expect(annotationsOf(made)).toEqual([]);
    db.pragma('max_page_count=100000');
    expect(await importing(made, JSON.stringify(many))).toEqual(counts(200, 0, 0));
  });
});
