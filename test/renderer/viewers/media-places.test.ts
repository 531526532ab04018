import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBehindEnd, revealTime } from '../../../renderer/viewers/media-actions.ts';
import {
  innermost,
  loopJump,
  moveEnd,
  moveSpan,
  noRange,
  type Span,
  spanOf,
  withEnd,
  withStart,
} from '../../../renderer/viewers/media-range.ts';
import { retimed, type TimedMark, timedMarks } from '../../../renderer/viewers/media-retime.ts';
import { layOutLanes, mostRows, placeInLane } from '../../../renderer/viewers/timeline-lanes.ts';
import type { QuotedPlace } from '../../../renderer/viewers/transcript-quotes.ts';
import type { TimeLocator } from '../../../renderer/viewers/transcript-text.ts';
import { mediaAnchors } from '../../../renderer/viewers/use-media-anchors.ts';
import type { TranscriptState } from '../../../renderer/viewers/use-transcript.ts';
import { pictureBox } from '../../../renderer/viewers/video-picture.ts';
import { isAbout } from '../../../renderer/viewers/video-regions.tsx';
import { locatorSchema } from '../../../shared/domain/locator.ts';

const duration = 600;
const time = fc.integer({ min: 0, max: duration * 1000 }).map((ms) => ms / 1000);
const span: fc.Arbitrary<Span> = fc
  .tuple(time, time)
  .filter(([a, b]) => Math.abs(a - b) > 0.01)
  .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const by = fc.double({ min: -800, max: 800, noNaN: true });

const point = (start: number): TimeLocator => ({ kind: 'time', start, end: null, region: null, quote: null });
const markOf = (id: number, start: number, end: number | null, letters = 'A'): TimedMark => ({
  id: String(id),
  title: `${letters} ${start}`,
  letters,
  tone: 1,
  locator: { ...point(start), end },
});

describe('a range', () => {
  it('covers the same time whichever of its ends was set first', () => {
    fc.assert(
      fc.property(time, time, time, (a, b, now) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const covered = high - low >= 0.001 ? { start: low, end: high } : null;
        expect(spanOf(withEnd(withStart(noRange, a), b), now)).toEqual(covered);
        if (a < b) expect(spanOf(withStart(withEnd(noRange, b), a), now)).toEqual(covered);
      }),
    );
  });

  it('swaps an end before its start, and begins anew behind its end', () => {
    expect(withEnd({ start: 20, end: null }, 12)).toEqual({ start: 12, end: 20 });
    expect(withEnd({ start: 20, end: 30 }, 12)).toEqual({ start: 12, end: 20 });
    expect(withStart({ start: 20, end: 30 }, 40)).toEqual({ start: 40, end: null });
    expect(withStart({ start: 20, end: 30 }, 25)).toEqual({ start: 25, end: 30 });
  });

  it('that was only begun goes on until now', () => {
    expect(spanOf({ start: 5, end: null }, 9)).toEqual({ start: 5, end: 9 });
    expect(spanOf({ start: 5, end: null }, 2)).toEqual({ start: 2, end: 5 });
    expect(spanOf({ start: 5, end: null }, 5)).toBeNull();
    expect(spanOf(noRange, 5)).toBeNull();
  });

  it('keeps its length when it is moved and its other end when one is, and stays inside', () => {
    fc.assert(
      fc.property(span, by, fc.constantFrom('start', 'end'), (whole, seconds, side) => {
        const moved = moveSpan(whole, seconds, duration);
        expect(moved.end - moved.start).toBeCloseTo(whole.end - whole.start, 6);
        expect(moved.start).toBeGreaterThanOrEqual(0);
        expect(moved.end).toBeLessThanOrEqual(duration + 1e-6);
        const bent = moveEnd(whole, side, whole[side] + seconds, duration);
        expect(bent[side === 'start' ? 'end' : 'start']).toBe(whole[side === 'start' ? 'end' : 'start']);
        expect(bent.end).toBeGreaterThan(bent.start);
      }),
    );
  });

  it('is looped only by playing over its end', () => {
    const loop = { start: 3, end: 5 };
    expect(loopJump(loop, 4.98, 5.01)).toBe(3);
    expect(loopJump(loop, 4, 4.02)).toBeNull();
    expect(loopJump(loop, 7, 7.02), 'gone elsewhere').toBeNull();
  });

  it('that is looped at a place is the innermost one around it', () => {
    const spans = [
      { start: 0, end: 100 },
      { start: 10, end: 20 },
      { start: 15, end: 90 },
    ];
    expect(innermost(spans, 16)).toEqual({ start: 10, end: 20 });
    expect(innermost(spans, 95)).toEqual({ start: 0, end: 100 });
    expect(innermost(spans, 200)).toBeNull();
  });
});

describe('retiming a citation', () => {
  it('gives a place that can be kept, inside the recording, and back again where there was room', () => {
    fc.assert(
      fc.property(
        fc.option(span),
        time,
        fc.constantFrom('whole', 'start', 'end'),
        by,
        (range, at, part, seconds) => {
          const locator: TimeLocator = range === null ? point(at) : { ...point(range.start), end: range.end };
          const moved = retimed(locator, part, seconds, duration);
          expect(locatorSchema.parse(moved)).toEqual(moved);
          expect(moved.end ?? moved.start).toBeLessThanOrEqual(duration);
          expect(moved.end === null).toBe(range === null);
          const small = retimed(retimed(locator, 'whole', 0.04, duration), 'whole', -0.04, duration);
          if ((locator.end ?? locator.start) < duration - 1)
            expect(small.start).toBeCloseTo(locator.start, 2);
        },
      ),
    );
  });

  it('drops words that are not said in the new time', () => {
    const quote = { exact: 'yeast', prefix: '', suffix: '' };
    const cited = { ...point(10), end: 12, quote };
    expect(retimed(cited, 'whole', 0.5, duration, () => true).quote).toEqual(quote);
    expect(retimed(cited, 'whole', 99, duration, () => false).quote).toBeNull();
  });
});

