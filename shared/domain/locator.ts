import { z } from 'zod';

/** A share of the width or height, 0–100, from the top left. Survives zoom and resolution. */
const percent = z.number().min(0).max(100);

export const percentRectSchema = z.object({ x: percent, y: percent, width: percent, height: percent });
export type PercentRect = z.infer<typeof percentRectSchema>;

/** A rectangle on a PDF page in points (1/72 inch), origin at the top left of the unrotated crop box. */
export const pageRectSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(0),
  height: z.number().min(0),
});

/** Exact words with what stands around them, so that the place is found again when positions shift. */
export const textQuoteSchema = z.object({
  exact: z.string().min(1).max(10_000),
  prefix: z.string().max(200),
  suffix: z.string().max(200),
});
export type TextQuote = z.infer<typeof textQuoteSchema>;

/** Offsets in Unicode code points from the start of the text, end exclusive. */
export const textPositionSchema = z.object({ start: z.number().int().min(0), end: z.number().int().min(0) });
export type TextPosition = z.infer<typeof textPositionSchema>;

/**
 * What a place covers on one page of a PDF: rectangles, and words where the page has any. `position` counts in the text
 * of this page alone. Pages count from 1.
 */
export const pagePartSchema = z.object({
  page: z.number().int().min(1),
  rects: z.array(pageRectSchema).max(500),
  quote: textQuoteSchema.nullable(),
  position: textPositionSchema.nullable(),
});
export type PagePart = z.infer<typeof pagePartSchema>;

/**
 * The place an annotation points at. Times are seconds; `end` is null for a point in time, and `quote` are the words
 * said there as the captions have them. A place that runs over a page break goes on in `continued`, a part for each
 * following page.
 */
export const locatorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole') }),
  z.object({
    kind: z.literal('time'),
    start: z.number().min(0),
    end: z.number().min(0).nullable(),
    region: percentRectSchema.nullable(),
    quote: textQuoteSchema.nullable().default(null),
  }),
  pagePartSchema.extend({
    kind: z.literal('page'),
    continued: z.array(pagePartSchema).max(20).default([]),
  }),
  z.object({ kind: z.literal('text'), quote: textQuoteSchema, position: textPositionSchema }),
  z.object({ kind: z.literal('region'), region: percentRectSchema }),
]);
export type Locator = z.infer<typeof locatorSchema>;
