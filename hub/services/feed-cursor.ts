import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** A place in one reader's feed. Opaque to the client and signed, so that nobody makes one up. */
const feedCursorSchema = z.object({
  epoch: z.string(),
  seq: z.number().int().min(0),
  hash: z.string(),
  reader: z.string(),
  schema: z.number().int(),
});
export type FeedCursor = z.infer<typeof feedCursorSchema>;

/** Grows when what a feed carries changes so that readers must start anew. */
export const feedSchema = 1;

export const sealCursor = (cursor: FeedCursor, key: Buffer): string => {
  const body = Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
  return `${body}.${sign(body, key).toString('base64url')}`;
};

/** Null when the text is not a cursor that a hub with this key wrote. */
export const openCursor = (text: string, key: Buffer): FeedCursor | null => {
  const [body, signature, ...rest] = text.split('.');
  if (body === undefined || signature === undefined || rest.length > 0) return null;
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(body, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const parsed = feedCursorSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : null;
};

/** The key goes in as a KeyObject: raw bytes cost Node more time than the signature. */
const sign = (body: string, key: Buffer): Buffer =>
  createHmac('sha256', createSecretKey(key)).update(body).digest();
