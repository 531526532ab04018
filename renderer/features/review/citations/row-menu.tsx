import { ArrowLeftToLine, ArrowRightToLine, Check, Ellipsis, LocateFixed } from 'lucide-react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { criterionLetter } from '../../../../shared/domain/rubric.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../../ui/menu.tsx';
import { useRowDesk } from './row-context.tsx';

/** What else can be done with a citation: its place from what is looked at now, and its criteria. */
export const RowMenu = ({ annotation, active }: { annotation: Annotation; active: boolean }) => {
  const m = useMessages();
  const { criteria, artifactId, act } = useRowDesk();
  const onStage = annotation.artifactId === artifactId;
  const timed = annotation.locator.kind === 'time';
  const edge = (id: 'start' | 'end'): MenuEntry => ({
    id,
    title: id === 'start' ? m.citations.startHere : m.citations.endHere,
    icon: id === 'start' ? <ArrowLeftToLine aria-hidden /> : <ArrowRightToLine aria-hidden />,
    isDisabled: !onStage,
    onAction: () => act.edgeHere(annotation, id),
  });
  const entries: MenuEntry[] = [
    {
      id: 'here',
      title: m.citations.citeHere,
      icon: <LocateFixed aria-hidden />,
      isDisabled: artifactId === null,
      onAction: () => act.citeHere(annotation),
    },
    ...(timed ? [edge('start'), edge('end')] : []),
    ...criteria.map((criterion, at) => ({
      id: criterion.id,
      title: m.citations.forTitle(criterionLetter(at), criterion.title),
      icon: annotation.criterionIds.includes(criterion.id) ? <Check aria-hidden /> : <span />,
      onAction: () => act.toggle(annotation, criterion.id),
    })),
  ];
  return (
    <span data-row-menu>
      <Menu
        entries={entries}
        label={m.citations.moreOf(m.viewers.place(annotation.locator))}
        placement="bottom end"
      >
        <IconButton
          excludeFromTabOrder={!active}
          icon={<Ellipsis />}
          label={m.citations.moreOf(m.viewers.place(annotation.locator))}
          placement="top"
          size="small"
        />
      </Menu>
    </span>
  );
};
