import { type RefObject, useEffect } from 'react';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/use-messages.ts';
import { FindBar } from './find-bar.tsx';
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

/** The search in the words of a PDF. */
export const PdfFindBar = ({ search, field, onClose }: PdfFindBarProps) => {
  const m = useMessages();
  const { typed, setTyped, outcome, step } = search;
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [field]);
  return (
    <FindBar
      closeLabel={m.viewerPdf.findClose}
      count={countOf(search, m)}
      field={field}
      label={m.viewerPdf.find}
      matches={outcome.matches.length}
      nothing={outcome.done && outcome.matches.length === 0}
      onClose={onClose}
      onSeek={setTyped}
      onStep={step}
      placeholder={m.viewerPdf.findPlaceholder}
      words={typed}
    />
  );
};
