import { useMessages } from '../../messages/use-messages.ts';
import { useGo, useNow } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from './desk-context.tsx';

/** Leads to where a refused final is compared with what stands. */
export const CompareButton = ({ variant = 'secondary' }: { variant?: 'primary' | 'secondary' }) => {
  const m = useMessages();
  const go = useGo();
  return (
    <Button onPress={() => go({ name: 'sync' })} variant={variant}>
      {m.otherDevice.compare}
    </Button>
  );
};

/** What another computer of the reviewer has to do with this review, where there is something to decide. */
export const OtherDeviceBanners = () => {
  const m = useMessages();
  const { document, openDialog } = useDesk();
  const { refusedFinal, overtaken, state } = document;
  // While it stands as submitted, the banner of the state says so.
  const toldThere = state === 'submitted' || state === 'locked';
  return (
    <>
      {refusedFinal && !toldThere && (
        <Banner action={<CompareButton />} tone="warn">
          {m.otherDevice.refusedBanner}
        </Banner>
      )}
      <SupersedeBanner />
      {overtaken.length > 0 && (
        <Banner
          action={<Button onPress={() => openDialog('overtaken')}>{m.otherDevice.overtakenOpen}</Button>}
          tone="info"
        >
          {m.otherDevice.overtakenBanner(overtaken.length)}
        </Banner>
      )}
    </>
  );
};

/** That a final which came too late was asked to count, and what a lead said: at every computer of the reviewer. */
const SupersedeBanner = () => {
  const m = useMessages();
  const now = useNow();
  const last = useDesk().document.supersedes.at(-1);
  if (last === undefined) return null;
  const tone = last.answer === null ? 'info' : last.answer.granted ? 'good' : 'warn';
  return <Banner tone={tone}>{m.supersede.banner(last, now)}</Banner>;
};
