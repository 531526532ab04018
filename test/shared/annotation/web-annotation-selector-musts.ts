import {
  isCount,
  isIri,
  isJson,
  isOnly,
  type Must,
  selectors,
  selectorsLike,
  set,
  specific,
  twice,
  typed,
  without,
} from './web-annotation-parts.ts';

export const selectorMusts: readonly Must[] = [
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
