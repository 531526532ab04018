import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { collectionJson } from '../../../shared/annotation/collection-json.ts';
import type { ReadOptions } from '../../../shared/annotation/read-annotation.ts';
import { mostAnnotations, readAnnotations } from '../../../shared/annotation/read-annotations.ts';
import { type Annotation, annotationSchema } from '../../../shared/domain/annotation.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail } from '../../../shared/lib/result.ts';
import { anyAnnotation, knownArtifacts, knownCriteria } from './arbitrary-annotation.ts';

const [plan, video] = knownArtifacts;
const hash = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);
const options: ReadOptions = { artifacts: knownArtifacts, criterionIds: new Set(knownCriteria), idFor: hash };

const read = (document: unknown, changes: Partial<ReadOptions> = {}) => {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return readAnnotations(text, { ...options, ...changes });
};

const readWell = (document: unknown, changes: Partial<ReadOptions> = {}) => {
  const found = read(document, changes);
  if (!found.ok) throw new Error(found.problem.code);
  return found.value;
};

const context = 'http://www.w3.org/ns/anno.jsonld';
const foreign = {
  '@context': context,
  id: 'http://example.org/anno1',
  type: 'Annotation',
  created: '2015-01-28T12:00:00Z',
  body: { type: 'TextualBody', value: 'A note' },
  target: `urn:assay:artifact:${plan.id}`,
};
const readForeign = {
  id: hash('http://example.org/anno1'),
  artifactId: plan.id,
  artifactSha256: plan.sha256,
  locator: { kind: 'whole' },
  text: 'A note',
  criterionIds: [],
  createdAt: '2015-01-28T12:00:00Z',
};

describe('what we wrote', () => {
  const writing = { creator: null, reviewId: 'assignment-1', label: 'x', mediaTypeOf: () => null };

  it('is read as it was, whatever the annotations', () => {
    const some = fc.uniqueArray(anyAnnotation, { minLength: 1, maxLength: 5, selector: ({ id }) => id });
    fc.assert(
      fc.property(some, (annotations) => {
        const found = readWell(collectionJson(annotations, writing));
        expect(found.annotations).toEqual(annotations);
        // Words of a PDF always have a page in our viewers; here some have none.
        const told = found.problems.filter(({ problem: { code } }) => code !== 'annotation-no-page');
        expect(told).toEqual([]);
      }),
    );
  });

  it('names criteria as somebody else does, and is read by their names', () => {
    const annotation: Annotation = annotationSchema.parse({ ...readForeign, criterionIds: ['opening'] });
    const criterionIri = (id: string) => `https://case.example.org/${id}`;
    const document = collectionJson([annotation], { ...writing, criterionIri });
    const criterionIdOf = (iri: string) => /^https:\/\/case\.example\.org\/(.*)$/.exec(iri)?.[1] ?? null;
    expect(readWell(document, { criterionIdOf }).annotations).toEqual([annotation]);
  });
});

describe('annotations are found in', () => {
  const page = { type: 'AnnotationPage', id: 'http://example.org/page1', items: [foreign] };
  const documents: readonly [string, unknown][] = [
    ['one annotation', foreign],
    ['a list', [foreign]],
    ['a page', { '@context': context, ...page }],
    [
      'a collection with its first page',
      { '@context': context, type: ['AnnotationCollection'], first: page },
    ],
    ['a list of pages', [page]],
    ['a graph', { '@context': context, '@graph': [foreign] }],
    [
      'members with their long names',
      { '@id': foreign.id, '@type': 'oa:Annotation', ...foreign, id: undefined, type: undefined },
    ],
    ['a text with a byte order mark', `\ufeff${JSON.stringify(foreign)}`],
  ];
  test.each(documents)('%s', (_, document) => {
    expect(readWell(document)).toEqual({ annotations: [readForeign], problems: [] });
  });

  it('one page of several, which says that there are more', () => {
    const elsewhere = { index: null, id: null, kept: true, problem: problem('annotations-elsewhere') };
    expect(readWell({ ...page, next: 'http://example.org/page2' })).toEqual({
      annotations: [readForeign],
      problems: [elsewhere],
    });
    const collection = { type: 'AnnotationCollection', first: 'http://example.org/page1' };
    expect(read(collection)).toEqual(fail(problem('annotations-elsewhere')));
  });
});

