import { sha256Hex } from '../../../hub/core/hashing.ts';
import type { FeedDigest } from '../../../shared/hub-api/changes.ts';
import { digestTerm, emptyDigest, toggleTerm } from '../../../shared/hub-api/feed-digest.ts';
import type { Pulled } from './test-device.ts';

/** What a device that holds these things reckons their digest to be. */
export const digestOf = (live: Pulled['live']): FeedDigest => ({
  count: live.size,
  digest: [...live.values()].reduce(
    (digest, { kind, id, version }) => toggleTerm(digest, digestTerm(kind, id, version, sha256Hex)),
    emptyDigest,
  ),
});
