import { useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { FailedRead } from './failed-read.tsx';
import { ImageStage } from './image-stage.tsx';
import { useImageOpening } from './use-image-opening.ts';
import type { ViewerProps } from './viewer.ts';
import { FailedFace, OpeningFace } from './viewer-face.tsx';

/** A picture, looked at only after its header has said that it is not too large to be decoded. */
export const ImageViewer = (props: ViewerProps) => {
  const m = useMessages();
  const [attempt, setAttempt] = useState(0);
  const [broken, setBroken] = useState(false);
  const opening = useImageOpening(props.source, attempt);
  const again = (): void => {
    setBroken(false);
    setAttempt(attempt + 1);
  };
  if (broken || opening.kind === 'failed') return <FailedRead onRetry={again} source={props.source} />;
  switch (opening.kind) {
    case 'opening':
      return <OpeningFace />;
    case 'too-many-pixels':
      return <FailedFace text={m.viewerImage.tooManyPixels(opening.size)} />;
    case 'too-long-drawing':
      return <FailedFace text={m.viewerImage.tooLongDrawing(props.source.size)} />;
    case 'open':
      return <ImageStage {...props} cutOff={opening.cutOff} onFail={() => setBroken(true)} />;
  }
};
