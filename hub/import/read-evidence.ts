import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaKindOf, mediaTypeOfName } from '../../shared/domain/media-kind.ts';
import type { Issues } from './import-issue.ts';

export const evidenceFolder = 'submissions';

/** One evidence file on disk. `name` is what it is called there; `place` is how errors name it. */
export type EvidenceSource = {
  readonly submission: string;
  readonly slot: string;
  readonly name: string;
  readonly path: string;
  readonly place: string;
  readonly mediaType: string;
};

/** A file that is not in the folder but belongs to it, such as one that is generated. */
export type ExtraFile = {
  readonly submission: string;
  readonly slot: string;
  readonly name: string;
  readonly path: string;
};

/** What file managers leave behind; nobody submitted it. */
const litter = new Set(['thumbs.db', 'desktop.ini', '__macosx']);

const isLitter = (name: string): boolean => name.startsWith('.') || litter.has(name.toLowerCase());

/** submissions/<submission>/<slot>/<files>, two levels deep and no links. Sorted by name. */
export const readEvidence = async (
  folder: string,
  extraFiles: readonly ExtraFile[],
  issues: Issues,
): Promise<EvidenceSource[]> => {
  const sources: EvidenceSource[] = [];
  for (const submission of await foldersIn(folder, evidenceFolder, issues)) {
    const inSubmission = `${evidenceFolder}/${submission}`;
    for (const slot of await foldersIn(folder, inSubmission, issues)) {
      for (const name of await filesIn(folder, `${inSubmission}/${slot}`, issues)) {
        const place = `${inSubmission}/${slot}/${name}`;
        sources.push(source(submission, slot, name, join(folder, place), place));
      }
    }
  }
  for (const extra of extraFiles) {
    const place = `${evidenceFolder}/${extra.submission}/${extra.slot}/${extra.name}`;
    if (sources.some((one) => one.place === place)) issues.error(place, null, 'is given twice');
    else sources.push(source(extra.submission, extra.slot, extra.name, extra.path, place));
  }
  for (const one of sources) await warnAbout(one, issues);
  return sources.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
};

const source = (
  submission: string,
  slot: string,
  name: string,
  path: string,
  place: string,
): EvidenceSource => ({ submission, slot, name, path, place, mediaType: mediaTypeOfName(name) });

const warnAbout = async (one: EvidenceSource, issues: Issues): Promise<void> => {
  if (mediaKindOf(one.mediaType) === 'unknown') {
    issues.warn(
      one.place,
      null,
      'is of a kind that Assay does not open; reviewers see its name and size only',
    );
  }
  if ((await stat(one.path)).size === 0) issues.warn(one.place, null, 'is empty');
  if (one.name.length > 255) issues.error(one.place, null, 'has a name longer than 255 characters');
};

const foldersIn = async (folder: string, place: string, issues: Issues): Promise<string[]> =>
  (await entriesOf(folder, place, issues)).flatMap((entry) => {
    if (entry.isDirectory()) return [entry.name];
    issues.error(`${place}/${entry.name}`, null, 'is a file where a folder is expected');
    return [];
  });

const filesIn = async (folder: string, place: string, issues: Issues): Promise<string[]> =>
  (await entriesOf(folder, place, issues)).flatMap((entry) => {
    if (entry.isFile()) return [entry.name];
    issues.error(
      `${place}/${entry.name}`,
      null,
      'is not a file; evidence files stand directly in their slot',
    );
    return [];
  });

const entriesOf = async (folder: string, place: string, issues: Issues): Promise<Dirent[]> => {
  const entries = await readdir(join(folder, place), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') issues.error(place, null, `cannot be read (${error.code})`);
      return [];
    },
  );
  return entries.filter((entry) => {
    if (isLitter(entry.name)) return false;
    if (entry.isSymbolicLink()) {
      issues.error(`${place}/${entry.name}`, null, 'is a link; put the file itself there');
      return false;
    }
    return true;
  });
};
