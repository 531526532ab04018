import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';

type FindStepsProps = {
  /** There are matches to go through. */
  readonly enabled: boolean;
  readonly onStep: (direction: -1 | 1) => void;
};

/** The buttons of a search that go from match to match. */
export const FindSteps = ({ enabled, onStep }: FindStepsProps) => {
  const m = useMessages();
  return (
    <>
      <IconButton
        command="evidence.findPrevious"
        icon={<ChevronUp />}
        isDisabled={!enabled}
        label={m.viewers.findPrevious}
        onPress={() => onStep(-1)}
        size="small"
      />
      <IconButton
        command="evidence.findNext"
        icon={<ChevronDown />}
        isDisabled={!enabled}
        label={m.viewers.findNext}
        onPress={() => onStep(1)}
        size="small"
      />
    </>
  );
};
