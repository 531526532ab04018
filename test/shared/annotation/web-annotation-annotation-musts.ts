import {
  annotations,
  context,
  external,
  hasClass,
  isIri,
  isJson,
  isMoment,
  list,
  type Must,
  objects,
  resources,
  set,
  textual,
  twice,
  without,
} from './web-annotation-parts.ts';

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

export const annotationMusts: readonly Must[] = [
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
