import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const runner = fileURLToPath(new URL('./run.ts', import.meta.url));

type Answer = { readonly code: number; readonly json: Record<string, unknown> };

/** The simulator as a person runs it: it replaces pieces of its own process, so it gets one. */
const sim = (...flags: string[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { maxBuffer: 64_000_000, encoding: 'utf8' } as const;
    execFile(process.execPath, [runner, ...flags, '--json'], options, (error, stdout, stderr) => {
      try {
        resolve({ code: error === null ? 0 : Number(error.code), json: JSON.parse(stdout) });
      } catch {
        reject(new Error(`${error?.message ?? ''}\n${stderr}`));
      }
    });
  });

describe('the simulator', () => {
  it('plays 150 seeds in which every rule is checked and none is broken', { timeout: 600_000 }, async () => {
    const { code, json } = await sim('--seeds', '150', '--from', '1');
    expect(json).toMatchObject({ seeds: 150, violations: 0, failed: [] });
    expect(json.meanSteps).toBeGreaterThanOrEqual(200);
    const checks = json.checks as Record<string, number>;
    expect(Object.keys(checks).map((name) => name.split(' ')[0])).toEqual(
      expect.arrayContaining([...Array.from({ length: 15 }, (_, at) => String(at + 1)), 'P1', 'P2', 'P3']),
    );
    expect(Math.min(...Object.values(checks))).toBeGreaterThan(20);
    expect(Object.keys(json.faults as object).length).toBeGreaterThanOrEqual(25);
    expect(code).toBe(0);
  });

  it('does the same for the same seeds, whoever plays them and in whatever order', {
    timeout: 120_000,
  }, async () => {
    const [alone, both] = await Promise.all([
      sim('--seeds', '4', '--from', '31', '--workers', '1'),
      sim('--seeds', '4', '--from', '31', '--workers', '2'),
    ]);
    expect(alone.json.traceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(both.json.traceHash).toBe(alone.json.traceHash);
    const others = await sim('--seeds', '4', '--from', '32', '--workers', '1');
    expect(others.json.traceHash).not.toBe(alone.json.traceHash);
  });

  it('catches planted bugs', { timeout: 240_000 }, async () => {
    const names = ['tombstone skipped', 'dequeue on 200', 'Saved before the commit'];
    const { code, json } = await sim('--mutants', ...names);
    expect(json.mutants).toMatchObject(names.map((name) => ({ name, caught: true })));
    expect(code).toBe(0);
  });

  it('shortens the schedule that found a planted bug', { timeout: 240_000 }, async () => {
    const { code, json } = await sim('--replay', '1', '--mutant', 'Saved before the commit');
    const shrunk = json.shrunk as { steps: { kind: string }[]; violation: { invariant: string } };
    expect(json).toMatchObject({ sameAgain: true, violation: { invariant: '1 saved work survives' } });
    expect(shrunk.violation.invariant).toBe('1 saved work survives');
    expect(shrunk.steps.length).toBeLessThanOrEqual(3);
    expect(shrunk.steps.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(edit|finish)$/)]),
    );
    expect(code).toBe(1);
  });
});
