import { type Problem, problem } from '../lib/problem.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { hasType, iriOf, isNode, type JsonNode, nestingOf, valuesOf } from './json-node.ts';
import { type ReadAnnotation, type ReadOptions, readAnnotation } from './read-annotation.ts';

/** UTF-16 units of one file, and annotations in it. */
export const longestAnnotationFile = 8_000_000;
export const mostAnnotations = 5000;
const deepestNesting = 100;

/** What is to be told of one annotation of a file. */
export type ImportProblem = {
  /** Its place in the file from 0; null: the file as a whole. */
  readonly index: number | null;
  /** Its IRI, when it has one. */
  readonly id: string | null;
  /** It was read all the same, without what the problem names. */
  readonly kept: boolean;
  readonly problem: Problem;
};

export type ReadAnnotations = {
  readonly annotations: readonly ReadAnnotation[];
  readonly problems: readonly ImportProblem[];
};

/**
 * Reads a JSON-LD file of annotations: one, a list, a page, or a collection with its first page in it. Fails when the
 * file as a whole cannot be read; what is wrong with single annotations is in `problems`.
 */
export const readAnnotations = (text: string, options: ReadOptions): Result<ReadAnnotations> => {
  const json = parsed(text);
  if (!json.ok) return json;
  const { nodes, elsewhere } = annotationsIn(json.value);
  if (nodes.length > mostAnnotations) {
    return fail(problem('annotations-too-many', { count: nodes.length, limit: mostAnnotations }));
  }
  if (nodes.length === 0) return fail(problem(elsewhere ? 'annotations-elsewhere' : 'annotations-none'));
  const problems: ImportProblem[] = elsewhere
    ? [{ index: null, id: null, kept: true, problem: problem('annotations-elsewhere') }]
    : [];
  const found = new Map<string, ReadAnnotation>();
  nodes.forEach((node, index) => {
    const tell = (kept: boolean) => (one: Problem) =>
      problems.push({ index, id: iriOf(node), kept, problem: one });
    const read = readAnnotation(node, options);
    if (!read.ok) {
      tell(false)(read.problem);
      return;
    }
    const { annotation, remarks } = read.value;
    remarks.forEach(tell(true));
    if (found.has(annotation.id)) tell(false)(problem('annotation-duplicate'));
    else found.set(annotation.id, annotation);
  });
  return ok({ annotations: [...found.values()], problems });
};

const parsed = (text: string): Result<unknown> => {
  if (text.length > longestAnnotationFile) return fail(problem('too-large', { limit: '8 MB' }));
  if (nestingOf(text) > deepestNesting) return fail(problem('annotations-none'));
  try {
    return ok(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch {
    return fail(problem('annotations-not-json'));
  }
};

type Found = {
  readonly nodes: readonly unknown[];
  /** The document says that there are more in another one. */
  readonly elsewhere: boolean;
};

const annotationsIn = (value: unknown, depth = 0): Found => {
  if (Array.isArray(value)) {
    const parts = value.map((one) =>
      holdsAnnotations(one) && depth < 2 ? annotationsIn(one, depth + 1) : single(one),
    );
    return {
      nodes: parts.flatMap(({ nodes }) => nodes),
      elsewhere: parts.some(({ elsewhere }) => elsewhere),
    };
  }
  if (!isNode(value)) return { nodes: [], elsewhere: false };
  if (hasType(value, 'AnnotationCollection')) {
    const [first] = valuesOf(value.first);
    return isNode(first) ? pageOf(first) : { nodes: [], elsewhere: first !== undefined };
  }
  if (hasType(value, 'AnnotationPage')) return pageOf(value);
  if (hasType(value, 'Annotation')) return single(value);
  return depth < 2 ? annotationsIn(valuesOf(value['@graph']), depth + 1) : { nodes: [], elsewhere: false };
};

const single = (node: unknown): Found => ({ nodes: [node], elsewhere: false });

const pageOf = (page: JsonNode): Found => ({
  nodes: valuesOf(page.items),
  elsewhere: page.next !== undefined,
});

const holdsAnnotations = (value: unknown): boolean =>
  isNode(value) && (hasType(value, 'AnnotationCollection') || hasType(value, 'AnnotationPage'));
