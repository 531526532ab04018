import { describe, expect, test } from 'vitest';
import { checkDurability } from '../deep/trace/check-durability.ts';
import { parseTrace } from '../deep/trace/parse-trace.ts';

/* The reader of system-call traces that test/deep uses, on traces written by hand. */

const subject = { root: '/p', changing: /applyEdits|open/, looking: /getStatus/, good: /\{\\"ok\\":true/ };
const socket = '23<TCP:[127.0.0.1:4000->127.0.0.1:5000]>';
const answer = `write(${socket}, "HTTP/1.1 200 OK\\r\\n\\r\\n{\\"ok\\":true,\\"value\\":{}}", 60) = 60`;
const asked = (command: string) => `read(${socket}, "POST /api/${command} HTTP/1.1\\r\\n", 65536) = 40`;

const lines = [
  asked('review.open'),
  'mkdir("/p/accounts", 0700) = 0',
  'fsync(30</p>) = 0',
  'pwrite64(31</p/accounts/keyring.json.new>, "{"..., 20, 0) = 20',
  'fsync(31</p/accounts/keyring.json.new> <unfinished ...>',
  '<... fsync resumed>) = 0',
  'rename("/p/accounts/keyring.json.new", "/p/accounts/keyring.json") = 0',
  'fsync(31</p/accounts>) = 0',
  'pwrite64(26</p/accounts/workspace.db-wal>, "\\1\\2"..., 32, 0) = 32',
  'pwrite64(26</p/accounts/workspace.db-wal>, "\\1\\2"..., 4120, 32) = 4120',
  'fdatasync(26</p/accounts/workspace.db-wal>) = 0',
  answer,
  asked('review.applyEdits'),
  'pwrite64(26</p/accounts/workspace.db-wal>, "\\1\\2"..., 4120, 4152) = 4120',
  'fsync(26</p/accounts/workspace.db-wal>) = 0',
  answer,
  'pwrite64(25</p/accounts/workspace.db>, "\\1\\2"..., 4096, 4096) = 4096',
  'fsync(25</p/accounts/workspace.db>) = 0',
  asked('review.applyEdits'),
  'pwrite64(26</p/accounts/workspace.db-wal>, "\\1\\2"..., 32, 0) = 32',
  'pwrite64(26</p/accounts/workspace.db-wal>, "\\1\\2"..., 4120, 32) = 4120',
  'fsync(26</p/accounts/workspace.db-wal>) = 0',
  answer,
];

const written = (all: readonly string[]): string =>
  [...all, '+++ exited with 0 +++'].map((line) => `77 10:00:00.000001 ${line}\n`).join('');

const violations = (all: readonly string[]) => checkDurability(written(all), subject).violations;

describe('a trace of system calls', () => {
  test('of a program that syncs before it answers is clean, and every acknowledgement is counted', () => {
    expect(checkDurability(written(lines), subject)).toMatchObject({
      violations: [],
      acknowledged: 3,
      logWrites: 5,
      renames: 1,
    });
  });

  test('hears a question also where its reading was interrupted', () => {
    const [question = ''] = lines;
    const [before = '', after = ''] = question.split('"POST');
    const apart = written([
      `${before} <unfinished ...>`,
      `<... read resumed>"POST${after}`,
      ...lines.slice(1),
    ]);
    expect(checkDurability(apart, subject)).toMatchObject({ violations: [], acknowledged: 3 });
  });

  test('without any one of its syncs it is not clean', () => {
    const syncs = lines.flatMap((line, at) => (/^f(data)?sync\(.*\) = 0$/.test(line) ? [at] : []));
    expect(syncs).toHaveLength(6);
    for (const at of syncs) expect(violations(lines.toSpliced(at, 1)), lines[at]).not.toEqual([]);
    expect(violations(lines.toSpliced(4, 2))).not.toEqual([]);
  });

  test('a sync that failed, began before the write ended, or never ended covers nothing', () => {
    const failed = lines.with(14, 'fsync(26</p/accounts/workspace.db-wal>) = -1 EIO (Input/output error)');
    expect(violations(failed)).toHaveLength(1);
    const early = [...lines.slice(0, 13), lines[14] ?? '', lines[13] ?? '', ...lines.slice(15)];
    expect(violations(early)).toHaveLength(1);
    const other = written(lines.with(14, '').filter((line) => line !== '')).replace(
      /(77 \S+ POST|77 \S+ pwrite64\(25)/,
      '78 10:00:00.000001 fsync(26</p/accounts/workspace.db-wal> <unfinished ...>\n$1',
    );
    expect(checkDurability(other, subject).violations).not.toEqual([]);
  });

  test('a folder that is made meanwhile belongs to a command, and not to one that only looks', () => {
    const meanwhile = (command: string) =>
      violations([...lines, asked(command), 'mkdir("/p/evidence", 0700) = 0', answer, 'fsync(30</p>) = 0']);
    expect(meanwhile('sync.getStatus')).toEqual([]);
    expect(meanwhile('vault.lock')).toEqual([expect.stringContaining('/p is not synced')]);
    // What is in the log is on the disk before anybody hears of it.
    const [log = ''] = lines.filter((line) => line.includes('-wal'));
    expect(violations([...lines, log, asked('sync.getStatus'), answer])).toHaveLength(1);
  });

  test('an answer before the write, or without any, is found', () => {
    const before = [
      ...lines.slice(0, 13),
      lines[15] ?? '',
      lines[13] ?? '',
      lines[14] ?? '',
      ...lines.slice(16),
    ];
    expect(violations(before)).toEqual([expect.stringContaining('nothing was written')]);
    expect(violations(lines.toSpliced(13, 2))).toEqual([expect.stringContaining('nothing was written')]);
  });

  test('a refusal promises nothing', () => {
    const refused = lines.with(15, answer.replace('true', 'false')).toSpliced(14, 1);
    const until = refused.slice(0, 15);
    expect(violations(until)).toEqual([]);
  });

  test('what is not understood is no proof', () => {
    expect(() => parseTrace('77 10:00:00.000001 fsync(26</p/x>\n')).toThrow('not understood');
    expect(() => parseTrace('77 10:00:00.000001 <... fsync resumed>) = 0\n')).toThrow('never began');
    expect(() => parseTrace('77 10:00:00.000001 fsync(26</p/x>) = 0')).toThrow('within a line');
    expect(() => parseTrace('something else\n')).toThrow('not understood');
    expect(violations([`sendfile(26</p/accounts/workspace.db-wal>, 5</x>, NULL, 10) = 10`])).toEqual([
      expect.stringContaining('not followed'),
    ]);
  });
});
