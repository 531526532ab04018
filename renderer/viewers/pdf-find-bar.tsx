import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './pdf-find-bar.module.css';
import type { PdfSearch } from './use-pdf-search.ts';

const countOf = ({ typed, outcome, at }: PdfSearch, m: Messages): string => {
  const { matches, done, anyWords, cut } = outcome;
  if (typed.trim() === '') return '';
  if (matches.length > 0) return m.viewerPdf.findCount(at + 1, matches.length, cut || !done);
  if (!done) return m.viewerPdf.findSearching;
  return anyWords ? m.viewerPdf.findNothing : m.viewerPdf.findNoText;
};

type PdfFindBarProps = {
  readonly search: PdfSearch;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onClose: () => void;
};

/** The search in the words of a PDF. Enter and F3 go on, with Shift back; Escape closes it. */
export const PdfFindBar = ({ search, field, onClose }: PdfFindBarProps) => {
  const m = useMessages();
  const { typed, setTyped, outcome, step } = search;
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [field]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const none = outcome.matches.length === 0;
  return (
    <search className={styles.bar} onKeyDown={onKeyDown}>
      <input
        aria-label={m.viewerPdf.find}
        autoComplete="off"
        className={styles.field}
        onChange={(event) => setTyped(event.currentTarget.value)}
        placeholder={m.viewerPdf.findPlaceholder}
        ref={field}
        spellCheck={false}
        type="text"
        value={typed}
      />
      <span className={styles.count} data-none={(none && outcome.done) || undefined} role="status">
        {countOf(search, m)}
      </span>
      <IconButton
        command="evidence.findPrevious"
        icon={<ChevronUp />}
        isDisabled={none}
        label={m.viewers.findPrevious}
        onPress={() => step(-1)}
      />
      <IconButton
        command="evidence.findNext"
        icon={<ChevronDown />}
        isDisabled={none}
        label={m.viewers.findNext}
        onPress={() => step(1)}
      />
      <IconButton icon={<X />} label={m.viewerPdf.findClose} onPress={onClose} />
    </search>
  );
};
