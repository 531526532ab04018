import { describe, expect, it } from 'vitest';
import { flagHeight, flagWidth, placeFlags } from '../../../renderer/viewers/pdf-flags.ts';
import { createPdfQueue, type PdfJob } from '../../../renderer/viewers/pdf-queue.ts';
import { refusalOfError, refusalOfHead } from '../../../renderer/viewers/pdf-refusal.ts';

/** A job that ends when it is told to, and what became of it. */
const manualJob = (rank: () => number, log: string[], name: string) => {
  const ended = Promise.withResolvers<void>();
  const job: PdfJob = {
    rank,
    run: (signal) => {
      log.push(`${name} begins`);
      signal.addEventListener('abort', () => {
        log.push(`${name} stops`);
        ended.resolve();
      });
      return ended.promise;
    },
  };
  return { job, end: ended.resolve };
};

const turns = async (): Promise<void> => {
  for (let at = 0; at < 5; at += 1) await Promise.resolve();
};

describe('the work on a PDF', () => {
  it('is done one at a time, what is in view first, asked anew each time', async () => {
    const log: string[] = [];
    const queue = createPdfQueue();
    let inView = 3;
    const jobs = [1, 2, 3, 4].map((page) => manualJob(() => Math.abs(page - inView), log, `page ${page}`));
    for (const { job } of jobs) queue.add(job);
    expect(log).toEqual(['page 1 begins']);
    inView = 4;
    for (const { end } of jobs) end();
    await turns();
    await turns();
    expect(log).toEqual(['page 1 begins', 'page 4 begins', 'page 3 begins', 'page 2 begins']);
    expect(queue.idle()).toBe(true);
  });

  it('is not begun for pages that fly past, nor for those that were taken back', async () => {
    const log: string[] = [];
    const queue = createPdfQueue();
    queue.hold(true);
    const flown = manualJob(() => 0, log, 'flown past');
    const stays = manualJob(() => 0, log, 'stays');
    const takeBack = queue.add(flown.job);
    queue.add(stays.job);
    expect(log).toEqual([]);
    takeBack();
    queue.hold(false);
    expect(log).toEqual(['stays begins']);
    stays.end();
    await turns();
    expect(queue.idle()).toBe(true);
  });

  it('stops what runs when that is taken back, and goes on with the next', async () => {
    const log: string[] = [];
    const queue = createPdfQueue();
    const first = manualJob(() => 0, log, 'first');
    const second = manualJob(() => 1, log, 'second');
    const stop = queue.add(first.job);
    queue.add(second.job);
    stop();
    await turns();
    expect(log).toEqual(['first begins', 'first stops', 'second begins']);
    queue.clear();
    await turns();
    expect(queue.idle()).toBe(true);
  });
});

describe('the flags of marks', () => {
  const rect = { x: 100, y: 200, width: 150, height: 12 };

  it('stand left of their line, and do not cover each other', () => {
    const flags = placeFlags(Array.from({ length: 8 }, () => ({ rect, letters: 'AB', isArea: false })));
    const width = flagWidth('AB');
    for (const [at, a] of flags.entries()) {
      expect(a.x + width).toBeLessThanOrEqual(rect.x);
      for (const b of flags.slice(at + 1)) {
        expect(Math.abs(a.x - b.x) >= width || Math.abs(a.y - b.y) >= flagHeight).toBe(true);
      }
    }
  });

  it('stand above a line that runs down the page', () => {
    const [flag] = placeFlags([
      { rect: { x: 300, y: 50, width: 12, height: 150 }, letters: 'A', isArea: false },
    ]);
    expect((flag?.y ?? 0) + flagHeight).toBeLessThanOrEqual(50);
  });
});

describe('a file that is not shown', () => {
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

  it('is told by its first bytes', () => {
    expect(refusalOfHead(bytes('%PDF-1.7\n'))).toBeNull();
    expect(refusalOfHead(bytes(`${' '.repeat(200)}%PDF-1.4`))).toBeNull();
    expect(refusalOfHead(bytes('PK\u0003\u0004 a zip by another name'))).toBe('not-pdf');
    expect(refusalOfHead(bytes('GIF89a and then %PDF-1.4'))).toBe('not-pdf');
    expect(refusalOfHead(bytes('neither here nor there'))).toBe('not-pdf');
    expect(refusalOfHead(new Uint8Array())).toBe('not-pdf');
  });

  it('is told by what pdf.js says', () => {
    const named = (name: string): Error => Object.assign(new Error('no'), { name });
    expect(refusalOfError(named('PasswordException'))).toBe('password');
    expect(refusalOfError(named('InvalidPDFException'))).toBe('damaged');
    expect(refusalOfError(new TypeError('Failed to fetch'))).toBe('unreadable');
  });
});
