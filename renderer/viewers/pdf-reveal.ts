import { anchorPage, anchorPart, type PlacedPart, type Placement, provisional } from './pdf-anchors.ts';
import type { PageLocator } from './pdf-locator.ts';
import type { PdfStage } from './pdf-stage.ts';
import type { PdfPages } from './use-pdf-pages.ts';
import type { ViewerHandle, ViewerMark } from './viewer.ts';

type RevealDeps = {
  readonly stage: PdfStage;
  readonly pages: PdfPages;
  readonly marks: readonly ViewerMark[];
  readonly placementOf: (markId: string) => Placement | null;
  readonly flash: (parts: readonly PlacedPart[]) => void;
};

/** Goes to a place that is a mark, or was one: by what its anchoring found, else by what is stored. */
export const createReveal = ({
  stage,
  pages,
  marks,
  placementOf,
  flash,
}: RevealDeps): ViewerHandle['reveal'] => {
  const goToParts = (parts: readonly PlacedPart[]): boolean => {
    const first = parts.find(({ rects }) => rects.length > 0);
    const [rect] = first?.rects ?? [];
    if (first === undefined || rect === undefined) return false;
    pages.goToRect(first.page, rect);
    flash(parts);
    return true;
  };

  /** A place of which only the words are known: goes to its page, then to the words as soon as they are read. */
  const goToWords = async ({ page, rects, quote, position }: PageLocator): Promise<void> => {
    const read = await stage.texts.read(page).catch(() => null);
    const part = { page, rects, quote, position };
    const found = read === null ? null : anchorPart(anchorPage(read.text), part, stage.measure);
    if (found !== null) goToParts([found]);
  };

  return (locator) => {
    if (locator.kind === 'whole') {
      pages.goTo(1);
      return true;
    }
    if (locator.kind !== 'page') return false;
    const wanted = JSON.stringify(locator);
    const mark = marks.find((one) => JSON.stringify(one.locator) === wanted);
    const placement = mark === undefined ? null : placementOf(mark.id);
    if (goToParts(placement?.parts ?? provisional(locator))) return placement?.state !== 'lost';
    pages.goTo(locator.page);
    if (locator.quote !== null && placement === null) void goToWords(locator);
    return placement?.state !== 'lost' && locator.page <= pages.layout.pages;
  };
};
