import { pushResponseSchema } from '../../../shared/hub-api/events.ts';
import { routes } from '../../../shared/hub-api/routes.ts';

type Sent = { readonly url: string; readonly headers: Headers; readonly body: string };

/** A fetch that remembers what was pushed, so that exactly the same can be sent once more. */
export type RecordedPushes = {
  readonly fetch: typeof globalThis.fetch;
  /** Events sent since the start, and how many of them the hub accepted. */
  counts(): { readonly events: number; readonly accepted: number };
  /** Sends every remembered request again, as it was. Value: how many events the hub called duplicates. */
  repeat(): Promise<{ readonly events: number; readonly duplicates: number }>;
};

export const recordPushes = (real: typeof globalThis.fetch): RecordedPushes => {
  const sent: Sent[] = [];
  let events = 0;
  let accepted = 0;

  const post = async ({ url, headers, body }: Sent) => {
    const answer = await real(url, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`The hub answered ${answer.status} to a repeated push.`);
    return pushResponseSchema.parse(await answer.json()).results;
  };

  return {
    fetch: async (input, init) => {
      const answer = await real(input, init);
      const url = input instanceof Request ? input.url : String(input);
      const isPush = init?.method === 'POST' && new URL(url).pathname.endsWith(routes.pushEvents.path);
      if (!isPush || !answer.ok || typeof init.body !== 'string') return answer;
      sent.push({ url, headers: new Headers(init.headers), body: init.body });
      const { results } = pushResponseSchema.parse(await answer.clone().json());
      events += results.length;
      accepted += results.filter(({ result }) => result === 'accepted').length;
      return answer;
    },
    counts: () => ({ events, accepted }),
    repeat: async () => {
      const results = [];
      for (const one of sent) results.push(...(await post(one)));
      return {
        events: results.length,
        duplicates: results.filter(({ result }) => result === 'duplicate').length,
      };
    },
  };
};
