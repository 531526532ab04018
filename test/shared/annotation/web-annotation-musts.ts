import { annotationMusts } from './web-annotation-annotation-musts.ts';
import { collectionMusts } from './web-annotation-collection-musts.ts';
import { jsonLdMusts } from './web-annotation-json-ld-musts.ts';
import type { Must } from './web-annotation-parts.ts';
import { selectorMusts } from './web-annotation-selector-musts.ts';

/**
 * What the W3C Web Annotation Data Model (Recommendation of 23 February 2017) demands of a document like ours: one rule
 * for each MUST about something we write, with the faults that break it.
 */
export const musts: readonly Must[] = [
  ...annotationMusts,
  ...selectorMusts,
  ...collectionMusts,
  ...jsonLdMusts,
];
