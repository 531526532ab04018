import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { EvidenceItem } from '../../../../shared/workbench-api/review-document.ts';
import type { AnchorState } from '../../../viewers/viewer.ts';
import type { AnnotationIndex } from './annotation-index.ts';

/** A state as a viewer told it, and the bytes it looked at. */
export type Told = ReadonlyMap<string, { readonly state: AnchorState; readonly bytes: string }>;

type Files = ReadonlyMap<string, EvidenceItem>;

const bytesOf = (id: string, index: AnnotationIndex, files: Files): string | null => {
  const annotation = index.byId.get(id);
  const file = annotation === undefined ? undefined : files.get(annotation.artifactId);
  return file === undefined ? null : `${file.id} ${file.sha256}`;
};

/** With what a viewer has told now; the same map when that is no news. */
export const told = (
  known: Told,
  states: ReadonlyMap<string, AnchorState>,
  index: AnnotationIndex,
  files: Files,
): Told => {
  let next: Map<string, { state: AnchorState; bytes: string }> | null = null;
  for (const [id, state] of states) {
    const bytes = bytesOf(id, index, files);
    const before = known.get(id);
    if (bytes === null || (before?.state === state && before.bytes === bytes)) continue;
    next ??= new Map(known);
    next.set(id, { state, bytes });
  }
  return next ?? known;
};

/** What still holds: told of the bytes that the citation's file has now. */
export const holding = (
  known: Told,
  index: AnnotationIndex,
  files: Files,
): ReadonlyMap<string, AnchorState> => {
  const holds = new Map<string, AnchorState>();
  for (const [id, { state, bytes }] of known) if (bytesOf(id, index, files) === bytes) holds.set(id, state);
  return holds;
};

/** How citations were found in the files opened since the review was opened. */
export const useAnchors = (index: AnnotationIndex, files: Files) => {
  const [known, setKnown] = useState<Told>(new Map());
  const latest = useRef({ index, files });
  useLayoutEffect(() => {
    latest.current = { index, files };
  });
  const tellAnchors = useCallback(
    (states: ReadonlyMap<string, AnchorState>) =>
      setKnown((before) => told(before, states, latest.current.index, latest.current.files)),
    [],
  );
  /** The citation points elsewhere now: what was told of it no longer holds. */
  const forgetAnchor = useCallback(
    (id: string) =>
      setKnown((before) => (before.has(id) ? new Map([...before].filter(([one]) => one !== id)) : before)),
    [],
  );
  const anchors = useMemo(() => holding(known, index, files), [known, index, files]);
  return { anchors, tellAnchors, forgetAnchor };
};
