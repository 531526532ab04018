import type { Edit } from '../../sim/mutants/plant.ts';

const saveSession = 'return inTransaction(db, (writable) => {\n    putSession(writable, own.value);';
const readTheWork = 'const work = readWork(db, edits.assignmentId, deps.clock.now());';
const writePart = 'const written = await file.writer.writePart(part, bytes.value);';

/**
 * Bugs that the proofs of this folder must find, by name. `backup at once` is none: it brings the first daily backup
 * forward, which otherwise comes a minute after unlocking.
 */
export const plantedBugs: Readonly<Record<string, readonly Edit[]>> = {
  'synchronous off': [
    { file: 'main/database/open.ts', from: "'synchronous=FULL',", to: "'synchronous=OFF'," },
  ],
  'synchronous normal': [
    { file: 'main/database/open.ts', from: "'synchronous=FULL',", to: "'synchronous=NORMAL'," },
  ],
  'files are not synced': [
    {
      file: 'main/keys/durable-file.ts',
      from: 'await writeFully(file, content, 0);\n    await file.sync();',
      to: 'await writeFully(file, content, 0);',
    },
  ],
  'folders are not synced': [{ file: 'main/keys/durable-file.ts', from: 'await folder.sync();', to: '' }],
  'evidence is not synced': [
    {
      file: 'main/evidence/evidence-writer.ts',
      from: 'await file.truncate(container.fileSize);\n    await file.sync();',
      to: 'await file.truncate(container.fileSize);',
    },
    {
      file: 'main/evidence/evidence-writer.ts',
      from: "const begun = attempt('writing evidence', () => file.sync())",
      to: "const begun = attempt('writing evidence', async () => undefined)",
    },
  ],
  'hub synchronous off': [
    { file: 'hub/database/open.ts', from: "'synchronous = FULL',", to: "'synchronous = OFF'," },
  ],
  'hub synchronous normal': [
    { file: 'hub/database/open.ts', from: "'synchronous = FULL',", to: "'synchronous = NORMAL'," },
  ],

  'backup at once': [
    { file: 'main/services/daily-backup.ts', from: 'const FIRST_MS = 60_000;', to: 'const FIRST_MS = 50;' },
  ],
  'token in the log': [
    {
      file: 'main/services/admit.ts',
      from: saveSession,
      to: `desk.deps.ports.log('info', 'session.stored', { id: own.value.token });\n  ${saveSession}`,
    },
  ],
  'feedback in a column': [
    {
      file: 'main/services/review/apply-edits.ts',
      from: readTheWork,
      to: `db.prepare("INSERT OR REPLACE INTO device_settings (name, value) VALUES ('last', ?)").run(JSON.stringify(edits.operations));\n  ${readTheWork}`,
    },
  ],
  'evidence in a temporary file': [
    {
      file: 'main/sync/download/fetch-parts.ts',
      from: writePart,
      to: `(await import('node:fs')).writeFileSync(process.env.TMPDIR + '/part', bytes.value);\n    ${writePart}`,
    },
  ],
  'feedback on standard error': [
    {
      file: 'main/services/review/apply-edits.ts',
      from: readTheWork,
      to: `process.stderr.write(JSON.stringify(edits.operations));\n  ${readTheWork}`,
    },
  ],
};
