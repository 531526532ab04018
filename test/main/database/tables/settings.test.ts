import { describe, expect, test } from 'vitest';
import { readSettings, writeSettings } from '../../../../main/database/tables/settings.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { defaultSettings } from '../../../../shared/workbench-api/app-state.ts';
import { openReviewWorkspace } from '../../../helpers/review-workspace.ts';

const stored = async (name: string, value: string) => {
  const { workspace, write } = await openReviewWorkspace();
  write((db) => {
    db.prepare('INSERT INTO device_settings (name, value) VALUES (?, ?)').run(name, value);
    return ok(undefined);
  });
  return readSettings(workspace.db);
};

describe('settings', () => {
  test('are the defaults until they are set, and then what was set', async () => {
    const { workspace, write } = await openReviewWorkspace();
    expect(readSettings(workspace.db)).toEqual(defaultSettings);
    write((db) => {
      writeSettings(db, { theme: 'dark', keys: { 'review.cite': ['y', 'g y'], 'future.command': [] } });
      return ok(undefined);
    });
    expect(readSettings(workspace.db)).toEqual({
      ...defaultSettings,
      theme: 'dark',
      keys: { 'review.cite': ['y', 'g y'], 'future.command': [] },
    });
  });

  test('one command’s keys that cannot be read do not cost the others theirs', async () => {
    const keys = {
      'review.cite': ['y'],
      'review.amend': 'y',
      'review.half': ['y', 7],
      'review.rationale': Array(7).fill('y'),
      'review.overall': ['y'.repeat(41)],
    };
    const settings = await stored('keys', JSON.stringify(keys));
    expect(settings).toEqual({ ...defaultSettings, keys: { 'review.cite': ['y'] } });
  });

  test.each([
    ['keys', '"y"'],
    ['keys', '['],
    ['theme', '"sepia"'],
    ['ofAnotherVersion', 'true'],
  ])('%s that is %s counts as not set', async (name, value) => {
    expect(await stored(name, value)).toEqual(defaultSettings);
  });
});
