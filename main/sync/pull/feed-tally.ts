import type { EntityKind, FeedDigest } from '../../../shared/hub-api/changes.ts';
import { digestTerm, toggleTerm } from '../../../shared/hub-api/feed-digest.ts';
import { sha256Hex } from '../../core/sha256.ts';

/** What the rows on this device add up to, kept along while changes are applied. */
export type FeedTally = {
  /** One thing goes from version `before` to `after`; 0 or undefined: it does not count. */
  move(kind: EntityKind, id: string, before: number | undefined, after: number | undefined): void;
  total(): FeedDigest;
};

export const createFeedTally = ({ count: startCount, digest: startDigest }: FeedDigest): FeedTally => {
  let count = startCount;
  let digest = startDigest;
  return {
    move: (kind, id, before, after) => {
      if (before) digest = toggleTerm(digest, digestTerm(kind, id, before, sha256Hex));
      if (after) digest = toggleTerm(digest, digestTerm(kind, id, after, sha256Hex));
      count += (after ? 1 : 0) - (before ? 1 : 0);
    },
    total: () => ({ count, digest }),
  };
};

export const sameDigest = (a: FeedDigest, b: FeedDigest): boolean =>
  a.count === b.count && a.digest === b.digest;
