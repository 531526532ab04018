import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locatorOf } from '../../../shared/annotation/locator-of.ts';
import { selectorsOf } from '../../../shared/annotation/selectors-of.ts';
import { type Locator, locatorSchema } from '../../../shared/domain/locator.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok } from '../../../shared/lib/result.ts';
import { anyLocator } from './arbitrary-annotation.ts';

const mediaFragments = 'http://www.w3.org/TR/media-frags/';
const pdfFragments = 'http://tools.ietf.org/rfc/rfc3778';

/** As a file has them. */
const onDisk = (locator: Locator): unknown[] => JSON.parse(JSON.stringify(selectorsOf(locator)));

const place = (raw: unknown): Locator => locatorSchema.parse(raw);

const read = (...selectors: unknown[]): Locator => {
  const found = locatorOf(selectors);
  if (!found.ok) throw new Error(found.problem.code);
  return found.value.locator;
};

const quote = { exact: 'waits', prefix: 'She ', suffix: ' again' };
const position = { start: 4, end: 9 };
const quoteSelector = { type: 'TextQuoteSelector', ...quote };
const positionSelector = { type: 'TextPositionSelector', ...position };

describe('every place', () => {
  it('comes back from its selectors as it was', () => {
    fc.assert(
      fc.property(anyLocator, (locator) => {
        expect(locatorOf(onDisk(locator))).toEqual(ok({ locator, remarks: [] }));
      }),
      { numRuns: 400 },
    );
  });

  it('is read the same whatever the order of its selectors', () => {
    fc.assert(
      fc.property(anyLocator, (locator) => {
        const turned = onDisk(locator).map((selectors) => (selectors as unknown[]).toReversed());
        expect(read(...turned)).toEqual(locator);
      }),
    );
  });
});

describe('the selectors of', () => {
  const shapes: readonly [string, unknown, unknown][] = [
    ['the whole file', { kind: 'whole' }, [[]]],
    [
      'a range of time with a region and the words of the captions',
      { kind: 'time', start: 61.2, end: 74.8, region: { x: 10, y: 20, width: 30, height: 25 }, quote },
      [
        [
          {
            type: 'FragmentSelector',
            conformsTo: mediaFragments,
            value: 't=61.2,74.8&xywh=percent:10,20,30,25',
            refinedBy: quoteSelector,
          },
        ],
      ],
    ],
    [
      'a point in time',
      { kind: 'time', start: 41, end: null, region: null, quote: null },
      [[{ type: 'FragmentSelector', conformsTo: mediaFragments, value: 't=41' }]],
    ],
    [
      'an area of a picture',
      { kind: 'region', region: { x: 0, y: 12.5, width: 50, height: 100 } },
      [[{ type: 'FragmentSelector', conformsTo: mediaFragments, value: 'xywh=percent:0,12.5,50,100' }]],
    ],
    ['words of a text', { kind: 'text', quote, position }, [[quoteSelector, positionSelector]]],
    [
      'words of a PDF that run over a page break',
      {
        kind: 'page',
        page: 4,
        rects: [
          { x: 72, y: 700, width: 300, height: 12 },
          { x: 72, y: 714, width: 100.5, height: 12 },
        ],
        quote,
        position,
        continued: [
          { page: 5, rects: [{ x: 72, y: 72, width: 40, height: 12 }], quote: null, position: null },
        ],
      },
      [
        [
          {
            type: 'FragmentSelector',
            conformsTo: pdfFragments,
            value: 'page=4&viewrect=72,700,300,26',
            refinedBy: {
              type: 'SvgSelector',
              value:
                '<svg xmlns="http://www.w3.org/2000/svg"><rect x="72" y="700" width="300" height="12"/><rect x="72" y="714" width="100.5" height="12"/></svg>',
            },
          },
          quoteSelector,
          {
            type: 'FragmentSelector',
            conformsTo: pdfFragments,
            value: 'page=4',
            refinedBy: positionSelector,
          },
        ],
        [{ type: 'FragmentSelector', conformsTo: pdfFragments, value: 'page=5&viewrect=72,72,40,12' }],
      ],
    ],
  ];
  it.each(shapes)('%s', (_, locator, selectors) => {
    expect(selectorsOf(place(locator))).toEqual(selectors);
  });

  it('a range that ends where it begins are those of a point: the grammar has no empty range', () => {
    const empty = place({ kind: 'time', start: 5, end: 5, region: null });
    expect(selectorsOf(empty)).toEqual([
      [{ type: 'FragmentSelector', conformsTo: mediaFragments, value: 't=5' }],
    ]);
  });
});

