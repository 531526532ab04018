import { createRequire } from 'node:module';

type Statement = { readonly busy: boolean };
type Connection = { prepare(text: string): Statement };

/**
 * The hub prepares a statement each time it runs it, and so does much of the workbench: a fifth of all the simulation
 * does. In a process of the simulator each connection prepares a text once; what it then does is the same.
 */
export const prepareOnce = (): void => {
  const { prototype } = createRequire(import.meta.url)('better-sqlite3') as { prototype: Connection };
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
