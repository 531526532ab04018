import { useViewerHandle } from './use-viewer-handle.ts';
import type { ViewerProps } from './viewer.ts';

/** The handle of a file that has no places in it: it can be cited as a whole, and nothing else is found in it. */
export const useWholeHandle = ({ ref, onAnchors }: Pick<ViewerProps, 'ref' | 'onAnchors'>): void =>
  useViewerHandle(ref, {
    describe: () => ({ kind: 'whole' }),
    reveal: (locator) => locator.kind === 'whole',
    highlight: (marks) =>
      onAnchors(new Map(marks.map(({ id, locator }) => [id, locator.kind === 'whole' ? 'found' : 'lost']))),
    perform: () => false,
  });