describe('other lawful selectors are read:', () => {
  it('one alone, not in a list', () => {
    expect(read({ type: 'FragmentSelector', conformsTo: mediaFragments, value: 't=,20' })).toMatchObject({
      start: 0,
      end: 20,
    });
  });

  it('a fragment whose grammar is told by its form, or by the newer RFC', () => {
    expect(read({ type: 'FragmentSelector', value: 'page=3' })).toMatchObject({
      kind: 'page',
      page: 3,
      rects: [],
    });
    const newer = 'https://www.rfc-editor.org/rfc/rfc8118';
    expect(
      read({ type: 'FragmentSelector', conformsTo: newer, value: 'highlight=10,30,5,9&page=2' }),
    ).toMatchObject({
      page: 2,
      rects: [{ x: 10, y: 5, width: 20, height: 4 }],
    });
  });

  it('a range between two positions', () => {
    const range = {
      type: 'RangeSelector',
      startSelector: { type: 'TextPositionSelector', start: 4, end: 5 },
      endSelector: { type: 'TextPositionSelector', start: 9, end: 12 },
    };
    expect(read([range, quoteSelector])).toEqual(place({ kind: 'text', quote, position }));
  });

  it('words without a position are looked for from the beginning', () => {
    expect(read({ type: 'TextQuoteSelector', exact: '👩 waits' })).toEqual(
      place({
        kind: 'text',
        quote: { exact: '👩 waits', prefix: '', suffix: '' },
        position: { start: 0, end: 7 },
      }),
    );
  });

  it('words and position that refine a page', () => {
    const refined = {
      type: 'FragmentSelector',
      value: 'page=7',
      refinedBy: [quoteSelector, positionSelector],
    };
    expect(read(refined)).toMatchObject({ kind: 'page', page: 7, quote, position });
  });

  it('words of captions beside a time', () => {
    expect(read([{ type: 'FragmentSelector', value: 't=3,5' }, quoteSelector])).toMatchObject({
      start: 3,
      end: 5,
      quote,
    });
  });

  it('surroundings that are too long are cut, and not within a character', () => {
    const long = read({
      type: 'TextQuoteSelector',
      exact: 'x',
      prefix: `${'👩'.repeat(100)}a`,
      suffix: `a${'👩'.repeat(120)}`,
    });
    if (long.kind !== 'text') throw new Error(long.kind);
    expect([long.quote.prefix.length, long.quote.suffix.length]).toEqual([199, 199]);
    expect(long.quote.prefix.isWellFormed() && long.quote.suffix.isWellFormed()).toBe(true);
  });
});

describe('what is not read is told:', () => {
  const css = { type: 'CssSelector', value: 'p:nth-child(2)' };
  const xpath = { type: 'XPathSelector', value: '/html/body/p[2]' };

  it('beside a place that is known', () => {
    expect(locatorOf([[css, quoteSelector, xpath]])).toEqual(
      ok({
        locator: place({ kind: 'text', quote, position: { start: 0, end: 5 } }),
        remarks: [problem('annotation-selectors-unread', { given: 'CssSelector, XPathSelector' })],
      }),
    );
  });

  it('a position within something that is not read is no position in the text', () => {
    const found = read({ ...css, refinedBy: [positionSelector, quoteSelector] });
    expect(found).toEqual(place({ kind: 'text', quote, position: { start: 0, end: 5 } }));
  });

  const area = (value: string) => ({ type: 'FragmentSelector', conformsTo: mediaFragments, value });
  const refusals: readonly [string, unknown[], ReturnType<typeof problem>][] = [
    ['an XPath alone', [xpath], problem('annotation-place-unread', { given: 'XPathSelector' })],
    ['a link', ['http://example.org/selector1'], problem('annotation-place-unread', { given: 'link' })],
    [
      'a grammar of other files',
      [{ type: 'FragmentSelector', conformsTo: 'http://tools.ietf.org/rfc/rfc5147', value: 'char=0,10' }],
      problem('annotation-place-unread', { given: 'FragmentSelector' }),
    ],
    ['a position without words', [positionSelector], problem('annotation-place-without-words')],
    ['an area in pixels', [area('xywh=10,20,30,40')], problem('annotation-place-in-pixels')],
    [
      'an area beyond the picture',
      [area('xywh=percent:10,20,300,40')],
      problem('annotation-place-impossible'),
    ],
    ['two times', [area('t=1,2'), area('t=5,6')], problem('annotation-places-several')],
    [
      'more pages than a place may have',
      Array.from({ length: 22 }, (_, at) => ({ type: 'FragmentSelector', value: `page=${at + 1}` })),
      problem('annotation-place-impossible'),
    ],
    ['no target', [], problem('annotation-place-unread', { given: '' })],
    [
      'nonsense',
      [[7, null, { type: 'TextQuoteSelector', exact: 5 }]],
      problem('annotation-place-unread', { given: 'unreadable selector, TextQuoteSelector' }),
    ],
  ];
  it.each(refusals)('%s', (_, selectors, reason) => {
    expect(locatorOf(selectors)).toEqual(fail(reason));
  });

  it('an area in pixels beside a time', () => {
    expect(locatorOf([area('t=1,2&xywh=pixel:1,2,3,4')])).toEqual(
      ok({
        locator: place({ kind: 'time', start: 1, end: 2, region: null }),
        remarks: [problem('annotation-area-in-pixels')],
      }),
    );
  });

  it('never by throwing, whatever stands there', () => {
    fc.assert(fc.property(fc.array(fc.jsonValue()), (selectors) => void locatorOf(selectors)));
    let deep: unknown = quoteSelector;
    for (let depth = 0; depth < 5000; depth += 1)
      deep = { type: 'FragmentSelector', value: 'page=1', refinedBy: deep };
    expect(locatorOf([deep]).ok).toBe(true);
  });
});
