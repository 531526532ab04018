import { createHash } from 'node:crypto';

/** A page that the sign-in's listener answers with: its status, and two sentences. */
export type ReturnPage = { readonly status: number; readonly title: string; readonly text: string };

export const returnPages = {
  done: (name: string): ReturnPage => ({
    status: 200,
    title: 'You are signed in',
    text: `You can go back to Assay, ${name}, and close this page.`,
  }),
  failed: (sentence: string): ReturnPage => ({
    status: 200,
    title: 'You are not signed in',
    text: `${sentence} Go back to Assay.`,
  }),
  over: {
    status: 410,
    title: 'This sign-in is over',
    text: 'It was finished or stopped already. Go back to Assay; start it again there if you need to.',
  },
  foreign: {
    status: 400,
    title: 'Not for Assay',
    text: 'This address belongs to no sign-in that Assay is waiting for. Close this page.',
  },
} as const;

const style = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
background:light-dark(#f3f3f0,#15171a);color:light-dark(#1c1e21,#e7e8ea);font:0.9375rem/1.5 system-ui,sans-serif}
main{max-width:25rem;margin:1rem;padding:2rem;border:1px solid light-dark(#e1e1db,#2c3137);border-radius:10px;
background:light-dark(#fff,#22262b);overflow-wrap:anywhere}
h1{margin:0 0 0.25rem;font-size:1.375rem;line-height:1.3;font-weight:600}
p{margin:0;color:light-dark(#565a61,#a6adb6)}`;

/** Nothing runs, nothing is loaded, nothing is kept: the page's address holds the code it came with. */
export const returnHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  connection: 'close',
};

const text = (words: string): string => words.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

export const returnHtml = ({ title, text: words }: ReturnPage): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${text(title)} · Assay</title><style>${style}</style></head>
<body><main><h1>${text(title)}</h1><p>${text(words)}</p></main></body></html>
`;
