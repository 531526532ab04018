import { type ComponentType, lazy, memo, Suspense } from 'react';
import type { MediaKind } from '../../shared/domain/media-kind.ts';
import type { ViewerProps } from './viewer.ts';
import { OpeningFace } from './viewer-face.tsx';

/** Each viewer is loaded when the first file of its kind is looked at. */
const AudioViewer = lazy(async () => ({ default: (await import('./audio-viewer.tsx')).AudioViewer }));
const DocumentViewer = lazy(async () => ({ default: (await import('./text-viewer.tsx')).DocumentViewer }));
const ImageViewer = lazy(async () => ({ default: (await import('./image-viewer.tsx')).ImageViewer }));
const PdfViewer = lazy(async () => ({ default: (await import('./pdf-viewer.tsx')).PdfViewer }));
const TextViewer = lazy(async () => ({ default: (await import('./text-viewer.tsx')).TextViewer }));
const UnknownViewer = lazy(async () => ({ default: (await import('./unknown-viewer.tsx')).UnknownViewer }));
const VideoViewer = lazy(async () => ({ default: (await import('./video-viewer.tsx')).VideoViewer }));

const viewers: Readonly<Record<MediaKind, ComponentType<ViewerProps>>> = {
  video: VideoViewer,
  audio: AudioViewer,
  pdf: PdfViewer,
  image: ImageViewer,
  text: TextViewer,
  document: DocumentViewer,
  captions: TextViewer,
  unknown: UnknownViewer,
};

type EvidenceViewerProps = ViewerProps & { readonly kind: MediaKind };

const sameFields = (a: object, b: object): boolean => {
  const [before, after] = [new Map(Object.entries(a)), Object.entries(b)];
  return before.size === after.length && after.every(([name, value]) => Object.is(before.get(name), value));
};

/** A file is the same when all that is known of it is: a review that was read again does not draw its evidence again. */
const sameProps = (
  { source: a, ...before }: EvidenceViewerProps,
  { source: b, ...after }: EvidenceViewerProps,
) => sameFields(a, b) && sameFields(before, after);

/** The viewer for a kind of evidence, behind the one interface they share. */
export const EvidenceViewer = memo(({ kind, ...props }: EvidenceViewerProps) => {
  const Viewer = viewers[kind];
  return (
    <Suspense fallback={<OpeningFace />}>
      <Viewer {...props} key={props.source.artifactId} />
    </Suspense>
  );
}, sameProps);
