/** As many names as are told one by one. */
const told = 12;

export const namesInWords = (names: readonly (string | number)[]): string => {
  const shown = names.slice(0, told);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
};

/** After the letter p. */
export const pInWords = (p: number | null): string => {
  if (p === null) return 'unknown';
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
};
