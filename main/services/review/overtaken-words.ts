import { entryOf } from '../../../shared/domain/review-differences.ts';
import { operationKey, type StampedOperation } from '../../../shared/domain/review-operation.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { Overtaken } from '../../../shared/workbench-api/other-device.ts';
import type { ReadableDb } from '../../database/connection.ts';
import { readRegisters } from '../../database/tables/hub-review-registers.ts';
import { readOvertaken } from '../../database/tables/review-registers.ts';
import type { Workspace } from '../workspace.ts';
import { placeOf, type Work } from './work.ts';
import { writtenBy } from './written-by.ts';

type Place = Pick<Workspace, 'db' | 'keyring' | 'deviceId'>;

/** An edit of this device with the later one of another device that stands in its place. */
type WordsPair = {
  readonly mine: StampedOperation;
  readonly shown: Overtaken;
  readonly theirs: StampedOperation;
};

/** Words of this device that another device of the reviewer has written over since, by key. */
export const overtakenWords = (place: Place, work: Work): Result<Overtaken[]> => {
  const pairs = readPairs(place.db, place, work);
  return pairs.ok ? ok(pairs.value.map(({ shown }) => shown)) : pairs;
};

export const readPairs = (db: ReadableDb, { keyring, deviceId }: Place, work: Work): Result<WordsPair[]> => {
  const overtaken = readOvertaken(db, keyring, placeOf(work));
  if (!overtaken.ok) return overtaken;
  const keys = overtaken.value.map(({ operation }) => operationKey(operation));
  const registers = readRegisters(db, keyring, work.assignment.id, keys);
  if (!registers.ok) return registers;
  return ok(
    overtaken.value.flatMap((mine) => {
      const theirs = registers.value.get(operationKey(mine.operation));
      const by = writtenBy(theirs, deviceId);
      const words = entryOf(mine.operation);
      if (theirs === undefined || by === null || words === null) return [];
      const standing = entryOf(theirs.operation)?.value ?? null;
      const { value, ...where } = words;
      if (typeof value !== 'string' || value === '' || value === standing) return [];
      const shown: Overtaken = {
        ...where,
        mine: value,
        theirs: typeof standing === 'string' ? standing : null,
        by,
      };
      return [{ mine, theirs, shown }];
    }),
  );
};
