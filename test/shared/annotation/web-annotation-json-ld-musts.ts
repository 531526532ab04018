import { annotations, isJson, type Must, set } from './web-annotation-parts.ts';

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

export const jsonLdMusts: readonly Must[] = [
  {
    name: 'JSON-LD: every member is defined by the context',
    of: (document) => [document],
    holds: (document) => membersOf(document).every((member) => terms.has(member)),
    faults: [set('sha256', 'x'), (document) => annotations(document).forEach(set('letters', 'A'))],
  },
];
