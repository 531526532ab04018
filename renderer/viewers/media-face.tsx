import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/use-messages.ts';
import type { MediaFailure } from './media-failure.ts';
import { FailedFace } from './viewer-face.tsx';

const sentenceOf = (failure: MediaFailure, { viewerMedia }: Messages): string => {
  switch (failure.kind) {
    case 'empty':
      return viewerMedia.emptyFile;
    case 'codec':
      return viewerMedia.codec(failure.codec);
    case 'cut-off':
      return viewerMedia.cutOff(failure.present);
    case 'no-index':
      return viewerMedia.noIndex;
    case 'damaged':
      return viewerMedia.damaged;
    case 'unreadable':
      return viewerMedia.unreadable(failure.why);
    default:
      return assertNever(failure);
  }
};

/** Trying again helps where something passing may have been in the way, or to go back to what can be played. */
const canRetry: readonly MediaFailure['kind'][] = ['damaged', 'unreadable', 'cut-off'];

/** Why a recording does not play, and what to do. `failure` null: that is being found out. */
export const MediaFace = ({ failure, onRetry }: { failure: MediaFailure | null; onRetry: () => void }) => {
  const m = useMessages();
  if (failure === null) return <FailedFace text={m.viewerMedia.looking} />;
  const text = sentenceOf(failure, m);
  return canRetry.includes(failure.kind) ? (
    <FailedFace onRetry={onRetry} text={text} />
  ) : (
    <FailedFace text={text} />
  );
};
