import { useCallback, useEffect, useMemo } from 'react';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { useReviewActions } from '../../stores/use-review.ts';

/**
 * Tells the active time of every key, click, movement and scroll on the screen, and rests it while the window is out of
 * sight. Leaving sight also commits what is typed: the window may not come back.
 */
export const useSignsOfWork = (assignmentId: AssignmentId) => {
  const { working, resting, flush, flushLast } = useReviewActions();
  const sign = useCallback(() => working(assignmentId), [working, assignmentId]);

  useEffect(() => {
    const onVisibility = (): void => {
      if (document.visibilityState === 'visible') {
        sign();
        return;
      }
      resting(assignmentId);
      void flush(assignmentId);
    };
    const onBlur = (): void => void flush(assignmentId);
    const onLeave = (): void => flushLast(assignmentId);
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', onLeave);
    window.addEventListener('blur', onBlur);
    sign();
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onLeave);
      window.removeEventListener('blur', onBlur);
    };
  }, [assignmentId, sign, resting, flush, flushLast]);

  const signs = useMemo(
    () => ({
      onKeyDownCapture: sign,
      onPointerDownCapture: sign,
      onPointerMoveCapture: sign,
      onWheelCapture: sign,
    }),
    [sign],
  );
  return { signs, sign };
};
