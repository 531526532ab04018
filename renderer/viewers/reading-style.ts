import serifItalic from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-italic.woff2?url&no-inline';
import serif from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2?url&no-inline';

const tokens = [
  '--surface',
  '--text',
  '--text-muted',
  '--line',
  '--line-strong',
  '--sunken',
  '--mark',
  '--focus',
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((tone) => [`--criterion-${tone}`, `--criterion-${tone}-soft`]),
];

/** The values the tokens have now: a frame has a document of its own, which does not inherit them. */
const currentTokens = (): string => {
  const root = getComputedStyle(document.documentElement);
  return tokens.map((name) => `${name}: ${root.getPropertyValue(name)};`).join(' ');
};

/** The tones of the criteria, 0 for none, over words and in the margin. */
const toneRules = (): string =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8]
    .map((tone) => {
      const [strong, soft] =
        tone === 0
          ? ['var(--text-muted)', 'var(--sunken)']
          : [`var(--criterion-${tone})`, `var(--criterion-${tone}-soft)`];
      return `::highlight(tone-${tone}) { background-color: ${soft}; text-decoration: underline 1.5px ${strong}; }
.margin button[data-tone='${tone}'] { background: ${strong}; }`;
    })
    .join('\n');

/** How a reflection is set: a serif at reading size, lines of about 70 characters. `size` in CSS pixels. */
export const readingStyle = (size: number): string => `
@font-face { font-family: 'Reading'; src: url('${serif}') format('woff2'); font-weight: 200 900; font-style: normal; }
@font-face { font-family: 'Reading'; src: url('${serifItalic}') format('woff2'); font-weight: 200 900; font-style: italic; }
:root { ${currentTokens()} color-scheme: ${getComputedStyle(document.documentElement).colorScheme}; }
html { background: var(--surface); color: var(--text); scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
body { max-width: 40em; margin: 0 auto; padding: 2em 1.75em 4em; font: ${size}px/1.62 'Reading', Georgia, serif;
  overflow-wrap: break-word; -webkit-font-smoothing: antialiased; }
body:focus-visible { outline: none; } body[data-over-mark] { cursor: pointer; }
h1, h2, h3, h4, h5, h6 { margin: 1.5em 0 0.5em; line-height: 1.25; font-weight: 650; }
h1 { font-size: 1.5em; margin-top: 0; } h2 { font-size: 1.22em; } h3, h4, h5, h6 { font-size: 1.05em; }
p, ul, ol, blockquote, table, pre { margin: 0 0 0.9em; }
ul, ol { padding-inline-start: 1.4em; } li { margin-bottom: 0.25em; }
blockquote { padding-inline-start: 1em; border-inline-start: 3px solid var(--line-strong); color: var(--text-muted); }
pre, code { font-family: ui-monospace, monospace; font-size: 0.88em; }
pre { padding: 0.8em 1em; overflow-x: auto; border-radius: 6px; background: var(--sunken); }
table { border-collapse: collapse; font-size: 0.92em; }
td, th { padding: 0.35em 0.6em; border: 1px solid var(--line-strong); text-align: start; vertical-align: top; }
td > :last-child, th > :last-child { margin-bottom: 0; }
img { max-width: 100%; height: auto; }
a { color: inherit; text-underline-offset: 0.15em; }
::selection { background: light-dark(#bfdce8, #2f5a6e); }
hr { border: 0; border-top: 1px solid var(--line-strong); margin: 1.5em 0; }
body [title] { text-decoration: underline dotted; text-underline-offset: 0.2em; }
.margin, .margin > div, .caret { position: absolute; top: 0; left: 0; user-select: none; }
.margin button { position: absolute; right: 0; padding: 0 3px; border: 0; border-radius: 2px; color: var(--surface);
  font: 700 11px/16px system-ui, sans-serif; white-space: nowrap; cursor: pointer; }
.margin button::before { content: attr(data-letters); }
.caret { width: 2px; background: var(--focus); pointer-events: none; }
.caret[hidden] { display: none; }
${toneRules()}
::highlight(match) { background-color: var(--mark); }
::highlight(match-now) { background-color: var(--focus); color: var(--surface); }
::highlight(found) { background-color: var(--mark); text-decoration: underline 2.5px var(--focus); }
`;
