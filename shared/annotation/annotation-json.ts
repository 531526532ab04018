import type { Annotation } from '../domain/annotation.ts';
import { type MediaKind, mediaKindOf } from '../domain/media-kind.ts';
import { annotationIri, urnOf } from './iri.ts';
import type { Selector } from './selector.ts';
import { selectorsOf } from './selectors-of.ts';

export const annotationContext = 'http://www.w3.org/ns/anno.jsonld';

/** A file as a target names it. The context maps `schema:` to schema.org, whose `sha256` is in hexadecimal. */
type SourceJson = {
  readonly id: string;
  readonly type?: 'Video' | 'Sound' | 'Image' | 'Text';
  readonly format?: string;
  readonly 'schema:sha256': string;
};

type TargetJson =
  | SourceJson
  | {
      readonly type: 'SpecificResource';
      readonly source: SourceJson;
      readonly selector: Selector | readonly Selector[];
    };

type TextualBodyJson = {
  readonly type: 'TextualBody';
  readonly value: string;
  readonly format: 'text/plain';
  readonly purpose: 'commenting';
};

type CriterionBodyJson = {
  readonly type: 'SpecificResource';
  readonly source: string;
  readonly purpose: 'classifying';
};

/** Who or what made an annotation, by a code: never a name. */
export type Agent = { readonly id: string; readonly type: 'Person' | 'Software' };

/** One annotation of the W3C Web Annotation Data Model, which stands on its own also when it is taken out of its page. */
export type AnnotationJson = {
  readonly '@context': typeof annotationContext;
  readonly id: string;
  readonly type: 'Annotation';
  readonly motivation: 'assessing' | 'commenting';
  readonly created: string;
  readonly creator?: Agent;
  readonly body?: readonly (TextualBodyJson | CriterionBodyJson)[];
  readonly target: TargetJson | readonly TargetJson[];
};

export type AnnotationJsonOptions = {
  /** The media type of an artifact; null when it is not known any more. */
  readonly mediaTypeOf: (artifactId: string) => string | null;
  readonly creator: Agent | null;
  /** The IRI of a criterion; without it, a name of ours. */
  readonly criterionIri?: (criterionId: string) => string;
};

/** An annotation as JSON-LD. `readAnnotation` gives the same annotation back. */
export const annotationJson = (annotation: Annotation, options: AnnotationJsonOptions): AnnotationJson => {
  const body = bodiesOf(annotation, options);
  const targets = targetsOf(annotation, options);
  const [only] = targets;
  return {
    '@context': annotationContext,
    id: annotationIri(annotation.id),
    type: 'Annotation',
    motivation: annotation.criterionIds.length > 0 ? 'assessing' : 'commenting',
    created: annotation.createdAt,
    ...(options.creator === null ? {} : { creator: options.creator }),
    ...(body.length === 0 ? {} : { body }),
    target: only !== undefined && targets.length === 1 ? only : targets,
  };
};

const bodiesOf = ({ text, criterionIds }: Annotation, { criterionIri }: AnnotationJsonOptions) => {
  const textual: TextualBodyJson[] =
    text === '' ? [] : [{ type: 'TextualBody', value: text, format: 'text/plain', purpose: 'commenting' }];
  // A specific resource, because a resource that is named only must not have a purpose (section 3.3.5).
  const criteria = criterionIds.map(
    (id): CriterionBodyJson => ({
      type: 'SpecificResource',
      source: criterionIri?.(id) ?? urnOf('criterion', id),
      purpose: 'classifying',
    }),
  );
  return [...textual, ...criteria];
};

const targetsOf = (annotation: Annotation, { mediaTypeOf }: AnnotationJsonOptions): TargetJson[] => {
  const format = mediaTypeOf(annotation.artifactId);
  const type = format === null ? null : typeNames[mediaKindOf(format)];
  const source: SourceJson = {
    id: urnOf('artifact', annotation.artifactId),
    ...(type === null ? {} : { type }),
    ...(format === null ? {} : { format }),
    'schema:sha256': annotation.artifactSha256,
  };
  return selectorsOf(annotation.locator).map((selectors) => {
    const [only] = selectors;
    if (only === undefined) return source;
    return { type: 'SpecificResource', source, selector: selectors.length === 1 ? only : selectors };
  });
};

/** The classes of section 3.2.2. */
const typeNames: Readonly<Record<MediaKind, NonNullable<SourceJson['type']> | null>> = {
  video: 'Video',
  audio: 'Sound',
  image: 'Image',
  pdf: 'Text',
  text: 'Text',
  document: 'Text',
  captions: 'Text',
  unknown: null,
};
