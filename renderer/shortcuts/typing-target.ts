const textInputs = new Set([
  'text',
  'search',
  'email',
  'url',
  'password',
  'tel',
  'number',
  'date',
  'time',
  '',
]);

/** Whether letters pressed on this element are text: fields, editable regions, and lists with type-ahead. */
export const takesText = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return textInputs.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target.isContentEditable) return true;
  return target.closest('[role="menu"],[role="listbox"],[role="textbox"],[role="combobox"]') !== null;
};

export const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"],[role="alertdialog"]') !== null;

/** Enter and Space belong to the button or link that has the focus; with Ctrl or Cmd held they are a command. */
export const isPressOfControl = ({
  target,
  key,
  ctrlKey,
  metaKey,
}: Pick<KeyboardEvent, 'target' | 'key' | 'ctrlKey' | 'metaKey'>): boolean =>
  (key === 'Enter' || key === ' ') &&
  !ctrlKey &&
  !metaKey &&
  target instanceof Element &&
  target.closest(
    'button,a[href],summary,[role="button"],[role="tab"],[role="radio"],[role="checkbox"],[role="switch"]',
  ) !== null;
