import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { ArtifactId } from '../../../shared/domain/ids.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import type { ViewerAction, ViewerHandle, ViewerMark } from '../../viewers/viewer.ts';

type Ready = { readonly artifactId: ArtifactId; readonly handle: ViewerHandle };

export type Stage = {
  readonly viewerRef: RefCallback<ViewerHandle>;
  /** The place being looked at; the whole file where no viewer shows it. */
  readonly describe: () => Locator;
  /** Goes to an annotation, changing the file first if need be. */
  readonly show: (annotation: Annotation) => void;
  readonly perform: (action: ViewerAction) => boolean;
};

/** The viewer on stage: marks what is cited, and waits with a jump until the viewer of that file is there. */
export const useStage = (
  artifactId: ArtifactId | null,
  marks: readonly ViewerMark[],
  showArtifact: (artifactId: ArtifactId) => void,
  onOrphan: () => void,
): Stage => {
  const [ready, setReady] = useState<Ready | null>(null);
  const wanted = useRef<Annotation | null>(null);
  const handle = ready !== null && ready.artifactId === artifactId ? ready.handle : null;

  const viewerRef = useCallback<RefCallback<ViewerHandle>>(
    (next) => setReady(next === null || artifactId === null ? null : { artifactId, handle: next }),
    [artifactId],
  );

  useEffect(() => handle?.highlight(marks), [handle, marks]);

  useEffect(() => {
    const annotation = wanted.current;
    if (handle === null || annotation === null || annotation.artifactId !== artifactId) return;
    wanted.current = null;
    if (!handle.reveal(annotation.locator)) onOrphan();
  }, [handle, artifactId, onOrphan]);

  const show = (annotation: Annotation): void => {
    if (annotation.artifactId === artifactId && handle !== null) {
      if (!handle.reveal(annotation.locator)) onOrphan();
      return;
    }
    wanted.current = annotation;
    showArtifact(annotation.artifactId);
  };

  return {
    viewerRef,
    describe: () => handle?.describe() ?? { kind: 'whole' },
    show,
    perform: (action) => handle?.perform(action) ?? false,
  };
};
