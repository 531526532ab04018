import { copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** SQLite's index over its log: memory of running programs, made anew by the first that opens the database. */
const isShared = (name: string): boolean => name.endsWith('-shm');

/** A folder with everything in it, as it lies there now; `leaveOut`: but not this, by its name at the top. */
export const copyFolder = (from: string, to: string, leaveOut = ''): void => {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === leaveOut || isShared(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else copyFileSync(source, target);
  }
};

/** The same bytes under a second name, for files that are written once and never changed: copying them would be dear. */
export const linkFolder = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else linkSync(source, target);
  }
};
