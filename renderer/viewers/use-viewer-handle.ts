import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { ViewerHandle } from './viewer.ts';

/** Gives a viewer's handle to `ref` once, for as long as it is mounted; its calls always reach the latest render. */
export const useViewerHandle = (ref: Ref<ViewerHandle>, handle: ViewerHandle): void => {
  const latest = useRef(handle);
  useLayoutEffect(() => {
    latest.current = handle;
  });
  useImperativeHandle(
    ref,
    () => ({
      describe: () => latest.current.describe(),
      reveal: (locator) => latest.current.reveal(locator),
      highlight: (marks) => latest.current.highlight(marks),
      perform: (action) => latest.current.perform(action),
    }),
    [],
  );
};
