import {
  annotations,
  context,
  hasClass,
  isCount,
  isIri,
  isJson,
  type Must,
  page,
  set,
  twice,
  without,
} from './web-annotation-parts.ts';

export const collectionMusts: readonly Must[] = [
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
