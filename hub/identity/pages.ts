import { createHash } from 'node:crypto';

export type Page = { readonly html: string; readonly headers: Readonly<Record<string, string>> };

/** Colours are those of the workbench, so that people know whose page this is. */
const style = `
:root{color-scheme:light dark;--desk:light-dark(#f3f3f0,#15171a);--raised:light-dark(#fff,#22262b);
--text:light-dark(#1c1e21,#e7e8ea);--muted:light-dark(#565a61,#a6adb6);--line:light-dark(#e1e1db,#2c3137);
--control:light-dark(#8a8b86,#737b85);--accent:light-dark(#1b6079,#7cc0da);--on-accent:light-dark(#fff,#0d1a20);
--focus:light-dark(#0f6f94,#8fd2ee);--bad:light-dark(#a32a23,#f2a097);--bad-soft:light-dark(#fbe8e5,#3f1e1c);
--bad-line:light-dark(#e7b3ad,#733b36)}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:2rem 1rem;background:var(--desk);
color:var(--text);font:0.9375rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:25rem;background:var(--raised);border:1px solid var(--line);border-radius:10px;
padding:2rem;overflow-wrap:anywhere}
.mark{display:flex;align-items:center;gap:0.5rem;margin:0 0 1.5rem;color:var(--muted);font-size:0.8125rem}
.mark b{display:grid;place-items:center;width:1.5rem;height:1.5rem;border-radius:6px;background:#174b56;
color:#f2b544;font-weight:700}
h1{margin:0 0 0.25rem;font-size:1.375rem;line-height:1.3;font-weight:600}
p{margin:0 0 1.25rem;color:var(--muted)}
label{display:block;margin:0 0 0.25rem;font-weight:500}
input{width:100%;margin:0 0 1rem;padding:0.5rem 0.625rem;font:inherit;color:inherit;background:transparent;
border:1px solid var(--control);border-radius:6px}
button{font:inherit;font-weight:500;padding:0.5rem 1rem;border-radius:6px;border:1px solid transparent;cursor:pointer;
background:var(--accent);color:var(--on-accent)}
button.quiet{background:transparent;color:inherit;border-color:var(--control)}
:is(input,button):focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.actions{display:flex;flex-wrap:wrap;gap:0.5rem;margin-top:0.5rem}
.problem{margin:0 0 1.25rem;padding:0.625rem 0.75rem;color:var(--bad);background:var(--bad-soft);
border:1px solid var(--bad-line);border-radius:6px}
.last{margin-bottom:0}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded and nothing runs; a form goes back here, or on to the workbench that asked. */
const headersFor = (formTargets: readonly string[]): Page['headers'] => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${formTargets.length === 0 ? "'none'" : formTargets.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  // Stricter, a browser would send the form with no origin to check.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const text = (words: string): string => words.replace(/[&<>"']/g, (one) => escapes[one] ?? one);

const document = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${text(title)}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>
`;

const mark = (hub: string): string =>
  `<div class="mark"><b aria-hidden="true">A</b><span>${text(hub)}</span></div>`;

export type SignInPage = {
  readonly hub: string;
  /** What stands in the fields already. */
  readonly account: string;
  readonly password: string;
  /** The sentence about the try before this; null at the first. */
  readonly problem: string | null;
  readonly isSample: boolean;
  /** Where the browser goes from here: the workbench's own listener. */
  readonly workbench: string;
};

export const signInPage = ({ hub, account, password, problem, isSample, workbench }: SignInPage): Page => {
  const focus = (field: 'account' | 'password' | 'button'): string => {
    const first = account === '' ? 'account' : password === '' ? 'password' : 'button';
    return field === first ? ' autofocus' : '';
  };
  const alert =
    problem === null ? '' : `<div class="problem" role="alert" id="problem">${text(problem)}</div>`;
  const described = problem === null ? '' : ' aria-describedby="problem" aria-invalid="true"';
  const lead = isSample
    ? 'This hub is a sample: its people are invented, and their password is no secret.'
    : 'Assay on this computer asks who you are. Your password stays between you and the hub.';
  return {
    headers: headersFor(["'self'", workbench]),
    html: document(
      `Sign in · ${hub}`,
      `${mark(hub)}<h1>Sign in to Assay</h1><p>${lead}</p>${alert}
<form method="post" autocomplete="on">
<label for="account">Account</label>
<input id="account" name="account" required maxlength="120" autocomplete="username" autocapitalize="none"
 spellcheck="false" value="${text(account)}"${described}${focus('account')}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required maxlength="1000" autocomplete="current-password"
 value="${text(password)}"${described}${focus('password')}>
<div class="actions"><button name="choice" value="sign-in"${focus('button')}>Sign in</button>
<button class="quiet" name="choice" value="cancel" formnovalidate>Cancel</button></div>
</form>`,
    ),
  };
};

export const messagePage = ({
  hub,
  title,
  text: words,
}: {
  readonly hub: string;
  readonly title: string;
  readonly text: string;
}): Page => ({
  headers: headersFor([]),
  html: document(
    `${title} · ${hub}`,
    `${mark(hub)}<h1>${text(title)}</h1><p class="last">${text(words)}</p>`,
  ),
});