describe('a file as a whole is refused in a sentence:', () => {
  const files: readonly [string, unknown, ReturnType<typeof problem>][] = [
    ['no JSON', 'code,file,kind', problem('annotations-not-json')],
    ['half a file', JSON.stringify(foreign).slice(0, 40), problem('annotations-not-json')],
    ['an empty file', '', problem('annotations-not-json')],
    ['other JSON', { type: 'FeatureCollection', features: [] }, problem('annotations-none')],
    ['a number', '7', problem('annotations-none')],
    ['an empty list', [], problem('annotations-none')],
    ['nesting without end', '['.repeat(200_000), problem('annotations-none')],
    [
      'too many',
      Array(mostAnnotations + 1).fill(1),
      problem('annotations-too-many', { count: 5001, limit: 5000 }),
    ],
    ['too large a file', ' '.repeat(8_000_001), problem('too-large', { limit: '8 MB' })],
  ];
  test.each(files)('%s', (_, document, reason) => {
    expect(read(document)).toEqual(fail(reason));
  });
});

describe('one annotation that cannot be read is told with its place and its name:', () => {
  const target = (...targets: unknown[]) => ({ ...foreign, target: targets });
  const selected = (selector: unknown) => target({ source: `urn:assay:artifact:${plan.id}`, selector });
  const unread: readonly [string, unknown, ReturnType<typeof problem>][] = [
    ['no annotation', { ...foreign, type: 'Note' }, problem('annotation-unreadable', { given: 'type' })],
    ['no target', { ...foreign, target: undefined }, problem('annotation-unreadable', { given: 'target' })],
    [
      'another file',
      target('http://example.org/page'),
      problem('annotation-file-unknown', { given: 'http://example.org/page' }),
    ],
    [
      'two files',
      target(`urn:assay:artifact:${plan.id}`, `urn:sha256:${video.sha256}`),
      problem('annotation-places-several'),
    ],
    [
      'an XPath',
      selected({ type: 'XPathSelector', value: '/p' }),
      problem('annotation-place-unread', { given: 'XPathSelector' }),
    ],
    [
      'too long a text',
      { ...foreign, bodyValue: 'x'.repeat(10_001) },
      problem('annotation-too-long', { limit: 10_000 }),
    ],
    [
      'too long a quote',
      selected({ type: 'TextQuoteSelector', exact: 'x'.repeat(10_001) }),
      problem('annotation-too-long', { limit: 10_000 }),
    ],
  ];
  test.each(unread)('%s', (_, annotation, reason) => {
    expect(readWell([foreign, annotation])).toEqual({
      annotations: [readForeign],
      problems: [{ index: 1, id: 'http://example.org/anno1', kept: false, problem: reason }],
    });
  });

  it('a link to one, and one that stands there twice', () => {
    expect(readWell(['http://example.org/anno2', foreign, foreign]).problems).toEqual([
      {
        index: 0,
        id: 'http://example.org/anno2',
        kept: false,
        problem: problem('annotation-unreadable', { given: 'type' }),
      },
      { index: 2, id: foreign.id, kept: false, problem: problem('annotation-duplicate') },
    ]);
  });

  it('never by throwing, whatever stands there', () => {
    const member = fc.constantFrom(
      'type',
      'target',
      'body',
      'source',
      'selector',
      'items',
      'value',
      'id',
      'created',
    );
    const odd = fc.dictionary(
      member,
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('Annotation', 'urn:assay:artifact:%', Number.POSITIVE_INFINITY),
      ),
    );
    fc.assert(
      fc.property(fc.array(odd), (nodes) => {
        read(nodes);
        read(nodes.map((node) => ({ ...foreign, ...node, type: 'Annotation' })));
        read(nodes.map((node) => ({ ...foreign, target: { source: foreign.target, ...node } })));
      }),
    );
  });
});

