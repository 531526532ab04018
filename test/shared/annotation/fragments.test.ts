import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { clockTime } from '../../../shared/annotation/clock-time.ts';
import { decimal } from '../../../shared/annotation/decimal.ts';
import { parseMediaFragment, writeMediaFragment } from '../../../shared/annotation/media-fragment.ts';
import { parsePdfFragment, writePdfFragment } from '../../../shared/annotation/pdf-fragment.ts';
import { parseSvgRects, writeSvgRects } from '../../../shared/annotation/svg-rects.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test('a number in digits is that number, and has no exponent', () => {
  fc.assert(
    fc.property(finite, (value) => {
      expect(decimal(value)).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(decimal(value))).toBe(Object.is(value, -0) ? 0 : value);
    }),
  );
  expect(() => decimal(Number.NaN)).toThrow();
});

test('a time of day is rounded to milliseconds as a whole', () => {
  expect([0, 59.9996, 3599.9999, 3661.25, 360_000].map((seconds) => clockTime(seconds))).toEqual([
    '0:00:00.000',
    '0:01:00.000',
    '1:00:00.000',
    '1:01:01.250',
    '100:00:00.000',
  ]);
});

describe('media fragments', () => {
  const times: readonly [string, unknown][] = [
    ['t=10', { start: 10, end: null }],
    ['t=,20', { start: 0, end: 20 }],
    ['t=10.5,20.25', { start: 10.5, end: 20.25 }],
    ['t=npt:10,20', { start: 10, end: 20 }],
    ['t=01:02', { start: 62, end: null }],
    ['t=0:02:00,121.5', { start: 120, end: 121.5 }],
    ['t=npt:120:00:01.5', { start: 432_001.5, end: null }],
    ['#t=10', { start: 10, end: null }],
    ['t=5&track=audio&t=10', { start: 10, end: null }],
    ['t=5&t=bad', { start: 5, end: null }],
    ['%74=%6ept%3A10%2C20', { start: 10, end: 20 }],
  ];
  test.each(times)('%s is a time', (fragment, time) => {
    expect(parseMediaFragment(fragment)).toEqual({ time, area: null });
  });

  const areas: readonly [string, unknown][] = [
    ['xywh=160,120,320,240', { unit: 'pixel', x: 160, y: 120, width: 320, height: 240 }],
    ['xywh=pixel:160,120,320,240', { unit: 'pixel', x: 160, y: 120, width: 320, height: 240 }],
    ['xywh=percent:25,25,50.5,50', { unit: 'percent', x: 25, y: 25, width: 50.5, height: 50 }],
  ];
  test.each(areas)('%s is an area', (fragment, area) => {
    expect(parseMediaFragment(fragment)).toEqual({ time: null, area });
  });

  test.each(['xywh=percent:1,2,3,4&t=1,2', 't=1,2&xywh=percent:1,2,3,4'])(
    '%s is both, in any order',
    (fragment) => {
      expect(parseMediaFragment(fragment)).toEqual({
        time: { start: 1, end: 2 },
        area: { unit: 'percent', x: 1, y: 2, width: 3, height: 4 },
      });
    },
  );

  test.each([
    ...[
      '',
      't=',
      't=,',
      't=20,10',
      't=10,10',
      't=-1',
      't=1e3',
      't=1,2,3',
      't=61:00',
      't=1:60',
      't=1:5',
      't=smpte:0:00:01',
    ],
    ...['T=10', 't', '=10', 't=%ff', 'xywh=1,2,3', 'xywh=1,2,3,-4', 'xywh=em:1,2,3,4', 'id=chapter'],
  ])('"%s" is nothing', (fragment) => {
    expect(parseMediaFragment(fragment)).toBeNull();
  });

  it('are read as they are written', () => {
    const share = fc.double({ min: 0, max: 1e5, noNaN: true }).map((value) => value + 0);
    const area = fc.record({
      unit: fc.constantFrom('percent', 'pixel'),
      x: share,
      y: share,
      width: share,
      height: share,
    });
    const time = fc.tuple(share, fc.option(share)).map(([a, b]) => {
      const [start, end] = b === null ? [a, null] : [Math.min(a, b), Math.max(a, b)];
      return { start, end: end === start ? null : end };
    });
    fc.assert(
      fc.property(fc.option(time), fc.option(area), (t, a) => {
        fc.pre(t !== null || a !== null);
        const fragment = { time: t, area: a };
        expect(parseMediaFragment(writeMediaFragment(fragment))).toEqual(
          JSON.parse(JSON.stringify(fragment)),
        );
      }),
    );
  });
});

