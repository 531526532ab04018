/**
 * What the W3C Web Annotation Data Model (Recommendation of 23 February 2017) demands of a document like ours: one rule
 * for each MUST about something we write, with the faults that break it.
 */
type Json = { [member: string]: unknown };

type Must = {
  /** The section, and the demand. */
  readonly name: string;
  /** The parts of the document that it speaks of. */
  readonly of: (document: Json) => Json[];
  readonly holds: (part: Json) => boolean;
  /** Each spoils one part. */
  readonly faults: readonly ((part: Json) => void)[];
};

const context = 'http://www.w3.org/ns/anno.jsonld';

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const objects = (value: unknown): Json[] => list(value).filter(isJson);

/** RFC 3987: a scheme, then no space and nothing that IRIs leave out. */
const isIri = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value) &&
  !/%(?![0-9a-f]{2})/i.test(value);
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const hasClass = (name: string) => (part: Json) => list(part.type).includes(name);
const isOnly = (name: string) => (part: Json) => part.type === name;
const isMoment = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));

export const page = (document: Json): Json[] => objects(document.first);
export const annotations = (document: Json): Json[] => page(document).flatMap(({ items }) => objects(items));
const bodies = (document: Json): Json[] => annotations(document).flatMap(({ body }) => objects(body));
const targets = (document: Json): Json[] => annotations(document).flatMap(({ target }) => objects(target));
const resources = (document: Json): Json[] => [...bodies(document), ...targets(document)];
const specific = (document: Json): Json[] =>
  resources(document).filter((one) => one.source !== undefined || one.type === 'SpecificResource');
const textual = (document: Json): Json[] =>
  bodies(document).filter((one) => one.value !== undefined || one.type === 'TextualBody');
const external = (document: Json): Json[] => [
  ...resources(document).filter(
    (one) => !specific(document).includes(one) && !textual(document).includes(one),
  ),
  ...specific(document).flatMap(({ source }) => objects(source)),
];
const refined = (selector: Json): Json[] => [selector, ...objects(selector.refinedBy).flatMap(refined)];
const selectors = (document: Json): Json[] =>
  specific(document).flatMap(({ selector }) => objects(selector).flatMap(refined));
const selectorsLike = (member: string) => (document: Json) =>
  selectors(document).filter((one) => one[member] !== undefined);
const typed = (type: string) => (document: Json) =>
  selectors(document).filter((one) => list(one.type).includes(type));

const without = (member: string) => (part: Json) => {
  delete part[member];
};
const set = (member: string, value: unknown) => (part: Json) => {
  part[member] = value;
};
const twice = (member: string) => (part: Json) => {
  part[member] = [part[member], part[member]];
};

