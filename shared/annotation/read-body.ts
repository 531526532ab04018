import { decodeReferences } from '../lib/decode-references.ts';
import { type Problem, problem } from '../lib/problem.ts';
import { idInUrn } from './iri.ts';
import { clipped, hasType, iriOf, isNode, valuesOf } from './json-node.ts';

export type ReadBody = {
  readonly text: string;
  readonly criterionIds: readonly string[];
  readonly remarks: readonly Problem[];
};

export type CriteriaOptions = {
  /** The criteria of the rubric. */
  readonly criterionIds: ReadonlySet<string>;
  /** The criterion that an IRI names, beside names of ours. */
  readonly criterionIdOf?: (iri: string) => string | null;
};

/** The text and the criteria of an annotation's bodies. Several texts are one, with an empty line between. */
export const readBodies = (body: unknown, bodyValue: unknown, options: CriteriaOptions): ReadBody => {
  const texts: string[] = [];
  const criterionIds = new Set<string>();
  const remarks: Problem[] = [];
  for (const one of [...valuesOf(body).flatMap(itemsOf), ...textsOf(bodyValue)]) {
    const text = isNode(one) ? textIn(one.value, one.format) : null;
    if (text !== null) {
      texts.push(text);
      continue;
    }
    const iri = isNode(one) && one.source !== undefined ? iriOf(valuesOf(one.source)[0]) : iriOf(one);
    const criterion = iri === null ? null : (options.criterionIdOf?.(iri) ?? idInUrn('criterion', iri));
    if (criterion === null) remarks.push(problem('annotation-body-left-out', { given: clipped(iri ?? '') }));
    else if (options.criterionIds.has(criterion)) criterionIds.add(criterion);
    else remarks.push(problem('annotation-criterion-unknown', { given: clipped(criterion) }));
  }
  return { text: texts.join('\n\n'), criterionIds: [...criterionIds], remarks };
};

const itemsOf = (body: unknown): readonly unknown[] => {
  if (!isNode(body) || !Array.isArray(body.items)) return [body];
  return hasType(body, 'Choice') ? body.items.slice(0, 1) : body.items;
};

const textsOf = (bodyValue: unknown): readonly unknown[] => valuesOf(bodyValue).map((value) => ({ value }));

const textIn = (value: unknown, format: unknown): string | null => {
  const [text] = valuesOf(value);
  if (typeof text !== 'string') return null;
  return valuesOf(format).some((one) => typeof one === 'string' && /^text\/html\b/i.test(one))
    ? plainOf(text)
    : text;
};

/** The words of simple HTML. Only ever shown as text, so what it makes of odd markup is ugly at worst. */
const plainOf = (html: string): string =>
  decodeReferences(
    html
      .replace(/\s+/g, ' ')
      .replace(/<(?:br|\/p|\/div|\/li)\b[^<>]*>/gi, '\n')
      .replace(/<[^<>]*>/g, ''),
  )
    .replaceAll('\u00a0', ' ')
    .trim();
