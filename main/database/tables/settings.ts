import { z } from 'zod';
import {
  commandKeysSchema,
  defaultSettings,
  type Settings,
  settingsSchema,
} from '../../../shared/workbench-api/app-state.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

/** As the settings, but one command's keys that cannot be read do not cost those of the others. */
const storedSettings = settingsSchema.extend({
  keys: z.record(z.string(), z.unknown()).transform((commands) =>
    Object.fromEntries(
      Object.entries(commands).flatMap(([id, stored]) => {
        const keys = commandKeysSchema.safeParse(stored);
        return keys.success ? [[id, keys.data]] : [];
      }),
    ),
  ),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not written by any version: counts as not set.
    return undefined;
  }
};

/** What is set, over the defaults. A value this version does not understand counts as not set. */
export const readSettings = (db: ReadableDb): Settings => {
  const rows = db.prepare<{ name: string; value: string }>('SELECT name, value FROM device_settings').all();
  const stored = new Map(rows.map(({ name, value }) => [name, value]));
  const settings: Record<string, unknown> = { ...defaultSettings };
  for (const [name, schema] of Object.entries(storedSettings.shape)) {
    const value = stored.get(name);
    const parsed = value === undefined ? undefined : schema.safeParse(parseJson(value));
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
