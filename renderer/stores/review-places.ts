import type { Locator, PagePart, PercentRect } from '../../shared/domain/locator.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';

type Box = PercentRect | PagePart['rects'][number];

const boxKey = (box: Box | null): unknown => (box === null ? null : [box.x, box.y, box.width, box.height]);

const partKey = ({ page, rects, quote, position }: PagePart): unknown => [
  page,
  rects.map(boxKey),
  quote?.exact ?? null,
  position === null ? null : [position.start, position.end],
];

/**
 * One text per place: two locators of one file with the same key point at the very same place. What only helps to find
 * it again (the words around a quote, the captions said at a time) does not count.
 */
export const placeKey = (locator: Locator): string => {
  switch (locator.kind) {
    case 'whole':
      return 'whole';
    case 'time':
      return JSON.stringify(['time', locator.start, locator.end, boxKey(locator.region)]);
    case 'page':
      return JSON.stringify(['page', partKey(locator), locator.continued.map(partKey)]);
    case 'text':
      return JSON.stringify(['text', locator.position.start, locator.position.end, locator.quote.exact]);
    case 'region':
      return JSON.stringify(['region', boxKey(locator.region)]);
    default:
      return assertNever(locator);
  }
};
