import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createChangeBus } from '../../../main/core/change-bus.ts';
import { createIds } from '../../../main/core/ids.ts';
import { migrations } from '../../../main/database/migrate.ts';
import { openDatabase } from '../../../main/database/open.ts';
import { asRootKey, deriveKeys } from '../../../main/keys/root-key.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import { openWorkspace } from '../../../main/services/workspace.ts';
import { assignmentIdSchema, deviceIdSchema } from '../../../shared/domain/ids.ts';
import { reviewOperationSchema } from '../../../shared/domain/review-operation.ts';
import { type CrashPoint, doomDatabase } from '../../sim/world/crash.ts';

/*
 * A program that kills itself (SIGKILL) at a point of its own choosing. Arguments: the folder, then what it does, then where
 * it dies. It prints what has been answered as saved, one line each.
 */

const [folder = '', task = '', where = ''] = process.argv.slice(2);
const keys = deriveKeys(asRootKey(new Uint8Array(32).fill(7)));

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
};

/** Takes a database with a row in it through one step of the schema, and dies when only the commit is missing. */
const migrate = (version: number): void => {
  const database = { file: join(folder, 'workspace.db'), key: keys.databaseKey };
  if (version > 0) {
    const opened = openDatabase({ ...database, knownMigrations: migrations.slice(0, version) });
    if (!opened.ok) throw new Error(opened.problem.code);
    opened.value.db.exec("INSERT INTO device_settings (name, value) VALUES ('theme', '\"dark\"')");
    opened.value.db.close();
  }
  const { prototype } = createRequire(import.meta.url)('better-sqlite3') as {
    prototype: { exec(sql: string): unknown };
  };
  const { exec } = prototype;
  prototype.exec = function (sql) {
    const done = exec.call(this, sql);
    return sql === `PRAGMA user_version = ${version + 1}` ? die() : done;
  };
  openDatabase(database);
};

const write = async (point: CrashPoint): Promise<void> => {
  const random = (size: number) => new Uint8Array(randomBytes(size));
  const opened = await openWorkspace({ folder, keys, random, newDeviceId: deviceIdSchema.parse('device-1') });
  if (!opened.ok) throw new Error(opened.problem.code);
  const workspace = opened.value;
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const deps = {
    workspace,
    clock,
    ids: createIds(clock, random),
    bus: createChangeBus(() => undefined),
    log: () => undefined,
    wakeSync: () => undefined,
    downloadNow: () => undefined,
  };
  let commits = 0;
  doomDatabase(workspace.db, (reached) => {
    if (reached === 'before-commit') commits += 1;
    if (reached === point && commits === 4) die();
  });
  for (let n = 1; ; n += 1) {
    const saved = await applyEdits(deps, {
      assignmentId: assignmentIdSchema.parse('assignment-1'),
      operations: [
        reviewOperationSchema.parse({ op: 'rationale.set', criterionId: 'opening', text: `Words ${n}.` }),
      ],
      activeSeconds: 1,
    });
    if (!saved.ok) throw new Error(saved.problem.code);
    writeSync(1, `Words ${n}.\n`);
  }
};

if (task === 'write') await write(where as CrashPoint);
else migrate(Number(where));
