import { useMessages } from '../messages/use-messages.ts';
import { agreesWithType } from './file-signature.ts';
import { useSignature } from './use-signature.ts';
import type { ViewerSource } from './viewer.ts';
import { FailedFace, OpeningFace } from './viewer-face.tsx';

type FailedReadProps = {
  readonly source: ViewerSource;
  /** What this viewer knows of the failure, where the file is what it claims to be. */
  readonly text?: string;
  readonly onRetry?: () => void;
};

/**
 * The face of a file that a viewer could not open: what the file really is by its first bytes (a ZIP archive named .pdf,
 * a program named .png, nothing at all), and what to do.
 */
export const FailedRead = ({ source, text, onRetry }: FailedReadProps) => {
  const m = useMessages();
  const said = useSignature(source);
  const retry = onRetry === undefined ? {} : { onRetry };
  if (source.size === 0) return <FailedFace text={m.viewerFiles.empty} />;
  if (said === 'looking') return <OpeningFace />;
  if (said === 'unreadable') return <FailedFace {...retry} text={m.viewerFiles.unreadable} />;
  if (said === null) return <FailedFace {...retry} text={text ?? m.viewerFiles.unknownContent} />;
  if (agreesWithType(said, source.mediaType) === false)
    return <FailedFace text={m.viewerFiles.isReally(source.label, said)} />;
  return <FailedFace {...retry} text={text ?? m.viewerFiles.damaged(said)} />;
};
