import { timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '../core/ports.ts';

/** What the gate reads of a request. */
type Knock = {
  /** The port it came in on. */
  readonly port: number | undefined;
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which a browser sets and a page cannot. */
  readonly site: string | undefined;
};

export type AccessGate = {
  /** Whether the request comes from this server's own page or from the address bar, at this server's own address. */
  rightPlace(knock: Knock): boolean;
  /** Whether the request carries the cookie of this run. */
  signedIn(session: string | undefined): boolean;
  /** Takes the one-time token of the printed address; gives the cookie's value for the first who brings it. */
  redeem(token: string): string | null;
};

type Options = { readonly token: string; readonly random: RandomBytes };

const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};

export const newSecret = (random: RandomBytes): string => Buffer.from(random(32)).toString('base64url');

/**
 * Cookies are shared between the ports of one computer, and other pages can send requests here; so the cookie's name
 * carries the port, it is good for one run only, and every request must name this very address and come from its own
 * page. A request that changes something must say where it comes from.
 */
export const createAccessGate = ({ token, random }: Options): AccessGate => {
  const session = newSecret(random);
  let unused = true;
  return {
    rightPlace: (knock) => {
      const authority = `127.0.0.1:${knock.port}`;
      if (knock.host !== authority) return false;
      if (knock.site !== undefined && knock.site !== 'same-origin' && knock.site !== 'none') return false;
      if (knock.origin !== undefined) return knock.origin === `http://${authority}`;
      return knock.method === 'GET' || knock.method === 'HEAD';
    },
    signedIn: (value) => value !== undefined && same(value, session),
    redeem: (given) => {
      if (!unused || !same(given, token)) return null;
      unused = false;
      return session;
    },
  };
};

export const cookieName = (port: number | undefined): string => `assay-${port}`;
