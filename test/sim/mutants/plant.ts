import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Exact text in one file of the product, and what stands there instead. */
export type Edit = { readonly file: string; readonly from: string; readonly to: string };

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * From now on the files are loaded with the changes made; the product on the disk stays as it is. Throws when a text is
 * not there, or there more than once: then the product has moved on and the bug must be planted anew. The answer says
 * whether every file has been loaded since.
 */
export const plant = (edits: readonly Edit[]): (() => boolean) => {
  const changed = withEdits(edits);
  const loaded = new Set<string>();
  registerHooks({
    load: (url, context, next) => {
      const source = changed.get(url);
      if (source === undefined) return next(url, context);
      loaded.add(url);
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
  return () => loaded.size === changed.size;
};

/** The changed files by their addresses. Throws like `plant`. */
export const withEdits = (edits: readonly Edit[]): ReadonlyMap<string, string> => {
  const changed = new Map<string, string>();
  for (const { file, from, to } of edits) {
    const url = pathToFileURL(`${root}${file}`).href;
    const source = changed.get(url) ?? readFileSync(`${root}${file}`, 'utf8');
    const places = source.split(from).length - 1;
    if (places !== 1) throw new Error(`${file}: the text to change is there ${places} times: ${from}`);
    changed.set(
      url,
      source.replace(from, () => to),
    );
  }
  return changed;
};