describe('a file is known', () => {
  const base64 = Buffer.from(video.sha256, 'hex').toString('base64url');
  const names: readonly [string, unknown][] = [
    ['by our name', `urn:assay:artifact:${encodeURIComponent(video.id)}`],
    ['by its digest as a URN', `urn:sha256:${video.sha256.toUpperCase()}`],
    ['by its digest as RFC 6920 has it', `ni:///sha-256;${base64}`],
    [
      'by its digest beside a foreign name',
      { id: 'http://example.org/v.mp4', 'schema:sha256': video.sha256 },
    ],
    [
      'by its digest on the specific resource',
      { source: 'http://example.org/v.mp4', digest: `sha256:${video.sha256}` },
    ],
    [
      'by its canonical name',
      { source: { id: 'http://example.org/v.mp4', canonical: `urn:sha256:${video.sha256}` } },
    ],
  ];
  test.each(names)('%s', (_, target) => {
    const [annotation] = readWell({ ...foreign, target }).annotations;
    expect(annotation).toMatchObject({ artifactId: video.id, artifactSha256: video.sha256 });
  });

  it('and keeps the digest of the bytes the annotation was made on', () => {
    const target = { id: `urn:assay:artifact:${plan.id}`, 'schema:sha256': 'd4'.repeat(32) };
    expect(readWell({ ...foreign, target }).annotations[0]?.artifactSha256).toBe('d4'.repeat(32));
  });

  it('with a place in its name', () => {
    const target = `urn:assay:artifact:${encodeURIComponent(video.id)}#t=10,20`;
    expect(readWell({ ...foreign, target }).annotations[0]?.locator).toMatchObject({
      kind: 'time',
      start: 10,
      end: 20,
    });
  });
});

describe('what is read of an annotation', () => {
  const readOne = (changes: object) => readWell({ ...foreign, ...changes });

  it('is every text, plain', () => {
    const body = [
      { type: 'TextualBody', value: 'first' },
      { type: 'Choice', items: [{ value: 'deux', language: 'fr' }, { value: 'two' }] },
      {
        type: 'TextualBody',
        value: '<p>A &lt;b&gt; &amp;<br/>c&#33;</p><script>x</script>',
        format: 'text/html',
      },
    ];
    expect(readOne({ body, bodyValue: 'last' }).annotations[0]?.text).toBe(
      'first\n\ndeux\n\nA <b> &\nc!\nx\n\nlast',
    );
  });

  it('are the criteria of this rubric; other criteria and links are told', () => {
    const body = [
      'urn:assay:criterion:opening',
      { source: { id: 'urn:assay:criterion:opening' }, purpose: 'assessing' },
      { type: 'SpecificResource', source: 'urn:assay:criterion:closing', purpose: 'classifying' },
      'http://example.org/video1',
    ];
    const { annotations, problems } = readOne({ body });
    expect(annotations[0]).toMatchObject({ text: '', criterionIds: ['opening'] });
    const told = { index: 0, id: foreign.id, kept: true };
    expect(problems).toEqual([
      { ...told, problem: problem('annotation-criterion-unknown', { given: 'closing' }) },
      { ...told, problem: problem('annotation-body-left-out', { given: 'http://example.org/video1' }) },
    ]);
  });

  it('is when it was made, in UTC; or that this is not known', () => {
    const created = (value: unknown) => readOne({ created: value }).annotations[0]?.createdAt;
    expect(created('2026-03-02T09:00:00.123Z')).toBe('2026-03-02T09:00:00.123Z');
    expect(created('2026-03-02T09:00:00+02:00')).toBe('2026-03-02T07:00:00.000Z');
    expect(created('2026-03-02T09:00:00')).toBe('2026-03-02T09:00:00.000Z');
    expect([created(undefined), created('yesterday'), created(5)]).toEqual([null, null, null]);
  });

  it('is a lasting id: ours, a UUID, or one made from its name or itself', () => {
    const id = (value: unknown) => readOne({ id: value }).annotations[0]?.id;
    expect(id('urn:assay:annotation:note%201')).toBe('note 1');
    expect(id('urn:uuid:6EC0BD7F-11C0-43DA-975E-2A8AD9EBAE0B')).toBe('6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b');
    expect(id('http://example.org/x')).toBe(hash('http://example.org/x'));
    expect(id(undefined)).toBe(id(undefined));
    expect(id(undefined)).not.toBe(readOne({ id: undefined, body: 'other' }).annotations[0]?.id);
  });

  it('of words in a PDF without a page is told that they will not be found', () => {
    const target = {
      source: `urn:assay:artifact:${plan.id}`,
      selector: { type: 'TextQuoteSelector', exact: 'waits' },
    };
    const { annotations, problems } = readOne({ target });
    expect(annotations[0]?.locator.kind).toBe('text');
    expect(problems).toEqual([
      { index: 0, id: foreign.id, kept: true, problem: problem('annotation-no-page') },
    ]);
  });
});
