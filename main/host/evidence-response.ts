import { createHash } from 'node:crypto';
import { type ByteRange, readRange } from '../../shared/lib/byte-range.ts';
import { describeProblem, type Problem } from '../../shared/lib/problem.ts';
import type { Logger } from '../core/ports.ts';
import type { EvidenceSource, Workbench } from '../core/workbench-types.ts';
import { evidenceHeaders } from './content-policy.ts';

/** What an answer depends on, whichever host was asked. */
export type EvidenceRequest = {
  readonly method: string;
  readonly artifactId: string;
  readonly range: string | null;
  readonly ifRange: string | null;
};

type EvidenceContext = {
  readonly openEvidence: Workbench['openEvidence'];
  readonly log: Logger;
  /** What this host adds about who may read the answer. */
  readonly sharing: Readonly<Record<string, string>>;
};

const statusOf = ({ code }: Problem): number => {
  if (code === 'not-found' || code === 'evidence-not-here') return 404;
  return code === 'vault-locked' || code === 'signed-out' ? 403 : 500;
};

const refusal = (status: number, why: Problem, sharing: EvidenceContext['sharing']): Response =>
  new Response(describeProblem(why), {
    status,
    headers: { ...evidenceHeaders, ...sharing, 'content-type': 'text/plain; charset=utf-8' },
  });

/** An artifact never changes under its id, so the id makes a strong tag; hashed, so that any id fits the header. */
const entityTag = (artifactId: string, size: number): string =>
  `"${createHash('sha256').update(`${artifactId}\n${size}`).digest('base64url')}"`;

const bodyOf = async (
  source: EvidenceSource,
  { start, end }: ByteRange,
  log: Logger,
): Promise<ReadableStream<Uint8Array>> => {
  const chunks = source.stream(start, end)[Symbol.asyncIterator]();
  // The first bytes are decrypted before the status line is written: a damaged file is then an error, not a cut-off.
  let next: IteratorResult<Uint8Array> | null = await chunks.next();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = next ?? (await chunks.next());
          next = null;
          if (!done) return controller.enqueue(value);
          await source.close();
          controller.close();
        } catch (error) {
          log('error', 'evidence.stream-failed', { code: error instanceof Error ? error.name : 'unknown' });
          await source.close();
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return?.();
        await source.close();
      },
    },
    { highWaterMark: 0 },
  );
};

const partial = async (
  source: EvidenceSource,
  request: EvidenceRequest,
  { log, sharing }: EvidenceContext,
): Promise<Response> => {
  const { size } = source;
  const etag = entityTag(request.artifactId, size);
  const headers = {
    ...evidenceHeaders,
    ...sharing,
    'content-type': source.mediaType,
    'accept-ranges': 'bytes',
    etag,
  };
  const sameVersion = request.ifRange === null || request.ifRange === etag;
  const asked = readRange(sameVersion ? request.range : null, size);
  if (asked.kind === 'unsatisfiable') {
    await source.close();
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
  }
  const range = asked.kind === 'part' ? asked.range : { start: 0, end: size - 1 };
  const length = range.end - range.start + 1;
  const part = asked.kind === 'part';
  const answer = {
    status: part ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(length),
      ...(part && { 'content-range': `bytes ${range.start}-${range.end}/${size}` }),
    },
  };
  if (request.method === 'HEAD' || length === 0) {
    await source.close();
    return new Response(null, answer);
  }
  return new Response(await bodyOf(source, range, log), answer);
};

/**
 * Answers a request for the decrypted bytes of an artifact: 200, 206 or 416, with a strong ETag honoured in If-Range.
 * The bytes are decrypted as the reader takes them. A file that fails its check is 500 with a sentence when it shows
 * at once, and a broken answer when it shows later; it never ends as if it were complete.
 */
export const evidenceResponse = async (
  request: EvidenceRequest,
  context: EvidenceContext,
): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { ...evidenceHeaders, allow: 'GET, HEAD' } });
  }
  const opened = await context.openEvidence(request.artifactId);
  if (!opened.ok) return refusal(statusOf(opened.problem), opened.problem, context.sharing);
  try {
    return await partial(opened.value, request, context);
  } catch (error) {
    context.log('error', 'evidence.unreadable', { code: error instanceof Error ? error.name : 'unknown' });
    await opened.value.close();
    return refusal(500, { code: 'evidence-damaged' }, context.sharing);
  }
};
