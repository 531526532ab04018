/**
 * A number in digits without an exponent, as fragment and SVG grammars want it. Reading it back gives the same number.
 * Throws on what is not finite.
 */
export const decimal = (value: number): string => {
  if (!Number.isFinite(value)) throw new Error(`not a number of a place: ${value}`);
  const text = String(value);
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return Object.is(value, -0) ? '0' : text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
};

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** Numbers separated by commas; null when there are not exactly `count` of them or one is no number. */
export const numbersOf = (text: string, count: number): number[] | null => {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length !== count || !parts.every((part) => number.test(part))) return null;
  return parts.map(Number);
};