describe('the lane of citations', () => {
  const lanes = fc.record({
    marks: fc.array(fc.tuple(time, fc.option(time), fc.constantFrom('', 'A', 'ABC')), { maxLength: 200 }),
    width: fc.integer({ min: 60, max: 1600 }),
  });

  it('shows every citation once, in at most three rows, none over another, none outside', () => {
    fc.assert(
      fc.property(lanes, ({ marks, width }) => {
        const timed = timedMarks(
          marks.map(([start, end, letters], id) =>
            markOf(id, start, end === null ? null : Math.max(start, end), letters),
          ),
        );
        const { items, rows } = layOutLanes(timed, duration, width);
        expect(items.flatMap((item) => item.marks.map(({ id }) => id)).sort()).toEqual(
          timed.map(({ id }) => id).sort(),
        );
        expect(rows).toBeLessThanOrEqual(mostRows);
        for (let row = 0; row < rows; row += 1) {
          const inRow = items.filter((item) => item.row === row).sort((a, b) => a.left - b.left);
          for (const [at, item] of inRow.entries()) {
            expect(item.left).toBeGreaterThanOrEqual(0);
            expect(item.left + item.width).toBeLessThanOrEqual(width + 1e-6);
            const next = inRow[at + 1];
            if (next !== undefined && item.marks.length === 1 && next.marks.length === 1)
              expect(item.left + item.width).toBeLessThanOrEqual(next.left + 1e-6);
          }
        }
      }),
    );
  });

  it('stays quick and small with 2,000 citations', () => {
    const timed = timedMarks(
      Array.from({ length: 2000 }, (_, id) => markOf(id, (id * 7919) % duration, null)),
    );
    const begun = performance.now();
    const { items } = layOutLanes(timed, duration, 700);
    expect(performance.now() - begun).toBeLessThan(200);
    expect(items.length).toBeLessThan(150);
    expect(items.some(({ marks }) => marks.length > 100)).toBe(true);
  });

  it('centres a point on its time and draws a range from start to end', () => {
    expect(placeInLane(markOf(1, 300, null), duration, 600)).toEqual({ left: 291, width: 18 });
    expect(placeInLane(markOf(1, 300, 400), duration, 600)).toEqual({ left: 300, width: 100 });
    expect(layOutLanes([markOf(1, 1, null)], 0, 600)).toEqual({ items: [], rows: 0 });
  });
});

describe('going to a place', () => {
  it('behind the end is told, and a little rounding is not', () => {
    expect(isBehindEnd(60.05, 60)).toBe(false);
    expect(isBehindEnd(60.2, 60)).toBe(true);
    expect(isBehindEnd(60, Number.POSITIVE_INFINITY)).toBe(false);
    expect(isBehindEnd(60, 0)).toBe(false);
  });

  it('tells which citations are lost, and which quotes cannot be told from other words', () => {
    const quote = { exact: 'yeast in it', prefix: '', suffix: '' };
    const quoted = { ...markOf(3, 5, 6), locator: { ...markOf(3, 5, 6).locator, quote } };
    const whole = { ...markOf(4, 0, null), locator: { kind: 'whole' as const } };
    const marks = [markOf(1, 10, null), markOf(2, 61, null), quoted, whole];
    const told = (transcript: TranscriptState, places: readonly QuotedPlace[] = []) =>
      Object.fromEntries(
        mediaAnchors(marks, 60, transcript, new Map(places.map((one) => [one.mark.id, one]))),
      );
    const known = { '1': 'found', '2': 'lost', '4': 'found' };
    expect(told({ kind: 'loading' })).toEqual(known);
    expect(told({ kind: 'none' })).toEqual({ ...known, '3': 'moved' });
    expect(told({ kind: 'failed' })).toEqual({ ...known, '3': 'moved' });
    const place: QuotedPlace = { mark: quoted, from: 0, to: 4, state: 'found', saidThen: true };
    expect(told({ kind: 'none' }, [place])).toEqual({ ...known, '3': 'found' });
  });

  it('the whole file is always there', () => {
    expect(revealTime(null, { kind: 'whole' })).toBe(true);
  });
});

describe('the picture of a video', () => {
  it('lies whole and centred in its screen, at its own shape', () => {
    const size = fc.record({
      width: fc.integer({ min: 1, max: 4000 }),
      height: fc.integer({ min: 1, max: 4000 }),
    });
    fc.assert(
      fc.property(size, size, (screen, picture) => {
        const box = pictureBox(screen, picture);
        if (box === null) throw new Error('it has a size');
        expect(box.width / box.height).toBeCloseTo(picture.width / picture.height, 6);
        expect(box.left * 2 + box.width).toBeCloseTo(screen.width, 6);
        expect(box.top * 2 + box.height).toBeCloseTo(screen.height, 6);
        expect(Math.min(box.left, box.top)).toBeCloseTo(0, 6);
      }),
    );
    expect(pictureBox({ width: 0, height: 10 }, { width: 3, height: 2 })).toBeNull();
  });

  it('shows areas cited at this moment, or in a range around it', () => {
    expect(isAbout(markOf(1, 10, null), 10.4)).toBe(true);
    expect(isAbout(markOf(1, 10, null), 10.6)).toBe(false);
    expect(isAbout(markOf(1, 10, 20), 20)).toBe(true);
    expect(isAbout(markOf(1, 10, 20), 9.9)).toBe(false);
  });
});
