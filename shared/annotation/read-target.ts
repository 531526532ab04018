import { sha256Schema } from '../domain/ids.ts';
import type { Locator } from '../domain/locator.ts';
import type { MediaKind } from '../domain/media-kind.ts';
import { type Problem, problem } from '../lib/problem.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { idInUrn, sha256InIri } from './iri.ts';
import { clipped, hasType, iriOf, isNode, type JsonNode, valuesOf } from './json-node.ts';
import { locatorOf } from './locator-of.ts';

/** A file of the submission that annotations may point at. */
export type KnownArtifact = { readonly id: string; readonly sha256: string; readonly kind: MediaKind };

type ReadTarget = {
  readonly artifactId: string;
  readonly artifactSha256: string;
  readonly locator: Locator;
  readonly remarks: readonly Problem[];
};

/**
 * The file and the place that the targets of one annotation name. A file is known by our name for it, or by its
 * SHA-256 wherever that stands; the digest given is kept, for the annotation was made on those bytes.
 */
export const readTargets = (target: unknown, artifacts: readonly KnownArtifact[]): Result<ReadTarget> => {
  const targets = membersOf(target).map(sourceOf);
  const [first] = targets;
  if (first === undefined) return fail(problem('annotation-unreadable', { given: 'target' }));
  const known = targets.map((one) => artifactOf(one, artifacts));
  const [artifact] = known;
  if (artifact === undefined)
    return fail(problem('annotation-file-unknown', { given: clipped(first.iri ?? '') }));
  if (known.some((one) => one !== artifact)) return fail(problem('annotation-places-several'));
  const place = locatorOf(targets.map(({ selector }) => selector));
  if (!place.ok) return place;
  const { locator, remarks } = place.value;
  const lacksPage = artifact.kind === 'pdf' && locator.kind === 'text';
  return ok({
    artifactId: artifact.id,
    artifactSha256: first.sha256 ?? artifact.sha256,
    locator,
    remarks: lacksPage ? [...remarks, problem('annotation-no-page')] : remarks,
  });
};

/** Several targets may be listed, or be the items of a set; of a choice, the first is the default. */
const membersOf = (target: unknown): readonly unknown[] =>
  valuesOf(target).flatMap((one) => {
    if (!isNode(one) || !Array.isArray(one.items)) return [one];
    return hasType(one, 'Choice') ? one.items.slice(0, 1) : one.items;
  });

type Source = {
  /** Without its fragment. */
  readonly iri: string | null;
  readonly sha256: string | null;
  readonly selector: unknown;
};

const sourceOf = (target: unknown): Source => {
  const source = isNode(target) && target.source !== undefined ? valuesOf(target.source)[0] : target;
  const named = iriOf(source);
  const at = named?.indexOf('#') ?? -1;
  const iri = named === null || at === -1 ? named : named.slice(0, at);
  const fragment = named === null || at === -1 ? null : named.slice(at + 1);
  const digests = [target, source].map((one) => (isNode(one) ? digestIn(one) : null));
  const sha256 = digests.find((one) => one !== null) ?? (iri === null ? null : sha256InIri(iri));
  const selectors = isNode(target) && source !== target ? valuesOf(target.selector) : [];
  const inIri = fragment === null ? [] : [{ type: 'FragmentSelector', value: fragment }];
  return { iri, sha256, selector: [...inIri, ...selectors] };
};

const digestMembers = [
  'schema:sha256',
  'http://schema.org/sha256',
  'https://schema.org/sha256',
  'sha256',
  'digest',
  'canonical',
  'via',
];

const digestIn = (node: JsonNode): string | null => {
  for (const member of digestMembers) {
    for (const value of valuesOf(node[member])) {
      if (typeof value !== 'string') continue;
      const hex = sha256Schema.safeParse(value.toLowerCase().replace(/^sha-?256[:-]/, ''));
      const digest = hex.success ? hex.data : sha256InIri(value);
      if (digest !== null) return digest;
    }
  }
  return null;
};

const artifactOf = (
  { iri, sha256 }: Source,
  artifacts: readonly KnownArtifact[],
): KnownArtifact | undefined => {
  const id = iri === null ? null : idInUrn('artifact', iri);
  return artifacts.find((one) => one.id === id) ?? artifacts.find((one) => one.sha256 === sha256);
};
