import type { PercentRect } from '../../shared/domain/locator.ts';
import { format } from './format.ts';

const share = (value: number): string => format.percent(value, 100);

/** The words of the image viewer. */
export const viewerImage = {
  drawHint: 'Drag over the image, or place a box with the arrow keys. Then cite.',
  areaHint: 'Arrows move, Shift+arrows resize, Alt: finer. Enter keeps, Escape leaves.',
  heldHint: 'Drag it or its dots. Arrows move, Shift+arrows resize, Alt: finer.',
  moveHint:
    'Arrow keys move it, with Shift they resize, with Alt in fine steps. Enter keeps the new place, Escape the old one.',
  area: ({ x, y, width, height }: PercentRect) =>
    `Area ${share(x)} from the left and ${share(y)} from the top, ${share(width)} wide and ${share(height)} high`,
  cutOff:
    'This file breaks off before its end, so parts of the picture may be missing. If scoring depends on them, set the submission aside and name this file.',
  tooManyPixels: ({ width, height }: { readonly width: number; readonly height: number }) =>
    `It is ${format.number(width)} × ${format.number(height)} pixels. Opening it would take ${format.bytes(
      width * height * 4,
    )} of memory, which could end Assay, so images of more than 120 million pixels are not opened. Set the submission aside and name this file, and your lead will ask for a smaller copy.`,
  tooLongDrawing: (bytes: number) =>
    `It is a drawing of ${format.bytes(bytes)}, more than can be drawn here. Set the submission aside and name this file, and your lead will ask for a picture of it.`,
};