const annotationMusts: readonly Must[] = [
  {
    name: '3.1 an annotation has 1 or more @context values, and the model’s is one of them',
    of: annotations,
    holds: (one) => list(one['@context']).includes(context),
    faults: [without('@context'), set('@context', 'https://www.w3.org/ns/anno.jsonld')],
  },
  {
    name: '3.1 if there is only one @context value, it is provided as a string',
    of: annotations,
    holds: (one) => list(one['@context']).length > 1 || typeof one['@context'] === 'string',
    faults: [set('@context', [context])],
  },
  {
    name: '3.1 an annotation has exactly 1 IRI that identifies it',
    of: annotations,
    holds: (one) => isIri(one.id),
    faults: [without('id'), twice('id'), set('id', 'annotation 1')],
  },
  {
    name: '3.1 no two annotations are identified by one IRI',
    of: (document) => [document],
    holds: (document) =>
      new Set(annotations(document).map(({ id }) => id)).size === annotations(document).length,
    faults: [
      (document) => {
        const [first, second] = annotations(document);
        if (first !== undefined && second !== undefined) second.id = first.id;
      },
    ],
  },
  {
    name: '3.1 an annotation has 1 or more types, and Annotation is one of them',
    of: annotations,
    holds: hasClass('Annotation'),
    faults: [without('type'), set('type', 'Comment')],
  },
  {
    name: '3.1 an annotation has 1 or more targets',
    of: annotations,
    holds: ({ target }) => list(target).length > 0,
    faults: [without('target'), set('target', [])],
  },
  {
    name: '3.1 each target is an IRI, an external resource or a specific resource',
    of: annotations,
    holds: ({ target }) =>
      list(target).every((one) => isIri(one) || (isJson(one) && (isIri(one.id) || one.source !== undefined))),
    faults: [set('target', { type: 'Text' }), set('target', [7])],
  },
  {
    name: '3.2 each body is an IRI, an external resource, a text or a specific resource',
    of: annotations,
    holds: ({ body }) =>
      list(body).every(
        (one) =>
          isIri(one) ||
          (isJson(one) && (isIri(one.id) || typeof one.value === 'string' || one.source !== undefined)),
      ),
    faults: [set('body', [{ purpose: 'commenting' }]), set('body', 'a plain text')],
  },
  {
    name: '3.2.1 an external resource has exactly 1 id, its IRI',
    of: external,
    holds: (one) => isIri(one.id),
    faults: [without('id'), twice('id'), set('id', 'lesson plan.pdf')],
  },
  {
    name: '3.2.4 a textual body has exactly 1 value',
    of: textual,
    holds: ({ value }) => typeof value === 'string',
    faults: [without('value'), twice('value'), set('value', { '@value': 'x', '@language': 'en' })],
  },
  {
    name: '3.2.5 an annotation has no bodyValue beside a body',
    of: annotations,
    holds: ({ body, bodyValue }) => body === undefined || bodyValue === undefined,
    faults: [set('bodyValue', 'a text')],
  },
  {
    name: '3.3.1 created is there at most once, an xsd:dateTime in UTC expressed as Z',
    of: (document) => [...annotations(document), ...resources(document)],
    holds: ({ created }) => created === undefined || isMoment(created),
    faults: [twice('created'), set('created', '2026-03-02T09:00:00+01:00'), set('created', '2 March 2026')],
  },
  {
    name: '3.3.2 an agent has no more than 1 IRI',
    of: (document) => annotations(document).flatMap(({ creator }) => objects(creator)),
    holds: ({ id }) => id === undefined || isIri(id),
    faults: [twice('id'), set('id', 'Rosa Lind')],
  },
  {
    name: '3.3.5 a motivation is one of the model’s',
    of: annotations,
    holds: ({ motivation }) => list(motivation).every((one) => motivations.includes(String(one))),
    faults: [set('motivation', 'scoring')],
  },
  {
    name: '3.3.5 a purpose is one of the model’s',
    of: resources,
    holds: ({ purpose }) => list(purpose).every((one) => motivations.includes(String(one))),
    faults: [set('purpose', 'scoring')],
  },
  {
    name: '3.3.5 an external resource has no purpose of its own',
    of: external,
    holds: ({ purpose }) => purpose === undefined,
    faults: [set('purpose', 'classifying')],
  },
];

const motivations = [
  'assessing',
  'bookmarking',
  'classifying',
  'commenting',
  'describing',
  'editing',
  'highlighting',
  'identifying',
  'linking',
  'moderating',
  'questioning',
  'replying',
  'tagging',
];

