/**
 * Hands the keys pressed in a frame to the window around it, as if pressed on the frame itself: shortcuts work wherever
 * the focus is. Keys the frame uses for itself (scrolling, copying) are left to it unless a shortcut took them; those used in it already stay there.
 */
export const forwardKeys = (inner: Document, frame: HTMLIFrameElement): (() => void) => {
  const forward = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
    const copy = new KeyboardEvent('keydown', {
      key,
      code,
      ctrlKey,
      metaKey,
      altKey,
      shiftKey,
      repeat,
      bubbles: true,
      cancelable: true,
    });
    if (!frame.dispatchEvent(copy)) event.preventDefault();
  };
  inner.addEventListener('keydown', forward);
  return () => inner.removeEventListener('keydown', forward);
};
