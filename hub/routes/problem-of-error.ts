import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { wireLimits } from '../../shared/hub-api/protocol-version.ts';
import { type Problem, problem } from '../../shared/lib/problem.ts';

/** The problem for whatever a route threw. Says where a request is wrong, never what stood there. */
export const problemOfError = (error: unknown): Problem => {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const first = error.validation[0];
    const at = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`;
    return problem('bad-request', { detail: `${at} is not in the agreed form` });
  }
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return problem('too-large', { limit: `${wireLimits.pushBytes} bytes` });
  }
  if (code === 'FST_ERR_BAD_URL') return problem('bad-request', { detail: 'the address cannot be decoded' });
  if (typeof code === 'string' && isBusy(code)) return problem('hub-busy');
  if (typeof code === 'string' && isFull(code)) return problem('hub-storage-full');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return problem('bad-request', { detail: 'the body is not JSON that this request takes' });
  }
  return problem('internal', { detail: 'the hub has logged it' });
};

/** Another process holds SQLite, or PostgreSQL cannot be reached or asks for patience. */
const isBusy = (code: string): boolean =>
  code.startsWith('SQLITE_BUSY') ||
  ['ECONNREFUSED', 'ECONNRESET', '40001', '40P01', '53300', '57P01', '57P03'].includes(code);

const isFull = (code: string): boolean =>
  code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === '53100';
