/**
 * What a snippet's text may ask for, in double braces: `{{criterion}}`. Names are compared without regard to case and
 * with any run of blanks as one. `next …` is the level above the one that was given. `quote` and `place` are of the
 * newest citation that points into its file, `places` are those of all citations.
 */
export const placeholderNames = [
  'criterion',
  'level',
  'score',
  'level descriptor',
  'next level',
  'next descriptor',
  'quote',
  'place',
  'places',
  'submission',
] as const;
export type PlaceholderName = (typeof placeholderNames)[number];

/** Values by placeholder; what is empty or absent becomes a blank to fill in by hand. */
export type SnippetValues = { readonly [Name in PlaceholderName]?: string };

/** Offsets in UTF-16 units, end exclusive, as text fields count their selection. */
export type TextRange = { readonly start: number; readonly end: number };

export type FilledSnippet = {
  readonly text: string;
  /** The names that had no value, each once, in the order of the text. */
  readonly missing: readonly string[];
  readonly blanks: readonly TextRange[];
  /** What to select, so that the next key types over it. */
  readonly firstBlank: TextRange | null;
};

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly text: string };

/** Backslashes in front of opening braces, runs of two or more braces, and everything between. */
const tokenPattern = /(\\+)(?=\{\{)|\{{2,}|\}{2,}/g;

/** An odd backslash before braces makes them plain text; two backslashes there stand for one. */
const tokensOf = (source: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  let escaped = false;
  for (const match of source.matchAll(tokenPattern)) {
    if (match.index > at) tokens.push({ kind: 'text', text: source.slice(at, match.index) });
    at = match.index + match[0].length;
    if (match[1] !== undefined) {
      const half = '\\'.repeat(Math.floor(match[1].length / 2));
      if (half !== '') tokens.push({ kind: 'text', text: half });
      escaped = match[1].length % 2 === 1;
      continue;
    }
    if (escaped) tokens.push({ kind: 'text', text: match[0] });
    else tokens.push({ kind: match[0].startsWith('{') ? 'open' : 'close', text: match[0] });
    escaped = false;
  }
  if (at < source.length) tokens.push({ kind: 'text', text: source.slice(at) });
  return tokens;
};

/** What has been read since an opening; the outermost has none. */
type Level = { readonly opening: string; text: string; blanks: TextRange[]; missing: string[] };

const append = (level: Level, text: string, blanks: readonly TextRange[] = []): void => {
  const shift = level.text.length;
  level.blanks.push(...blanks.map(({ start, end }) => ({ start: start + shift, end: end + shift })));
  level.text += text;
};

const nameIn = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** A blank stands in brackets, so that it is seen when it is forgotten. */
const blankOf = (name: string): string => `[${name === '' ? '…' : name}]`;

const isPlaceholder = (name: string): name is PlaceholderName =>
  (placeholderNames as readonly string[]).includes(name);

const closeOnto = (outer: Level, inner: Level, values: SnippetValues): void => {
  const name = nameIn(inner.text);
  const known = name.toLowerCase();
  const value = isPlaceholder(known) ? (values[known] ?? '').trim() : '';
  if (value !== '') {
    append(outer, value);
    return;
  }
  const blank = blankOf(name);
  outer.missing.push(name);
  append(outer, blank, [{ start: 0, end: blank.length }]);
};

const readLevels = (source: string, values: SnippetValues): Level => {
  const outermost: Level = { opening: '', text: '', blanks: [], missing: [] };
  const inner: Level[] = [];
  for (const token of tokensOf(source)) {
    const current = inner.at(-1) ?? outermost;
    if (token.kind === 'open') inner.push({ opening: token.text, text: '', blanks: [], missing: [] });
    else if (token.kind === 'text' || inner.length === 0) append(current, token.text);
    else closeOnto(inner.at(-2) ?? outermost, inner.pop() ?? current, values);
  }
  // Openings that nothing closes are plain text.
  for (const left of inner) {
    append(
      outermost,
      left.opening + left.text,
      left.blanks.map((blank) => moved(blank, left.opening.length)),
    );
    outermost.missing.push(...left.missing);
  }
  return outermost;
};

const moved = ({ start, end }: TextRange, by: number): TextRange => ({ start: start + by, end: end + by });

/**
 * The text of a snippet with its placeholders filled. An unknown or empty one becomes a visible blank, `[criterion]`.
 * To write braces themselves, put a backslash in front: `\{{` stays `{{`. Values are never read for placeholders.
 */
export const fillSnippet = (source: string, values: SnippetValues): FilledSnippet => {
  const { text, blanks, missing } = readLevels(source, values);
  return { text, missing: [...new Set(missing)], blanks, firstBlank: blanks[0] ?? null };
};

/** The placeholders of a text that nothing can fill, for telling whoever writes it. */
export const unknownPlaceholders = (source: string): string[] =>
  fillSnippet(source, {}).missing.filter((name) => !isPlaceholder(name.toLowerCase()));

/** Words that belong to one submission: they must not go into a bank that outlives it. */
const particular: readonly PlaceholderName[] = ['quote', 'place', 'places', 'submission'];

/**
 * The text of a review made fit for a bank: the words, places and code of this submission become their placeholders,
 * and braces are kept as braces. Filling the answer with the same values gives the text again.
 */
export const generaliseText = (text: string, values: SnippetValues): string => {
  const found = particular
    .map((name) => ({ name, value: (values[name] ?? '').trim() }))
    .filter(({ value }) => value.length > 1)
    .sort((a, b) => b.value.length - a.value.length);
  let result = '';
  for (let at = 0; at < text.length; ) {
    const hit = found.find(({ value }) => standsAlone(text, at, value));
    literalBraces.lastIndex = at;
    const literal = hit === undefined ? literalBraces.exec(text) : null;
    if (hit !== undefined) result += `{{${hit.name}}}`;
    else if (literal !== null) result += `${literal[1]}${literal[1]}\\${literal[2]}`;
    else result += text[at];
    at += hit?.value.length ?? literal?.[0].length ?? 1;
  }
  return result;
};

/** Backslashes, and the run of braces they stand before. */
const literalBraces = /(\\*)(\{{2,})/y;

const isWordUnit = (unit: string | undefined): boolean => unit !== undefined && /[\p{L}\p{N}]/u.test(unit);

/** Whether a value stands here, not as a part of a longer word or number, and where braces beside it would not mislead. */
const standsAlone = (text: string, at: number, value: string): boolean => {
  const before = text[at - 1];
  const after = text[at + value.length];
  return (
    text.startsWith(value, at) &&
    !(isWordUnit(value[0]) && isWordUnit(before)) &&
    !(isWordUnit(value.at(-1)) && isWordUnit(after)) &&
    before !== '{' &&
    before !== '\\' &&
    after !== '}'
  );
};
