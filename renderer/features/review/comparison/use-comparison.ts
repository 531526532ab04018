import { useEffect, useState } from 'react';
import type {
  EvidenceItem,
  PriorAttempt,
  ReviewDocument,
} from '../../../../shared/workbench-api/review-document.ts';
import { useStores } from '../../../stores/use-stores.tsx';
import { compareTexts, type TextComparison } from './text-changes.ts';
import type { TextPair } from './text-pairs.ts';
import { sourceOf } from './viewer-source.ts';

/** Where a comparison stands; `label` is the file that stands in its way. */
export type Comparing =
  | { readonly kind: 'one-sided' | 'comparing' | 'failed' }
  | { readonly kind: 'not-here' | 'cannot-read'; readonly label: string }
  | { readonly kind: 'compared'; readonly comparison: TextComparison };

/** Reads both texts as their viewers do, and compares them. `attempt` tries again. */
export const useComparison = (
  pair: TextPair | undefined,
  { evidence }: Pick<ReviewDocument, 'evidence'>,
  prior: PriorAttempt,
  attempt: number,
): Comparing => {
  const { evidenceUrl } = useStores();
  const [comparing, setComparing] = useState<Comparing>({ kind: 'comparing' });
  const { current = null, previous = null } = pair ?? {};
  const key = [current, previous].map((item) => `${item?.id} ${item?.availability}`).join('\n');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the files are `key`; every refresh makes new objects of them.
  useEffect(() => {
    const stop = new AbortController();
    const settle = (next: Comparing): void => {
      if (!stop.signal.aborted) setComparing(next);
    };
    setComparing({ kind: 'comparing' });
    if (current === null || previous === null) {
      settle({ kind: 'one-sided' });
      return undefined;
    }
    const absent = [current, previous].find(({ availability }) => availability !== 'here');
    if (absent !== undefined) {
      settle({ kind: 'not-here', label: absent.label });
      return undefined;
    }
    const read = async (item: EvidenceItem, all: readonly EvidenceItem[]): Promise<string | null> => {
      const { readEvidenceText } = await import('../../../viewers/text-viewer.tsx');
      return readEvidenceText(sourceOf(item, all, evidenceUrl), stop.signal);
    };
    Promise.all([read(previous, prior.evidence), read(current, evidence)]).then(
      ([before, after]) => {
        if (before === null) settle({ kind: 'cannot-read', label: previous.label });
        else if (after === null) settle({ kind: 'cannot-read', label: current.label });
        else settle({ kind: 'compared', comparison: compareTexts(before, after) });
      },
      () => settle({ kind: 'failed' }),
    );
    return () => stop.abort();
  }, [key, evidenceUrl, attempt]);
  return comparing;
};
