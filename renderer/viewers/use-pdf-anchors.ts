import { useEffect, useMemo, useRef, useState } from 'react';
import { anchorMarks } from './pdf-anchor-run.ts';
import { type PlacedPart, type Placement, provisional } from './pdf-anchors.ts';
import { isArea } from './pdf-locator.ts';
import type { PdfStage } from './pdf-stage.ts';
import type { AnchorState, ViewerMark, ViewerProps } from './viewer.ts';

/** A mark on one page. `state` is null until its words have been looked for. */
export type PlacedMark = {
  readonly mark: ViewerMark;
  readonly state: AnchorState | null;
  readonly rects: PlacedPart['rects'];
  /** Its letters stand at its first part only. */
  readonly begins: boolean;
  readonly isArea: boolean;
};

type Known = { readonly locator: string; readonly placement: Placement };

const stateOfOther = ({ locator }: ViewerMark): Placement => ({
  state: locator.kind === 'whole' ? 'found' : 'lost',
  parts: [],
});

const placedOn = (
  marks: readonly ViewerMark[],
  known: ReadonlyMap<string, Known>,
): ReadonlyMap<number, readonly PlacedMark[]> => {
  const byPage = new Map<number, PlacedMark[]>();
  for (const mark of marks) {
    const placement = known.get(mark.id)?.placement;
    const parts = placement?.parts ?? provisional(mark.locator);
    for (const [at, { page, rects }] of parts.entries()) {
      const here = byPage.get(page) ?? [];
      here.push({
        mark,
        rects,
        state: placement?.state ?? null,
        begins: at === 0,
        isArea: isArea(mark.locator),
      });
      byPage.set(page, here);
    }
  }
  return byPage;
};

/** Forgets marks that are gone or have another place now. */
const stillKnown = (known: ReadonlyMap<string, Known>, marks: readonly ViewerMark[]): Map<string, Known> =>
  new Map(
    marks.flatMap(({ id, locator }) => {
      const one = known.get(id);
      return one !== undefined && one.locator === JSON.stringify(locator) ? [[id, one] as const] : [];
    }),
  );

/** Where marks stand in this file, as far as that is known, and what is told about them. */
export const usePdfAnchors = (
  stage: PdfStage,
  marks: readonly ViewerMark[],
  onAnchors: ViewerProps['onAnchors'],
) => {
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map());
  const latest = useRef({ known, onAnchors });
  useEffect(() => {
    latest.current.onAnchors = onAnchors;
  });

  useEffect(() => {
    const abort = new AbortController();
    const kept = stillKnown(latest.current.known, marks);
    const tell = (placed: ReadonlyMap<string, Placement>): void => {
      if (abort.signal.aborted) return;
      for (const { id, locator } of marks) {
        const placement = placed.get(id);
        if (placement !== undefined) kept.set(id, { locator: JSON.stringify(locator), placement });
      }
      latest.current.known = new Map(kept);
      setKnown(latest.current.known);
      latest.current.onAnchors(new Map([...kept].map(([id, { placement }]) => [id, placement.state])));
    };
    const others = marks.filter(({ locator }) => locator.kind !== 'page');
    tell(new Map(others.map((mark) => [mark.id, stateOfOther(mark)])));
    const { pdf, texts, queue, idle, measure, inView } = stage;
    anchorMarks(
      marks.filter(({ id }) => !kept.has(id)),
      {
        pages: pdf.numPages,
        texts,
        queue,
        idle,
        measure,
        reading: () => inView.first,
        signal: abort.signal,
        tell,
      },
    ).catch((error: unknown) => {
      // Ended early because the marks changed or the viewer went; anything else is a fault of ours.
      if (!abort.signal.aborted) throw error;
    });
    return () => abort.abort();
  }, [stage, marks]);

  const placed = useMemo(() => placedOn(marks, known), [marks, known]);
  return { placed, placementOf: (id: string): Placement | null => known.get(id)?.placement ?? null };
};
