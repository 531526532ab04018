import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { annotationJson } from '../../../shared/annotation/annotation-json.ts';
import { collectionJson } from '../../../shared/annotation/collection-json.ts';
import { type Annotation, annotationSchema } from '../../../shared/domain/annotation.ts';
import { anyAnnotation, knownArtifacts } from './arbitrary-annotation.ts';
import { musts } from './web-annotation-musts.ts';
import { annotations } from './web-annotation-parts.ts';

const creator = { id: 'urn:assay:account:account-1', type: 'Person' } as const;
const mediaTypeOf = (id: string): string | null =>
  id === knownArtifacts[0].id ? 'application/pdf' : id === knownArtifacts[1].id ? 'video/mp4' : null;
const options = { mediaTypeOf, creator, reviewId: 'assignment-1', label: 'Annotations of WGQ-1' };

/** As a file has it. */
const documentOf = (list: readonly Annotation[]): Record<string, unknown> =>
  JSON.parse(JSON.stringify(collectionJson(list, options)));

const quote = { exact: 'waits', prefix: 'She ', suffix: ' again' };
const position = { start: 4, end: 9 };
const rect = { x: 72, y: 700, width: 300, height: 12 };

const annotation = (n: number, locator: unknown, changes: Partial<Annotation> = {}): Annotation =>
  annotationSchema.parse({
    id: `00000000-0000-4000-8000-00000000000${n}`,
    artifactId: knownArtifacts[n % 2]?.id,
    artifactSha256: knownArtifacts[n % 2]?.sha256,
    locator,
    text: n % 3 === 0 ? '' : `Note ${n}`,
    criterionIds: n % 2 === 0 ? [] : ['opening', 'probing'],
    createdAt: '2026-03-02T09:00:00.000Z',
    ...changes,
  });

/** Each kind of place, with and without text and criteria. */
const everything = [
  annotation(1, {
    kind: 'time',
    start: 61.2,
    end: 74.8,
    region: { x: 10, y: 20, width: 30, height: 25 },
    quote,
  }),
  annotation(2, {
    kind: 'page',
    page: 4,
    rects: [rect, { ...rect, y: 714 }],
    quote,
    position,
    continued: [{ page: 5, rects: [rect], quote, position }],
  }),
  annotation(3, { kind: 'time', start: 5, end: null, region: null }),
  annotation(4, { kind: 'text', quote, position }),
  annotation(5, { kind: 'region', region: { x: 0, y: 0, width: 50, height: 50 } }),
  annotation(6, { kind: 'whole' }),
  annotation(7, { kind: 'whole' }, { id: annotationSchema.shape.id.parse('an id of no form ☂') }),
];

describe('the Web Annotation Data Model demands, and our document does:', () => {
  test.each(musts)('$name', ({ of, holds }) => {
    const parts = of(documentOf(everything));
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.filter((part) => !holds(part))).toEqual([]);
  });

  it('all of it, whatever the annotations', () => {
    const some = fc.uniqueArray(anyAnnotation, { maxLength: 4, selector: ({ id }) => id });
    fc.assert(
      fc.property(some, (list) => {
        const document = documentOf(list);
        const broken = musts.filter(({ of, holds }) => !of(document).every(holds));
        expect(broken.map(({ name }) => name)).toEqual([]);
      }),
    );
  });
});

describe('a planted fault is seen by the rule that forbids it:', () => {
  const faults = musts.flatMap(({ name, of, holds, faults: all }) =>
    all.map((fault, at) => ({ name: `${name} (${at + 1})`, of, holds, fault })),
  );
  test.each(faults)('$name', ({ of, holds, fault }) => {
    const document = documentOf(everything);
    const parts = of(document);
    const [spoiled] = parts;
    if (spoiled === undefined) throw new Error('nothing to spoil');
    fault(spoiled);
    // The part as it was found: a rule that looks only at parts of a certain form must not lose it by the fault.
    expect(parts.every(holds)).toBe(false);
  });
});

describe('an annotation as JSON-LD', () => {
  it('has its text, its criteria, and a target for each page', () => {
    const made = annotation(1, {
      kind: 'page',
      page: 4,
      rects: [rect],
      quote: null,
      position: null,
      continued: [{ page: 5, rects: [], quote: null, position: null }],
    });
    const source = {
      id: 'urn:assay:artifact:artifact%3A2%20%C3%BC',
      type: 'Video',
      format: 'video/mp4',
      'schema:sha256': 'b2'.repeat(32),
    };
    const pdf = 'http://tools.ietf.org/rfc/rfc3778';
    expect(annotationJson(made, { mediaTypeOf, creator })).toEqual({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
      type: 'Annotation',
      motivation: 'assessing',
      created: '2026-03-02T09:00:00.000Z',
      creator,
      body: [
        { type: 'TextualBody', value: 'Note 1', format: 'text/plain', purpose: 'commenting' },
        { type: 'SpecificResource', source: 'urn:assay:criterion:opening', purpose: 'classifying' },
        { type: 'SpecificResource', source: 'urn:assay:criterion:probing', purpose: 'classifying' },
      ],
      target: [
        {
          type: 'SpecificResource',
          source,
          selector: { type: 'FragmentSelector', conformsTo: pdf, value: 'page=4&viewrect=72,700,300,12' },
        },
        {
          type: 'SpecificResource',
          source,
          selector: { type: 'FragmentSelector', conformsTo: pdf, value: 'page=5' },
        },
      ],
    });
  });

  it('without text and criteria has no body, and of a whole file the file alone as target', () => {
    const made = annotationJson(annotation(6, { kind: 'whole' }, { criterionIds: [], text: '' }), {
      mediaTypeOf: () => null,
      creator: null,
    });
    expect(made).toMatchObject({ motivation: 'commenting', target: { id: 'urn:assay:artifact:artifact-1' } });
    expect(made).not.toHaveProperty('body');
    expect(made).not.toHaveProperty('creator');
  });

  it('names criteria as the caller does', () => {
    const made = annotationJson(annotation(1, { kind: 'whole' }), {
      mediaTypeOf,
      creator,
      criterionIri: (id) => `https://case.example.org/criteria/${id}`,
    });
    expect(made.body).toContainEqual({
      type: 'SpecificResource',
      source: 'https://case.example.org/criteria/opening',
      purpose: 'classifying',
    });
  });

  it('stands in the collection in the order given', () => {
    expect(annotations(documentOf(everything)).map(({ id }) => id)).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((n) => `urn:uuid:00000000-0000-4000-8000-00000000000${n}`),
      'urn:assay:annotation:an%20id%20of%20no%20form%20%E2%98%82',
    ]);
  });
});
