type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
};

type DocumentedOperation = {
  readonly operationId?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
};

/** As much of an OpenAPI document as is read here. */
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
};

/** One request that the document describes, with everything in it that can name a thing. */
export type Operation = {
  /** Its operationId; the method and path where it has none. */
  readonly name: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly isPublic: boolean;
  /** Every parameter of the path names something. */
  readonly pathIds: readonly string[];
  /** Every parameter of the query: whether it names something is for the reader to say. */
  readonly query: readonly string[];
  /** Fields of the body that name something, as paths. */
  readonly bodyIds: readonly string[];
};

export const operationsOf = ({ paths }: OpenApi): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, documented]) => {
      const named = (place: string) =>
        (documented.parameters ?? []).filter((one) => one.in === place).map(({ name }) => name);
      const bodies = Object.values(documented.requestBody?.content ?? {});
      return {
        name: documented.operationId ?? `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        isPublic: (documented.security ?? []).length === 0,
        pathIds: named('path'),
        query: named('query'),
        bodyIds: bodies.flatMap(({ schema }) => fieldsOf(schema)).filter(namesSomething),
      };
    }),
  );

/** The fields of one event, as paths. An event's own schema stands among the components. */
export const eventFieldsOf = ({ components }: OpenApi): string[] => [
  ...new Set(fieldsOf(components.schemas.ReviewEvent ?? {}).filter(namesSomething)),
];

/** The types of event that the document knows. */
export const eventTypesOf = ({ components }: OpenApi): string[] =>
  constantsOf(components.schemas.ReviewEvent ?? {}, 'type');

const namesSomething = (path: string): boolean =>
  /(^|\.)(id|ids|sha256|hash|token|cursor|code)$|(Id|Ids|Hash|Hashes|Sha256|Token|Cursor)$/.test(path);

const partsOf = ({ items, allOf = [], anyOf = [], oneOf = [] }: JsonSchema): readonly JsonSchema[] => [
  ...(items === undefined ? [] : [items]),
  ...allOf,
  ...anyOf,
  ...oneOf,
];

const fieldsOf = (schema: JsonSchema, at: readonly string[] = []): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    [...at, name].join('.'),
    ...fieldsOf(field, [...at, name]),
  ]),
  ...partsOf(schema).flatMap((part) => fieldsOf(part, at)),
];

const constantsOf = (schema: JsonSchema, field: string): string[] => {
  const value = schema.properties?.[field]?.const;
  return [
    ...(typeof value === 'string' ? [value] : []),
    ...partsOf(schema).flatMap((part) => constantsOf(part, field)),
  ];
};

/** Every route a server answers, documented or not, from Fastify's own tree of them: `GET /path/:id`. */
export const routesInTree = (tree: string): string[] => {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const found = /^([│ ]*)[├└]── (.*) \(([A-Z, ]+)\)$/.exec(line);
    if (found === null) return [];
    const [, indent = '', part = '', methods = ''] = found;
    const depth = indent.length / 4;
    above.length = depth;
    above[depth] = `${above[depth - 1] ?? ''}${part}`;
    return methods.split(', ').map((method) => `${method} ${above[depth]}`);
  });
};