const selectorMusts: readonly Must[] = [
  {
    name: '4 a specific resource has exactly 1 source, an IRI or a resource with one',
    of: specific,
    holds: ({ source }) => isIri(source) || (isJson(source) && isIri(source.id)),
    faults: [without('source'), twice('source'), set('source', {})],
  },
  {
    name: '4 a specific resource has at least one specifier',
    of: specific,
    holds: (one) =>
      ['purpose', 'selector', 'state', 'styleClass', 'renderedVia', 'scope'].some(
        (member) => one[member] !== undefined,
      ),
    faults: [
      (one) => {
        delete one.selector;
        delete one.purpose;
      },
    ],
  },
  {
    name: '4 a specific resource has neither value nor items',
    of: specific,
    holds: ({ value, items }) => value === undefined && items === undefined,
    faults: [set('value', 'x'), set('items', [])],
  },
  {
    name: '4.2 a list of selectors is not empty',
    of: specific,
    holds: ({ selector }) => !Array.isArray(selector) || selector.length > 0,
    faults: [set('selector', [])],
  },
  {
    name: '4.2 a selector is of one of the model’s types',
    of: selectors,
    holds: ({ type }) =>
      ['FragmentSelector', 'TextQuoteSelector', 'TextPositionSelector', 'SvgSelector'].includes(String(type)),
    faults: [without('type'), set('type', 'PageSelector')],
  },
  {
    name: '4.2.1 a fragment selector has exactly 1 type, FragmentSelector',
    of: selectorsLike('conformsTo'),
    holds: isOnly('FragmentSelector'),
    faults: [without('type'), set('type', ['FragmentSelector', 'Selector'])],
  },
  {
    name: '4.2.1 a fragment selector has exactly 1 value',
    of: typed('FragmentSelector'),
    holds: ({ value }) => typeof value === 'string' && value !== '',
    faults: [without('value'), twice('value')],
  },
  {
    name: '4.2.4 a text quote selector has exactly 1 type, TextQuoteSelector',
    of: selectorsLike('exact'),
    holds: isOnly('TextQuoteSelector'),
    faults: [without('type'), twice('type')],
  },
  {
    name: '4.2.4 a text quote selector has exactly 1 exact',
    of: typed('TextQuoteSelector'),
    holds: ({ exact }) => typeof exact === 'string' && exact !== '',
    faults: [without('exact'), twice('exact')],
  },
  {
    name: '4.2.4 a text quote selector has no more than 1 prefix and 1 suffix',
    of: typed('TextQuoteSelector'),
    holds: ({ prefix, suffix }) =>
      [prefix, suffix].every((one) => one === undefined || typeof one === 'string'),
    faults: [twice('prefix'), twice('suffix')],
  },
  {
    name: '4.2.5 a text position selector has exactly 1 type, TextPositionSelector',
    of: selectorsLike('start'),
    holds: isOnly('TextPositionSelector'),
    faults: [without('type'), twice('type')],
  },
  {
    name: '4.2.5 a text position selector has exactly 1 start, a non-negative integer',
    of: typed('TextPositionSelector'),
    holds: ({ start }) => isCount(start),
    faults: [without('start'), twice('start'), set('start', -1), set('start', 1.5)],
  },
  {
    name: '4.2.5 a text position selector has exactly 1 end, a non-negative integer',
    of: typed('TextPositionSelector'),
    holds: ({ end }) => isCount(end),
    faults: [without('end'), twice('end'), set('end', '9')],
  },
  {
    name: '4.2.7 an SVG selector has exactly 1 type, SvgSelector',
    of: (document) => selectors(document).filter(({ value }) => String(value).startsWith('<svg')),
    holds: isOnly('SvgSelector'),
    faults: [without('type'), set('type', 'FragmentSelector')],
  },
  {
    name: '4.2.7 an SVG selector has a value, well-formed SVG, and no id beside it',
    of: typed('SvgSelector'),
    holds: ({ value, id }) =>
      id === undefined &&
      typeof value === 'string' &&
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg">(<rect( \w+="[\d.-]+")+\/>)+<\/svg>$/.test(value),
    faults: [without('value'), set('value', '<svg><rect></svg>'), set('id', 'urn:example:svg')],
  },
];

