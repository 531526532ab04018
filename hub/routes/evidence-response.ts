import type { FastifyReply, FastifyRequest } from 'fastify';
import { readRange } from '../../shared/lib/byte-range.ts';
import { problem } from '../../shared/lib/problem.ts';
import type { EvidenceFile } from '../core/evidence-file.ts';
import { sendProblem } from './send-problem.ts';

/**
 * Sends a file whole (200), in part (206), or says that it does not reach that far (416). Streamed, never cut short of
 * what was asked for. Evidence is a stranger's file: nothing a browser could run with it is allowed.
 */
export const sendEvidence = (
  request: FastifyRequest,
  reply: FastifyReply,
  { manifest, read }: EvidenceFile,
): FastifyReply => {
  const etag = `"${manifest.sha256}"`;
  reply.headers({
    'accept-ranges': 'bytes',
    etag,
    'cache-control': 'private, no-cache, no-transform',
    'content-security-policy': "sandbox; default-src 'none'",
    'content-disposition': 'attachment',
    'cross-origin-resource-policy': 'same-origin',
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const { size } = manifest;
  const ifRange = request.headers['if-range'];
  const wanted = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const asked = readRange(wanted, size);
  if (asked.kind === 'unsatisfiable') {
    reply.header('content-range', `bytes */${size}`);
    return sendProblem(reply, problem('range-not-satisfiable'));
  }
  const { start, end } = asked.kind === 'part' ? asked.range : { start: 0, end: size - 1 };
  reply.type(manifest.mediaType).header('content-length', end - start + 1);
  if (asked.kind === 'part') reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  if (request.method === 'HEAD' || size === 0) return reply.send();
  return reply.send(read({ start, end }));
};
