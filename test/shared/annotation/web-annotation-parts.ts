/*
 * The parts of a document of annotations that the data model speaks of, what it calls well formed, and ways to spoil them.
 */
type Json = { [member: string]: unknown };

export type Must = {
  /** The section, and the demand. */
  readonly name: string;
  /** The parts of the document that it speaks of. */
  readonly of: (document: Json) => Json[];
  readonly holds: (part: Json) => boolean;
  /** Each spoils one part. */
  readonly faults: readonly ((part: Json) => void)[];
};

export const context = 'http://www.w3.org/ns/anno.jsonld';

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
export const objects = (value: unknown): Json[] => list(value).filter(isJson);

/** RFC 3987: a scheme, then no space and nothing that IRIs leave out. */
export const isIri = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value) &&
  !/%(?![0-9a-f]{2})/i.test(value);
export const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
export const hasClass = (name: string) => (part: Json) => list(part.type).includes(name);
export const isOnly = (name: string) => (part: Json) => part.type === name;
export const isMoment = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));

export const page = (document: Json): Json[] => objects(document.first);
export const annotations = (document: Json): Json[] => page(document).flatMap(({ items }) => objects(items));
const bodies = (document: Json): Json[] => annotations(document).flatMap(({ body }) => objects(body));
const targets = (document: Json): Json[] => annotations(document).flatMap(({ target }) => objects(target));
export const resources = (document: Json): Json[] => [...bodies(document), ...targets(document)];
export const specific = (document: Json): Json[] =>
  resources(document).filter((one) => one.source !== undefined || one.type === 'SpecificResource');
export const textual = (document: Json): Json[] =>
  bodies(document).filter((one) => one.value !== undefined || one.type === 'TextualBody');
export const external = (document: Json): Json[] => [
  ...resources(document).filter(
    (one) => !specific(document).includes(one) && !textual(document).includes(one),
  ),
  ...specific(document).flatMap(({ source }) => objects(source)),
];
const refined = (selector: Json): Json[] => [selector, ...objects(selector.refinedBy).flatMap(refined)];
export const selectors = (document: Json): Json[] =>
  specific(document).flatMap(({ selector }) => objects(selector).flatMap(refined));
export const selectorsLike = (member: string) => (document: Json) =>
  selectors(document).filter((one) => one[member] !== undefined);
export const typed = (type: string) => (document: Json) =>
  selectors(document).filter((one) => list(one.type).includes(type));

export const without = (member: string) => (part: Json) => {
  delete part[member];
};
export const set = (member: string, value: unknown) => (part: Json) => {
  part[member] = value;
};
export const twice = (member: string) => (part: Json) => {
  part[member] = [part[member], part[member]];
};
