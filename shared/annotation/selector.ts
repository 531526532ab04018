import type { TextPosition, TextQuote } from '../domain/locator.ts';

/** The selectors of the Web Annotation Data Model (section 4.2) that we write. */
export type TextQuoteSelector = TextQuote & { readonly type: 'TextQuoteSelector' };
export type TextPositionSelector = TextPosition & { readonly type: 'TextPositionSelector' };
export type SvgSelector = { readonly type: 'SvgSelector'; readonly value: string };
export type FragmentSelector = {
  readonly type: 'FragmentSelector';
  /** An IRI that says which grammar `value` follows. */
  readonly conformsTo: string;
  readonly value: string;
  /** What is selected within what the fragment selects. */
  readonly refinedBy?: TextQuoteSelector | TextPositionSelector | SvgSelector;
};
export type Selector = FragmentSelector | TextQuoteSelector | TextPositionSelector;
