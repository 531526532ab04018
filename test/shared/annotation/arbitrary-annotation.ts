import fc from 'fast-check';
import { type Annotation, annotationSchema } from '../../../shared/domain/annotation.ts';
import { type Locator, locatorSchema } from '../../../shared/domain/locator.ts';

const finite = (limits: fc.DoubleConstraints = {}) =>
  fc
    .double({ noNaN: true, noDefaultInfinity: true, ...limits })
    .map((value) => (Object.is(value, -0) ? 0 : value));

/** Numbers as viewers make them, and every other one that a place may have, down to the smallest. */
const number = (min: number, max: number) =>
  fc.oneof(
    finite({ min, max }),
    fc.integer({ min: Math.ceil(min), max: Math.floor(max) }),
    fc.constant(Math.max(min, 1e-9)),
  );

const percent = number(0, 100);
const percentRect = fc.record({ x: percent, y: percent, width: percent, height: percent });

/** Emoji, marks, ligatures, markup, line ends and lone surrogates, beside letters. */
const awkward = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('ﬁnal “quote”', 'a\r\nb\u00ad', '<v x>&amp; --> \n\n', '\ud83d', '=1+1', "'", ''),
);

const quote = fc.record({
  exact: awkward.filter((text) => text !== ''),
  prefix: awkward,
  suffix: awkward,
});
const position = fc.record({ start: fc.nat(), end: fc.nat() });

const rect = fc.record({
  x: number(-1000, 5000),
  y: number(-1000, 5000),
  width: number(0, 5000),
  height: number(0, 5000),
});

const part = fc.record({
  page: fc.integer({ min: 1, max: 100_000 }),
  rects: fc.array(rect, { maxLength: 6 }),
  quote: fc.option(quote),
  position: fc.option(position),
});

const time = fc
  .record({
    start: number(0, 1e6),
    length: fc.option(number(0, 1e5).filter((value) => value > 0)),
    region: fc.option(percentRect),
    quote: fc.option(quote),
  })
  .map(({ start, length, region, quote: words }) => {
    const end = length === null ? null : start + length;
    return { kind: 'time' as const, start, end: end === start ? null : end, region, quote: words };
  });

/** Every place there is; a range of time ends after it begins. */
export const anyLocator: fc.Arbitrary<Locator> = fc
  .oneof(
    fc.constant({ kind: 'whole' as const }),
    time,
    fc.record({ kind: fc.constant('text' as const), quote, position }),
    fc.record({ kind: fc.constant('region' as const), region: percentRect }),
    fc.tuple(part, fc.array(part, { maxLength: 20 })).map(([first, continued]) => ({
      kind: 'page' as const,
      ...first,
      continued,
    })),
  )
  .map((locator) => locatorSchema.parse(locator));

const someId = fc.oneof(
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((id) => id.length <= 120),
);

export const knownCriteria = ['opening', 'probing', 'c:3/ä'];
export const knownArtifacts = [
  { id: 'artifact-1', sha256: 'a1'.repeat(32), kind: 'pdf' },
  { id: 'artifact:2 ü', sha256: 'b2'.repeat(32), kind: 'video' },
] as const;

/** Annotations on the known artifacts, tied to the known criteria. */
export const anyAnnotation: fc.Arbitrary<Annotation> = fc
  .record({
    id: someId,
    artifact: fc.constantFrom(...knownArtifacts),
    otherBytes: fc.boolean(),
    locator: anyLocator,
    text: awkward,
    criterionIds: fc.subarray(knownCriteria),
    createdAt: fc
      .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  })
  .map(({ artifact, otherBytes, ...rest }) =>
    annotationSchema.parse({
      ...rest,
      artifactId: artifact.id,
      artifactSha256: otherBytes ? 'c3'.repeat(32) : artifact.sha256,
    }),
  );
