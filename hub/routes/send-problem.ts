import type { FastifyReply } from 'fastify';
import type { Problem } from '../../shared/lib/problem.ts';
import { wireProblem } from '../core/hub-problem.ts';

/** RFC 9457. The code also goes to the log, through `reply.problemCode`. */
export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply => {
  const wire = wireProblem(problem);
  reply.problemCode = wire.code;
  const seconds = problem.params?.seconds;
  if (seconds !== undefined) reply.header('retry-after', seconds);
  else if (wire.class === 'retryable') reply.header('retry-after', 5);
  if (wire.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(wire.status)
    .type('application/problem+json')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(wire);
};
