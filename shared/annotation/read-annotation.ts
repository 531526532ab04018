import { type Annotation, annotationSchema } from '../domain/annotation.ts';
import { annotationIdSchema, instantSchema } from '../domain/ids.ts';
import { type Problem, problem } from '../lib/problem.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { annotationIdIn } from './iri.ts';
import { hasType, iriOf, isNode, type JsonNode, valuesOf } from './json-node.ts';
import { type CriteriaOptions, readBodies } from './read-body.ts';
import { type KnownArtifact, readTargets } from './read-target.ts';

export type ReadOptions = CriteriaOptions & {
  readonly artifacts: readonly KnownArtifact[];
  /** A lasting id for a foreign annotation: the same for the same name, so that reading a file twice changes nothing. */
  readonly idFor: (name: string) => string;
};

/** An annotation as a file has it. `createdAt` is null when the file does not say when it was made. */
export type ReadAnnotation = Omit<Annotation, 'createdAt'> & { readonly createdAt: string | null };

export type Read = { readonly annotation: ReadAnnotation; readonly remarks: readonly Problem[] };

const longestText = 10_000;
const anyInstant = '1970-01-01T00:00:00.000Z';

/** Reads one annotation of the Web Annotation Data Model. What it has and we do not keep is a remark, never silence. */
export const readAnnotation = (node: unknown, options: ReadOptions): Result<Read> => {
  if (!isNode(node) || !hasType(node, 'Annotation')) {
    return fail(problem('annotation-unreadable', { given: 'type' }));
  }
  const target = readTargets(node.target, options.artifacts);
  if (!target.ok) return target;
  const { remarks, ...place } = target.value;
  const body = readBodies(node.body, node.bodyValue, options);
  if (body.text.length > longestText) return fail(problem('annotation-too-long', { limit: longestText }));
  const parsed = annotationSchema.safeParse({
    id: idOf(node, options.idFor),
    ...place,
    text: body.text,
    criterionIds: body.criterionIds,
    createdAt: anyInstant,
  });
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path.join('.') ?? '';
    return fail(problem('annotation-unreadable', { given: member }));
  }
  return ok({
    annotation: { ...parsed.data, createdAt: instantOf(node.created) },
    remarks: [...remarks, ...body.remarks],
  });
};

/** Ids of ours are kept; foreign ones, and annotations without one, get a lasting id. */
const idOf = (node: JsonNode, idFor: ReadOptions['idFor']): string => {
  const iri = iriOf(node);
  const own = annotationIdSchema.safeParse(iri === null ? null : annotationIdIn(iri));
  return own.success ? own.data : idFor(iri ?? JSON.stringify(node));
};

/** An xsd:dateTime as we keep instants; one without a time zone is taken as UTC. Null for anything else. */
const instantOf = (created: unknown): string | null => {
  const [value] = valuesOf(created);
  if (typeof value !== 'string') return null;
  if (instantSchema.safeParse(value).success) return value;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d)?$/.test(value)) return null;
  const milliseconds = Date.parse(/[+-]\d\d:\d\d$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
};
