import type { WorkState } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const tones: Readonly<Record<WorkState, Tone>> = {
  new: 'neutral',
  opened: 'neutral',
  draft: 'accent',
  submitted: 'good',
  amending: 'accent',
  locked: 'good',
  'set-aside': 'warn',
  recused: 'neutral',
  withdrawn: 'neutral',
};

export const StateBadge = ({ state }: { state: WorkState }) => {
  const m = useMessages();
  return <Badge tone={tones[state]}>{m.queue.state[state]}</Badge>;
};
