import {
  Captions,
  FileText,
  FileType2,
  Film,
  Image,
  type LucideIcon,
  Mic,
  ScrollText,
  ShieldQuestion,
} from 'lucide-react';
import type { MediaKind } from '../../../shared/domain/media-kind.ts';
import type { EvidenceItem } from '../../../shared/workbench-api/review-document.ts';
import type { Messages } from '../../messages/en.ts';

const icons: Readonly<Record<MediaKind, LucideIcon>> = {
  video: Film,
  audio: Mic,
  pdf: FileText,
  image: Image,
  text: ScrollText,
  document: FileType2,
  captions: Captions,
  unknown: ShieldQuestion,
};

export const KindIcon = ({ kind }: { kind: MediaKind }) => {
  const Icon = icons[kind];
  return <Icon aria-hidden />;
};

/** "Video · 3.2 MB", and where it stands when it is not on this computer. */
export const evidenceFacts = (item: EvidenceItem, { review }: Messages): string => {
  const facts = [review.kind[item.kind], review.size(item.size)];
  if (item.availability === 'downloading')
    facts.push(review.availability.downloading(item.bytesHere, item.size));
  else if (item.availability !== 'here') facts.push(review.availability[item.availability]);
  return facts.join(' · ');
};
