/** Values of JSON-LD, where a member may be one value or a list of them, and `id` may be written `@id`. */
export type JsonNode = { readonly [member: string]: unknown };

export const isNode = (value: unknown): value is JsonNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of a member: none, one, or those of a list. */
export const valuesOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

export const hasType = (node: JsonNode, type: string): boolean =>
  [...valuesOf(node.type), ...valuesOf(node['@type'])].some((one) => one === type || one === `oa:${type}`);

/** The IRI of a resource, whether it is named or described; null when it has none. */
export const iriOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (!isNode(value)) return null;
  const [iri] = [...valuesOf(value.id), ...valuesOf(value['@id'])];
  return typeof iri === 'string' ? iri : null;
};

/** What a file says about itself, shortened for a sentence. */
export const clipped = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/**
 * How deep lists and objects are nested in a JSON text. Programs that walk JSON by recursion end at some depth; a file
 * made to reach it is refused before.
 */
export const nestingOf = (json: string): number => {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (inString && character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && (character === '[' || character === '{')) deepest = Math.max(deepest, ++depth);
    else if (!inString && (character === ']' || character === '}')) depth -= 1;
  }
  return deepest;
};
