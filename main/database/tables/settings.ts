import { defaultSettings, type Settings, settingsSchema } from '../../../shared/workbench-api/app-state.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

/** What is set, over the defaults. A value this version does not understand counts as not set. */
export const readSettings = (db: ReadableDb): Settings => {
  const rows = db.prepare<{ name: string; value: string }>('SELECT name, value FROM device_settings').all();
  const stored = new Map(rows.map(({ name, value }) => [name, value]));
  const settings: Record<string, unknown> = { ...defaultSettings };
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    const value = stored.get(name);
    const parsed = value === undefined ? undefined : schema.safeParse(JSON.parse(value));
    if (parsed?.success) settings[name] = parsed.data;
  }
  return settingsSchema.parse(settings);
};

/** Members that are undefined stay as they are. */
export const writeSettings = (
  db: WritableDb,
  changes: { readonly [Name in keyof Settings]?: Settings[Name] | undefined },
): void => {
  const put = db.prepare(
    'INSERT INTO device_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  for (const [name, value] of Object.entries(changes)) {
    if (value !== undefined) put.run(name, JSON.stringify(value));
  }
};
