import type { TextRange } from '../../shared/domain/fill-snippet.ts';

export type TextField = HTMLTextAreaElement | HTMLInputElement;

export const selectionOf = (field: TextField): TextRange => ({
  start: field.selectionStart ?? field.value.length,
  end: field.selectionEnd ?? field.value.length,
});

/**
 * Text as it fits between what stands around it: apart from the word before and the word after, and in one line where
 * the field has only one.
 */
export const fitText = (field: Pick<TextField, 'value'>, { start, end }: TextRange, text: string): string => {
  const before = field.value.slice(0, start).at(-1) ?? ' ';
  const after = field.value.slice(end)[0] ?? ' ';
  const apart = (unit: string): boolean => /[\s([“‘"'–—-]/.test(unit);
  const joins = (unit: string): boolean => /[\s)\]”’"'.,;:!?–—-]/.test(unit);
  const first = text[0] ?? ' ';
  const last = text.at(-1) ?? ' ';
  return `${apart(before) || joins(first) ? '' : ' '}${text}${joins(after) || apart(last) ? '' : ' '}`;
};

/** Leaves the place and comes back: Chromium undoes what was typed in one go together, and this is a step of its own. */
const endTyping = (field: TextField): void => {
  field.setSelectionRange(0, 0);
  field.setSelectionRange(field.value.length, field.value.length);
};

/**
 * Writes into a field as if it were typed: the field's own undo takes it back in one step, and its input event carries
 * it to the autosave. `select` counts from the start of the text; null leaves the caret behind it. False when the field
 * has no room; nothing is written then.
 */
export const insertText = (
  field: TextField,
  { start, end }: TextRange,
  text: string,
  select: TextRange | null,
): boolean => {
  // One for one, so that `select` still counts.
  const written = field instanceof HTMLInputElement ? text.replace(/[\r\n]/g, ' ') : text;
  if (field.maxLength >= 0 && field.value.length - (end - start) + written.length > field.maxLength)
    return false;
  field.focus();
  endTyping(field);
  field.setSelectionRange(start, end);
  // Deprecated, and the only way into a field's undo history.
  if (!document.execCommand('insertText', false, written)) {
    field.setRangeText(written, start, end, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: written }));
  }
  endTyping(field);
  const at = select ?? { start: written.length, end: written.length };
  field.setSelectionRange(start + at.start, start + at.end);
  return true;
};