const collectionMusts: readonly Must[] = [
  {
    name: '5.1 a collection has 1 or more @context values, and the model’s is one of them',
    of: (document) => [document],
    holds: (one) => one['@context'] === context,
    faults: [without('@context'), set('@context', 'http://www.w3.org/ns/activitystreams')],
  },
  {
    name: '5.1 a collection has exactly 1 IRI that identifies it',
    of: (document) => [document],
    holds: ({ id }) => isIri(id),
    faults: [without('id'), twice('id')],
  },
  {
    name: '5.1 a collection has 1 or more types, and AnnotationCollection is one of them',
    of: (document) => [document],
    holds: hasClass('AnnotationCollection'),
    faults: [without('type'), set('type', 'Collection')],
  },
  {
    name: '5.1 the total is a non-negative integer, and the number of annotations',
    of: (document) => [document],
    holds: (one) => isCount(one.total) && one.total === annotations(one).length,
    faults: [set('total', -1), set('total', 99)],
  },
  {
    name: '5.1 a collection that has annotations has a first page, here or by its IRI',
    of: (document) => [document],
    holds: ({ total, first }) =>
      total === 0 || isIri(first) || (isJson(first) && hasClass('AnnotationPage')(first)),
    faults: [without('first'), set('first', {})],
  },
  {
    name: '5.1 the last page is named by its IRI',
    of: (document) => [document],
    holds: ({ last }) => last === undefined || isIri(last),
    faults: [set('last', {})],
  },
  {
    name: '5.2 a page has exactly 1 IRI that identifies it',
    of: page,
    holds: ({ id }) => isIri(id),
    faults: [without('id'), twice('id')],
  },
  {
    name: '5.2 a page has 1 or more types, and AnnotationPage is one of them',
    of: page,
    holds: hasClass('AnnotationPage'),
    faults: [without('type'), set('type', 'Page')],
  },
  {
    name: '5.2 a page has items, the list of annotations or of their IRIs',
    of: page,
    holds: ({ items }) =>
      Array.isArray(items) &&
      items.every((one) => isIri(one) || (isJson(one) && hasClass('Annotation')(one))),
    faults: [without('items'), set('items', {}), set('items', [{ type: 'Note' }])],
  },
  {
    name: '5.2 a page that is not the last has a next one, and the last has none',
    of: (document) => [document],
    holds: (document) =>
      page(document).every(({ id, next }) => (document.last === id) === (next === undefined)),
    faults: [set('last', 'urn:example:page-2')],
  },
  {
    name: '5.2 a page is part of no more than 1 collection, named by its IRI',
    of: page,
    holds: ({ partOf }) => partOf === undefined || isIri(partOf),
    faults: [twice('partOf'), set('partOf', 'this review')],
  },
  {
    name: '5.2 a page has no more than 1 startIndex, a non-negative integer',
    of: page,
    holds: ({ startIndex }) => startIndex === undefined || isCount(startIndex),
    faults: [set('startIndex', -1), twice('startIndex')],
  },
];

/** Every member is a term of the model’s context, or one of a vocabulary that the context has a prefix for. */
const terms = new Set([
  ...[
    '@context',
    'id',
    'type',
    'label',
    'total',
    'first',
    'last',
    'partOf',
    'startIndex',
    'items',
    'motivation',
  ],
  ...[
    'created',
    'creator',
    'body',
    'target',
    'value',
    'format',
    'purpose',
    'source',
    'selector',
    'conformsTo',
  ],
  ...['refinedBy', 'exact', 'prefix', 'suffix', 'start', 'end', 'schema:sha256'],
]);
const membersOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(membersOf)
    : isJson(value)
      ? [...Object.keys(value), ...Object.values(value).flatMap(membersOf)]
      : [];

const jsonLdMusts: readonly Must[] = [
  {
    name: 'JSON-LD: every member is defined by the context',
    of: (document) => [document],
    holds: (document) => membersOf(document).every((member) => terms.has(member)),
    faults: [set('sha256', 'x'), (document) => annotations(document).forEach(set('letters', 'A'))],
  },
];

export const musts: readonly Must[] = [
  ...annotationMusts,
  ...selectorMusts,
  ...collectionMusts,
  ...jsonLdMusts,
];
