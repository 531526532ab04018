import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

type Person = { readonly account: string; readonly password: string; readonly choice?: string };

type Options = {
  /** An address that is not opened any more. Default: all are. */
  readonly stopAt?: string;
};

export type LastPage = { readonly status: number; readonly url: string; readonly text: string };

const mostSteps = 12;

/** Signs in at a hub's page as a browser would: follows redirects, keeps cookies by path, sends the form once. */
export const signInByPage = async (
  address: string,
  person: Person,
  { stopAt }: Options = {},
): Promise<LastPage> => {
  const cookies: Cookie[] = [];
  let url = address;
  let form: URLSearchParams | null = null;
  let sent = false;
  for (let step = 0; step < mostSteps; step += 1) {
    const { status, headers, text: page } = await go(url, cookiesFor(cookies, url), form);
    for (const one of headers['set-cookie'] ?? []) cookies.push(cookieOf(one));
    form = null;
    if (headers.location !== undefined) {
      url = new URL(headers.location, url).href;
      if (stopAt !== undefined && url.startsWith(stopAt)) return { status, url, text: '' };
      continue;
    }
    if (sent || !page.includes('<form method="post"')) return { status, url, text: page };
    form = new URLSearchParams({ choice: 'sign-in', ...person });
    sent = true;
  }
  throw new Error('The sign-in page sends its visitors in circles.');
};

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

/** Node's own fetch says of itself that it is a script; a browser that goes somewhere says that it does. */
const go = async (url: string, cookie: string, form: URLSearchParams | null): Promise<Answer> => {
  const type = form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = request(url, {
    method: form === null ? 'GET' : 'POST',
    headers: { cookie, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...type },
    agent: false,
  });
  asked.end(form?.toString());
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) };
};

type Cookie = { readonly name: string; readonly value: string; readonly path: string };

const cookieOf = (set: string): Cookie => {
  const [pair = '', ...attributes] = set.split(';').map((part) => part.trim());
  const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at), value: pair.slice(at + 1), path };
};

const cookiesFor = (cookies: readonly Cookie[], url: string): string => {
  const { pathname } = new URL(url);
  const current = new Map(
    cookies.filter(({ path }) => pathname.startsWith(path)).map(({ name, value }) => [name, value]),
  );
  return [...current].map(([name, value]) => `${name}=${value}`).join('; ');
};
