import type { Compilable, CompiledQuery } from 'kysely';
import { locksRows } from './lock-rows.ts';
import type { ReadableDb } from './open.ts';

/** A query that is asked again and again with other values. */
export type KeptQuery<Given extends readonly unknown[], Row> = {
  all(db: ReadableDb, ...given: Given): Promise<Row[]>;
  first(db: ReadableDb, ...given: Given): Promise<Row | undefined>;
};

/**
 * Puts a query together once for SQLite and once for PostgreSQL, and not each time it is asked: that costs more than the
 * answer. `build` is called with marks in place of the values, so they may only stand where a value of the query stands:
 * not in a condition of the program, a template or a list whose length varies. What it returns must be the same always.
 */
export const keptQuery = <Given extends readonly unknown[], Row>(
  build: (db: ReadableDb, ...given: Given) => Compilable<Row>,
): KeptQuery<Given, Row> => {
  // `build` has `db` too: what is given begins behind it.
  const marks = Array.from({ length: build.length - 1 }, (_, at) => Symbol(at));
  const compile = (db: ReadableDb): Filled<Row> =>
    filled(build(db, ...(marks as readonly unknown[] as Given)).compile(), marks);
  let sqlite: Filled<Row> | undefined;
  let postgres: Filled<Row> | undefined;
  const compiledFor = (db: ReadableDb): Filled<Row> => {
    if (locksRows(db)) {
      postgres ??= compile(db);
      return postgres;
    }
    sqlite ??= compile(db);
    return sqlite;
  };
  const all = async (db: ReadableDb, ...given: Given): Promise<Row[]> =>
    (await db.executeQuery(compiledFor(db)(given))).rows;
  return { all, first: async (db, ...given) => (await all(db, ...given))[0] };
};

type Filled<Row> = (given: readonly unknown[]) => CompiledQuery<Row>;

const filled = <Row>(compiled: CompiledQuery<Row>, marks: readonly unknown[]): Filled<Row> => {
  const places = compiled.parameters.map((value) => marks.indexOf(value));
  return (given) => ({
    ...compiled,
    parameters: compiled.parameters.map((value, at) => {
      const place = places[at] ?? -1;
      return place < 0 ? value : given[place];
    }),
  });
};
