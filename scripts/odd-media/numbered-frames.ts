/** Pixels of the numbered picture, black and white. */
export const frameWidth = 320;
export const frameHeight = 180;

/** Binary digits in the bar under the number: enough for every clip here. */
const bits = 10;

/** Side of a square of the bar, and its lower edge's distance from the bottom, in pixels. */
const square = 28;
const margin = 12;

/** Which of the seven strokes (top, upper left, upper right, middle, lower left, lower right, bottom) each digit has. */
const strokes = [
  0b1110111, 0b0010010, 0b1011101, 0b1011011, 0b0111010, 0b1101011, 0b1101111, 0b1010010, 0b1111111,
  0b1111011,
];

type Box = readonly [x: number, y: number, width: number, height: number];

const places: readonly Box[] = [
  [0, 0, 40, 10],
  [0, 0, 10, 45],
  [30, 0, 10, 45],
  [0, 40, 40, 10],
  [0, 45, 10, 45],
  [30, 45, 10, 45],
  [0, 80, 40, 10],
];

/**
 * One frame that says which one it is: three digits for people, and under them a bar of squares, white for 1, highest
 * bit first, for tests. Planar YUV 4:2:0, as ffmpeg's `rawvideo` takes it.
 */
export const numberedFrame = (number: number): Buffer => {
  const luma = Buffer.alloc(frameWidth * frameHeight, 40);
  const fill = ([x, y, width, height]: Box, shade: number): void => {
    for (let row = y; row < y + height; row += 1)
      luma.fill(shade, row * frameWidth + x, row * frameWidth + x + width);
  };
  for (const [at, digit] of [...String(number).padStart(3, '0')].entries()) {
    for (const [stroke, [x, y, width, height]] of places.entries()) {
      const drawn = ((strokes[Number(digit)] ?? 0) >> (6 - stroke)) & 1;
      if (drawn === 1) fill([88 + at * 52 + x, 20 + y, width, height], 220);
    }
  }
  for (let bit = 0; bit < bits; bit += 1) {
    const x = (frameWidth - bits * square) / 2 + bit * square;
    const shade = ((number >> (bits - 1 - bit)) & 1) === 1 ? 235 : 16;
    fill([x, frameHeight - margin - square, square, square], shade);
  }
  return Buffer.concat([luma, Buffer.alloc((frameWidth * frameHeight) / 2, 128)]);
};
