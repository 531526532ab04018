import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import type { EvidenceItem } from '../../../../shared/workbench-api/review-document.ts';
import type { AnchorState } from '../../../viewers/viewer.ts';
import { type AnnotationIndex, citedFor, citedIn } from './annotation-index.ts';

/** Which citations the list shows: all, those of the file on stage, of the criterion in focus, or not found. */
export type CitationFilter = 'all' | 'file' | 'criterion' | 'lost';

/**
 * What is known of a citation's place. `lost`: an orphan, the viewer does not find it. `file-gone`: an orphan, its file
 * is no longer among the evidence. `unknown`: its file was not opened yet.
 */
export type Standing = AnchorState | 'file-gone' | 'unknown';

export type CitationRow =
  | { readonly kind: 'orphans'; readonly count: number }
  | { readonly kind: 'file'; readonly artifactId: string; readonly count: number }
  | { readonly kind: 'orphan' | 'citation'; readonly annotation: Annotation; readonly standing: Standing };

/** The rows that are citations. */
export type CitedRow = Extract<CitationRow, { readonly annotation: Annotation }>;

export type CitationLook = {
  readonly filter: CitationFilter;
  /** Words that a citation must hold, in any order; empty: no search. */
  readonly words: string;
  /** The file on stage and the criterion in focus, for the filters. */
  readonly artifactId: string | null;
  readonly criterionId: CriterionId | null;
};

export const isCited = (row: CitationRow): row is CitedRow =>
  row.kind === 'orphan' || row.kind === 'citation';

export const standingOf = (
  annotation: Annotation,
  anchors: ReadonlyMap<string, AnchorState>,
  files: ReadonlyMap<string, EvidenceItem>,
): Standing => (files.has(annotation.artifactId) ? (anchors.get(annotation.id) ?? 'unknown') : 'file-gone');

export const isOrphan = (standing: Standing): boolean => standing === 'lost' || standing === 'file-gone';

/** Whether the file has other bytes now than when the place was cited. */
export const isReplaced = (annotation: Annotation, files: ReadonlyMap<string, EvidenceItem>): boolean => {
  const file = files.get(annotation.artifactId);
  return file !== undefined && file.sha256 !== annotation.artifactSha256;
};

const chosen = (index: AnnotationIndex, look: CitationLook): readonly Annotation[] => {
  if (look.filter === 'file') return look.artifactId === null ? [] : citedIn(index, look.artifactId);
  return look.filter === 'criterion' ? citedFor(index, look.criterionId) : index.inOrder;
};

const fold = (text: string): string => text.toLocaleLowerCase();

/**
 * The list: orphans in a section of their own on top, then by file in evidence order and by place, a line for each file.
 * `textOf` gives everything about a citation that can be searched.
 */
export const citationRows = (
  index: AnnotationIndex,
  look: CitationLook,
  standing: (annotation: Annotation) => Standing,
  textOf: (annotation: Annotation) => string,
): CitationRow[] => {
  const words = fold(look.words).split(/\s+/).filter(Boolean);
  const matches = (annotation: Annotation): boolean => {
    if (words.length === 0) return true;
    const text = fold(textOf(annotation));
    return words.every((word) => text.includes(word));
  };
  const orphans: CitationRow[] = [];
  const files = new Map<string, CitedRow[]>();
  for (const annotation of chosen(index, look)) {
    const stands = standing(annotation);
    const lost = isOrphan(stands);
    if ((look.filter === 'lost' && !lost) || !matches(annotation)) continue;
    if (lost) {
      orphans.push({ kind: 'orphan', annotation, standing: stands });
      continue;
    }
    const group = files.get(annotation.artifactId);
    const row: CitedRow = { kind: 'citation', annotation, standing: stands };
    if (group === undefined) files.set(annotation.artifactId, [row]);
    else group.push(row);
  }
  const groups = [...files].flatMap(([artifactId, rows]): CitationRow[] => [
    { kind: 'file', artifactId, count: rows.length },
    ...rows,
  ]);
  return orphans.length === 0 ? groups : [{ kind: 'orphans', count: orphans.length }, ...orphans, ...groups];
};

/** Where a step from a row leads, over the lines that are no citations; the same row at either end. */
export const stepFrom = (rows: readonly CitationRow[], at: number, step: number): number => {
  const stops = rows.flatMap((row, index) => (isCited(row) ? [index] : []));
  if (stops.length === 0) return -1;
  const here = stops.indexOf(at);
  const from = here === -1 ? (step > 0 ? -1 : stops.length) : here;
  return stops[Math.min(stops.length - 1, Math.max(0, from + step))] ?? -1;
};
