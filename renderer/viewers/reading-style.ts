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
];

/** The values the tokens have now: a frame has a document of its own, which does not inherit them. */
const currentTokens = (): string => {
  const root = getComputedStyle(document.documentElement);
  return tokens.map((name) => `${name}: ${root.getPropertyValue(name)};`).join(' ');
};

/** How a reflection is set: a serif at reading size, lines of about 70 characters. `size` in CSS pixels. */
export const readingStyle = (size: number): string => `
@font-face { font-family: 'Reading'; src: url('${serif}') format('woff2'); font-weight: 200 900; font-style: normal; }
@font-face { font-family: 'Reading'; src: url('${serifItalic}') format('woff2'); font-weight: 200 900; font-style: italic; }
:root { ${currentTokens()} color-scheme: ${getComputedStyle(document.documentElement).colorScheme}; }
html { background: var(--surface); color: var(--text); scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
body { max-width: 40em; margin: 0 auto; padding: 2em 1.75em 4em; font: ${size}px/1.62 'Reading', Georgia, serif;
  overflow-wrap: break-word; -webkit-font-smoothing: antialiased; }
body:focus-visible { outline: none; }
h1, h2, h3, h4, h5, h6 { margin: 1.5em 0 0.5em; line-height: 1.25; font-weight: 650; }
h1 { font-size: 1.5em; margin-top: 0; } h2 { font-size: 1.22em; } h3, h4, h5, h6 { font-size: 1.05em; }
p, ul, ol, blockquote, table, pre { margin: 0 0 0.9em; }
ul, ol { padding-left: 1.4em; } li { margin-bottom: 0.25em; }
blockquote { padding-left: 1em; border-left: 3px solid var(--line-strong); color: var(--text-muted); }
pre, code { font-family: ui-monospace, monospace; font-size: 0.88em; }
pre { padding: 0.8em 1em; overflow-x: auto; border-radius: 6px; background: var(--sunken); }
table { border-collapse: collapse; font-size: 0.92em; }
td, th { padding: 0.35em 0.6em; border: 1px solid var(--line-strong); text-align: left; vertical-align: top; }
td > :last-child, th > :last-child { margin-bottom: 0; }
img { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid var(--line-strong); margin: 1.5em 0; }
[title] { text-decoration: underline dotted; text-underline-offset: 0.2em; }
::highlight(quote) { background-color: var(--mark); }
::highlight(found) { background-color: var(--mark); text-decoration: underline 2px var(--focus); }
`;
