import { createRequire } from 'node:module';

type Statement = { readonly busy: boolean };
type Connection = { prepare(text: string): Statement };

type MakeRow = (...values: readonly unknown[]) => unknown;
type RowFactory = (...columns: readonly string[]) => MakeRow;
/** The compiled part of the package. It is told once what makes a row of values. */
type Addon = {
  initialize(error: unknown, array: unknown, append: unknown, rows: RowFactory, record: unknown): void;
};

const require = createRequire(import.meta.url);

/**
 * The hub prepares a statement each time it runs it, and so does much of the workbench: a fifth of all the simulation
 * does. In a process of the simulator each connection prepares a text once; what it then does is the same.
 */
export const prepareOnce = (): void => {
  makeRowsAlike();
  const { prototype } = require('better-sqlite3') as { prototype: Connection };
  const { prepare } = prototype;
  const known = new WeakMap<Connection, Map<string, Statement>>();
  Object.defineProperty(prototype, 'prepare', {
    value: function (this: Connection, text: string): Statement {
      const statements = known.get(this) ?? new Map<string, Statement>();
      known.set(this, statements);
      const found = statements.get(text);
      // Its rows are still being read: this is another reading.
      if (found !== undefined && !found.busy) return found;
      const statement = prepare.call(this, text);
      statements.set(text, statement);
      return statement;
    },
  });
};

/** Every statement compiles a function that makes its rows: here all with the same columns share one, which stays fast. */
const makeRowsAlike = (): void => {
  const within = createRequire(require.resolve('better-sqlite3'));
  const { getBinding } = within('./binding.js') as { getBinding(): Addon };
  const addon = getBinding();
  const { initialize } = addon;
  addon.initialize = (error, array, append, rows, record) => {
    const known = new Map<string, MakeRow>();
    const shared: RowFactory = (...columns) => {
      const name = JSON.stringify(columns);
      const found = known.get(name) ?? rows(...columns);
      known.set(name, found);
      return found;
    };
    initialize.call(addon, error, array, append, shared, record);
  };
};
