/** So many rows of a table are remembered: more than a reviewer touches in an hour. */
const mostRemembered = 1024;

/** Of these rows are remembered: read at every saved edit, and written by few. */
const rememberedTables = [
  'hub_micro_credentials',
  'hub_submissions',
  'hub_assignments',
  'hub_review_registers',
  'reviews',
  'review_registers',
  'device_review_merges',
  'device_identity',
  'events',
] as const;
export type RememberedTable = (typeof rememberedTables)[number];

type RememberedRows = Map<string, unknown>;

/** What is remembered of an open database, by table and row. */
export const createRemembered = () => {
  const tables = new Map<string, RememberedRows>(rememberedTables.map((table) => [table, new Map()]));
  const remember = (table: RememberedTable, id: string, value: unknown): void => {
    const rows = tables.get(table);
    if (rows === undefined) return;
    if (rows.size >= mostRemembered) rows.clear();
    rows.set(id, value);
  };
  return {
    /** Undefined for a table of which nothing is remembered. */
    rowsOf: (table = ''): RememberedRows | undefined => tables.get(table),
    read: <T>(table: RememberedTable, id: string, read: () => T): T => {
      const rows = tables.get(table);
      const value = rows?.get(id);
      if (value !== undefined || rows?.has(id) === true) return value as T;
      const found = read();
      remember(table, id, found);
      return found;
    },
    remember,
    forgetAll: () => {
      for (const rows of tables.values()) rows.clear();
    },
  };
};
