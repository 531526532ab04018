import type { z } from 'zod';
import type { Route, RouteName, routes } from '../../shared/hub-api/routes.ts';

type Routes = typeof routes;

type Part<Name extends RouteName, Key extends 'params' | 'query' | 'body'> = Routes[Name] extends {
  readonly [K in Key]: infer Schema extends z.ZodType;
}
  ? { readonly [K in Key]: z.input<Schema> }
  : unknown;

/** What a request takes: the parameters, query and body its route names, and nothing else. */
export type RouteInput<Name extends RouteName> = Part<Name, 'params'> &
  Part<Name, 'query'> &
  Part<Name, 'body'>;

/** What a success answers. */
export type RouteAnswer<Name extends RouteName> = Routes[Name]['answer'] extends infer Answer
  ? Answer extends z.ZodType
    ? z.output<Answer>
    : undefined
  : never;

/** Routes that answer JSON or nothing; evidence bytes have their own way (evidence-part.ts). */
export type JsonRouteName = {
  [Name in RouteName]: Routes[Name]['answer'] extends 'binary' ? never : Name;
}[RouteName];

/** A hub's address with its last slash, or undefined when it is not an http(s) address. */
export const hubBase = (url: string): URL | undefined => {
  if (!URL.canParse(url)) return undefined;
  const base = new URL(url);
  if (base.protocol !== 'http:' && base.protocol !== 'https:') return undefined;
  base.hash = '';
  base.search = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
};

/** The same for any route. */
export type LooseInput = {
  readonly body?: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
};

/** The address of one request: the hub may live under a path of its host. */
export const routeUrl = (base: URL, route: Route, input: LooseInput): URL => {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const url = new URL(path.slice(1), base);
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
};