describe('PDF fragments', () => {
  const fragments: readonly [string, unknown][] = [
    ['page=4', { page: 4, rect: null }],
    ['#page=4', { page: 4, rect: null }],
    ['page=4&viewrect=10,20,300,12.5', { page: 4, rect: { x: 10, y: 20, width: 300, height: 12.5 } }],
    ['viewrect=10,20,300,12&zoom=100&page=4', { page: 4, rect: { x: 10, y: 20, width: 300, height: 12 } }],
    ['page=4&highlight=10,40,20,25', { page: 4, rect: { x: 10, y: 20, width: 30, height: 5 } }],
    ['page=4&viewrect=-5,-0.5,1,1', { page: 4, rect: { x: -5, y: -0.5, width: 1, height: 1 } }],
    ['page=4&viewrect=1,2,3', { page: 4, rect: null }],
    ['page=4&viewrect=1,2,-3,4', { page: 4, rect: null }],
    ['page=2&page=x', { page: 2, rect: null }],
  ];
  test.each(fragments)('%s', (fragment, read) => {
    expect(parsePdfFragment(fragment)).toEqual(read);
  });

  test.each(['', 'page=0', 'page=-1', 'page=1.5', 'nameddest=chapter1', 'viewrect=1,2,3,4'])(
    '"%s" names no page',
    (fragment) => {
      expect(parsePdfFragment(fragment)).toBeNull();
    },
  );

  it('are read as they are written', () => {
    expect(writePdfFragment({ page: 4, rect: { x: 1, y: 2, width: 3, height: 4 } })).toBe(
      'page=4&viewrect=1,2,3,4',
    );
  });
});

describe('rectangles as SVG', () => {
  const box = { x: 10, y: 20, width: 30, height: 5 };
  const read: readonly [string, string][] = [
    [
      'a rectangle',
      '<svg xmlns="http://www.w3.org/2000/svg"><rect x="10" y="20" width="30" height="5"/></svg>',
    ],
    ['one with an open end', "<svg><rect height='5' width='30' y='20' x='10' class=\"mark\"></rect></svg>"],
    ['a polygon', '<svg><polygon points="10,20 40,20 40,25 10,25"/></svg>'],
    ['a path', '<svg><path d="M10,20 L40,20 L40,25 L10,25 Z"/></svg>'],
    ['a path of relative lines', '<svg><path d="m10 20 h30 v5 l-30 0z"/></svg>'],
    [
      'a path in a group with a title',
      '<?xml version="1.0"?><svg:svg><g><title>x</title><path d="M 10 20 H 40 V 25"/></g></svg:svg>',
    ],
  ];
  test.each(read)('%s is read', (_, svg) => {
    expect(parseSvgRects(svg)).toEqual([box]);
  });

  const refused: readonly [string, string][] = [
    ['nothing', '<svg></svg>'],
    ['no SVG', 'a rectangle'],
    ['a circle', '<svg><circle cx="1" cy="1" r="1"/></svg>'],
    ['a curve', '<svg><path d="M0,0 C1,1 2,2 3,3"/></svg>'],
    ['a transform', '<svg><rect transform="scale(2)" x="1" y="1" width="1" height="1"/></svg>'],
    ['a script', '<svg><script>alert(1)</script><rect x="1" y="1" width="1" height="1"/></svg>'],
    ['an entity', '<!DOCTYPE svg [<!ENTITY x "1">]><svg><rect x="&x;" y="1" width="1" height="1"/></svg>'],
    ['attributes without quotes', '<svg><rect x=1 y=1 width=1 height=1/></svg>'],
    ['a size below nothing', '<svg><rect x="1" y="1" width="-1" height="1"/></svg>'],
    ['a rectangle without a size', '<svg><rect x="1" y="1"/></svg>'],
    ['half a point', '<svg><polygon points="1,2 3"/></svg>'],
    ['more than a place may have', `<svg>${'<rect width="1" height="1"/>'.repeat(501)}</svg>`],
    ['endless blanks', `<svg><rect ${' '.repeat(150_000)}`],
  ];
  test.each(refused)('%s is refused', (_, svg) => {
    expect(parseSvgRects(svg)).toBeNull();
  });

  it('are read as they are written', () => {
    const size = finite.map((value) => Math.abs(value));
    const rect = fc.record({ x: finite, y: finite, width: size, height: size });
    fc.assert(
      fc.property(fc.array(rect, { minLength: 1, maxLength: 9 }), (rects) => {
        const plain = JSON.parse(JSON.stringify(rects));
        expect(parseSvgRects(writeSvgRects(rects))).toEqual(plain);
      }),
    );
  });
});
