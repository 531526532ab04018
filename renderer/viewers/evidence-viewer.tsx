import { type ComponentType, lazy, Suspense } from 'react';
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

/** The viewer for a kind of evidence, behind the one interface they share. */
export const EvidenceViewer = ({ kind, ...props }: ViewerProps & { readonly kind: MediaKind }) => {
  const Viewer = viewers[kind];
  return (
    <Suspense fallback={<OpeningFace />}>
      <Viewer {...props} key={props.source.artifactId} />
    </Suspense>
  );
};
