/**
 * The parameters of a fragment, `name=value&name=value`, with percent-encoding undone. A leading `#` is ignored, and so
 * are parts that are no pair or not encoded properly, as Media Fragments 1.0 (section 4.2) asks.
 */
export const fragmentParameters = (fragment: string): readonly (readonly [name: string, value: string])[] =>
  fragment
    .replace(/^#/, '')
    .split('&')
    .flatMap((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) return [];
      const name = decoded(pair.slice(0, at));
      const value = decoded(pair.slice(at + 1));
      return name === null || value === null ? [] : [[name, value] as const];
    });

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign, or bytes that are not UTF-8: the pair says nothing.
    return null;
  }
};
