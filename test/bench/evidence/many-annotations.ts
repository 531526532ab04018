import type { Page } from 'playwright-core';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import type { AssayBridge } from '../../../shared/workbench-api/bridge.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import type { BenchPdf } from './bench-pdf.ts';
import { reflection } from './bench-program.ts';

const inText = (text: string, exact: string): { start: number; end: number } => {
  const start = text.indexOf(exact);
  return { start, end: start + exact.length };
};

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** A place on a page as the viewer stores one: words, where they stand in the page's text, and what they cover. */
const pdfPlace = (plan: BenchPdf, at: number): Locator => {
  const page = at % plan.pages.length;
  const lines = plan.pages[page] ?? [];
  const line = lines[Math.floor(at / plan.pages.length) % lines.length];
  if (line === undefined) throw new Error(`page ${page + 1} of the plan has no lines`);
  const text = lines.map(({ words }) => words).join('\n');
  const { start, end } = inText(text, line.words);
  const { x, y, width, height } = line.rect;
  return {
    kind: 'page',
    page: page + 1,
    rects: [{ x: round(x), y: round(y), width: round(width), height: round(height) }],
    quote: {
      exact: line.words,
      prefix: text.slice(Math.max(0, start - 32), start),
      suffix: text.slice(end, end + 32),
    },
    position: { start, end },
    continued: [],
  };
};

const textPlace = (at: number): Locator => {
  const text = reflection.join('\n');
  const line = reflection[at % reflection.length] ?? '';
  const words = line
    .split(' ')
    .slice(0, 6 + (at % 5))
    .join(' ');
  const { start, end } = inText(text, words);
  return {
    kind: 'text',
    quote: {
      exact: words,
      prefix: text.slice(Math.max(0, start - 32), start),
      suffix: text.slice(end, end + 32),
    },
    position: { start, end },
  };
};

const placeIn = (kind: string, plan: BenchPdf, at: number): Locator => {
  if (kind === 'pdf') return pdfPlace(plan, at);
  if (kind === 'text') return textPlace(at);
  if (kind === 'image') {
    return { kind: 'region', region: { x: (at * 7) % 80, y: (at * 13) % 80, width: 12, height: 9 } };
  }
  const start = round((at * 0.37) % 38);
  return { kind: 'time', start, end: at % 2 === 0 ? null : start + 2, region: null, quote: null };
};

/** So many annotations, spread evenly over the evidence and the criteria. */
const annotationsFor = (document: ReviewDocument, plan: BenchPdf, count: number): Annotation[] => {
  const criteria = document.microCredential.rubric.criteria;
  return Array.from({ length: count }, (_, at): Annotation => {
    const item = document.evidence[at % document.evidence.length];
    const criterion = criteria[Math.floor(at / document.evidence.length) % criteria.length];
    if (item === undefined || criterion === undefined)
      throw new Error('the review has no evidence or criteria');
    return {
      id: crypto.randomUUID() as Annotation['id'],
      artifactId: item.id,
      artifactSha256: item.sha256 as Annotation['artifactSha256'],
      locator: placeIn(item.kind, plan, Math.floor(at / document.evidence.length)),
      text: `What place ${at + 1} shows of this criterion.`,
      criterionIds: [criterion.id],
      createdAt: new Date(Date.UTC(2026, 1, 1) + at * 1000).toISOString() as Annotation['createdAt'],
    };
  });
};

type Assay = { assay: AssayBridge };

/** Puts annotations into the review of a submission through the bridge, and waits until the hub has them all. */
export const annotate = async (page: Page, code: string, plan: BenchPdf, count: number): Promise<void> => {
  const document = await page.evaluate(async (submission) => {
    const { assay } = globalThis as unknown as Assay;
    const queue = await assay.call('queue.list', {});
    if (!queue.ok) throw new Error(queue.problem.code);
    const item = queue.value.items.find((one) => JSON.stringify(one).includes(`"${submission}"`));
    if (item === undefined) throw new Error(`${submission} is not in the queue`);
    const opened = await assay.call('review.open', { assignmentId: item.assignmentId });
    if (!opened.ok) throw new Error(opened.problem.code);
    return { assignmentId: item.assignmentId, review: opened.value };
  }, code);
  const annotations = annotationsFor(document.review, plan, count);
  for (let from = 0; from < annotations.length; from += 200) {
    await page.evaluate(
      async ({ assignmentId, part }) => {
        const { assay } = globalThis as unknown as Assay;
        const answer = await assay.call('review.applyEdits', {
          assignmentId,
          operations: part.map((annotation) => ({ op: 'annotation.put', annotation })),
          activeSeconds: 0,
        });
        if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
      },
      { assignmentId: document.assignmentId, part: annotations.slice(from, from + 200) },
    );
  }
};

/** Waits until nothing is left to send: sending would run beside what is measured. */
export const untilSent = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    async () => {
      const { assay } = globalThis as unknown as Assay;
      const status = await assay.call('sync.getStatus', {});
      if (!status.ok) throw new Error(status.problem.code);
      const { total, acknowledged, blocked } = status.value.changes;
      if (blocked > 0) throw new Error(`the hub refuses ${blocked} changes of the bench`);
      return total > 0 && acknowledged === total;
    },
    undefined,
    { timeout: 180_000, polling: 500 },
  );
};
