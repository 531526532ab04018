import type { AssayBridge } from '../../../../shared/workbench-api/bridge.ts';
import type { EvidenceItem } from '../../../../shared/workbench-api/review-document.ts';
import type { ViewerSource } from '../../../viewers/viewer.ts';
import { captionsOf } from '../evidence-order.ts';

/** A file as a viewer opens it; `all` are the files it came with, its captions among them. */
export const sourceOf = (
  item: EvidenceItem,
  all: readonly EvidenceItem[],
  evidenceUrl: AssayBridge['evidenceUrl'],
): ViewerSource => {
  const track = captionsOf(all, item.id);
  return {
    artifactId: item.id,
    label: item.label,
    mediaType: item.mediaType,
    sha256: item.sha256,
    size: item.size,
    url: evidenceUrl(item.id),
    captionsUrl: track === null ? null : evidenceUrl(track.id),
  };
};
