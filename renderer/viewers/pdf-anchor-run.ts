import { foldOnly } from '../../shared/annotation/folded-text.ts';
import type { PagePart } from '../../shared/domain/locator.ts';
import {
  type AnchoredPart,
  anchorElsewhere,
  anchorGeometry,
  anchorPage,
  anchorPart,
  hasQuote,
  type PlacedPart,
  type Placement,
  placementOf,
} from './pdf-anchors.ts';
import { type Turns, whenIdle } from './pdf-idle.ts';
import type { Measure } from './pdf-line-rects.ts';
import { partsOf } from './pdf-locator.ts';
import { ranks } from './pdf-queue.ts';
import type { PdfTexts } from './pdf-texts.ts';
import type { ViewerMark } from './viewer.ts';

export type AnchorDeps = Turns & {
  readonly pages: number;
  readonly texts: PdfTexts;
  readonly measure: Measure;
  /** The page being read: those near it come first. */
  readonly reading: () => number;
  readonly signal: AbortSignal;
  /** Called with what was found out since the last call. */
  readonly tell: (placed: ReadonlyMap<string, Placement>) => void;
};

/** One part of a mark on its way: what was found, null for not found, undefined for not looked for yet. */
type Sought = { readonly part: PagePart; outcome: AnchoredPart | PlacedPart | null | undefined };
type Task = { readonly mark: ViewerMark; readonly sought: readonly Sought[] };

/** Pages looked through between two reports: each report draws the screen again. */
const pagesPerReport = 20;

const taskOf = (mark: ViewerMark, pages: number): Task | null => {
  if (mark.locator.kind !== 'page') return null;
  const sought = partsOf(mark.locator).map((part): Sought => {
    if (part.page > pages && part.quote !== null) return { part, outcome: null };
    return { part, outcome: part.quote === null ? anchorGeometry(part, pages) : undefined };
  });
  return { mark, sought };
};

const isOpen = ({ outcome }: Sought): boolean => outcome === undefined;
const isMissing = ({ outcome, part }: Sought): boolean => outcome === null && part.quote !== null;

const resultOf = ({ mark, sought }: Task): readonly [string, Placement] | null =>
  mark.locator.kind === 'page'
    ? [
        mark.id,
        placementOf(
          mark.locator,
          sought.map(({ outcome }) => outcome ?? null),
        ),
      ]
    : null;

/** Reports each mark once, when there is nothing more to find out about it. */
const createReport = (tasks: readonly Task[], tell: AnchorDeps['tell']) => {
  const open = new Set(tasks);
  return (isDone: (task: Task) => boolean): void => {
    const done = [...open].filter(isDone);
    for (const task of done) open.delete(task);
    const results = done.map(resultOf).filter((result) => result !== null);
    if (results.length > 0) tell(new Map(results));
  };
};

/** A page that cannot be read has no words. */
const readWords = (deps: AnchorDeps, page: number): Promise<string> =>
  whenIdle(deps, ranks.background, deps.signal, () => deps.texts.words(page).catch(() => ''));

const readContent = (deps: AnchorDeps, page: number) =>
  whenIdle(deps, ranks.background, deps.signal, () => deps.texts.read(page).catch(() => null));

const searchOwnPages = async (
  tasks: readonly Task[],
  deps: AnchorDeps,
  report: () => void,
): Promise<void> => {
  const byPage = Map.groupBy(
    tasks.flatMap(({ sought }) => sought.filter(isOpen)),
    ({ part }) => part.page,
  );
  const near = (page: number): number => Math.abs(page - deps.reading());
  const pages = [...byPage.keys()].sort((a, b) => near(a) - near(b));
  for (const [at, page] of pages.entries()) {
    const read = await readContent(deps, page);
    const ready = read === null ? null : anchorPage(read.text);
    for (const one of byPage.get(page) ?? []) {
      one.outcome = ready === null ? null : anchorPart(ready, one.part, deps.measure);
    }
    if (at % pagesPerReport === 0) report();
  }
  report();
};

const searchOtherPages = async (
  tasks: readonly Task[],
  deps: AnchorDeps,
  report: () => void,
): Promise<void> => {
  let missing = tasks.flatMap(({ sought }) => sought.filter(isMissing));
  for (let page = 1; page <= deps.pages && missing.length > 0; page += 1) {
    const folded = foldOnly(await readWords(deps, page));
    const here = missing.filter(({ part }) => part.page !== page && hasQuote(folded, part));
    if (here.length === 0) continue;
    const read = await readContent(deps, page);
    if (read === null) continue;
    const ready = anchorPage(read.text);
    for (const one of here) one.outcome = anchorElsewhere(ready, one.part, deps.measure);
    missing = missing.filter(isMissing);
    report();
  }
};

/**
 * Anchors marks in idle moments: what needs no words at once, then each on its own page, those near the reader first;
 * what was not found there is looked for through the whole file. Rejects when the signal aborts.
 */
export const anchorMarks = async (marks: readonly ViewerMark[], deps: AnchorDeps): Promise<void> => {
  const tasks = marks.map((mark) => taskOf(mark, deps.pages)).filter((task) => task !== null);
  const report = createReport(tasks, deps.tell);
  const isSettled = ({ sought }: Task): boolean => !sought.some((one) => isOpen(one) || isMissing(one));
  report(isSettled);
  await searchOwnPages(tasks, deps, () => report(isSettled));
  await searchOtherPages(tasks, deps, () => report(isSettled));
  report(() => true);
};
