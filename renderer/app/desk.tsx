import { useMessages } from '../messages/use-messages.ts';
import { useApp } from '../stores/use-stores.tsx';
import { ScreenHeading } from '../ui/screen-heading.tsx';
import styles from './desk.module.css';
import frame from './frame.module.css';
import { FrameCommands } from './frame-commands.tsx';
import { Rail } from './rail.tsx';
import { SkipLink } from './skip-link.tsx';

/** What a lead or an issuer sees today: their desks are not built, and this says what their account can do meanwhile. */
export const Desk = ({ onLeaveSample }: { onLeaveSample: () => void }) => (
  <div className={frame.frame}>
    <SkipLink />
    <FrameCommands hasScreens={false} onLeaveSample={onLeaveSample} />
    <Rail onLeaveSample={onLeaveSample} sections={[]} />
    <main className={styles.main} id="content" tabIndex={-1}>
      <Abilities />
    </main>
  </div>
);

const Abilities = () => {
  const m = useMessages();
  const state = useApp((slice) => slice.state);
  if (state?.phase !== 'ready') return null;
  return (
    <div className={styles.desk}>
      <ScreenHeading>{m.app.deskTitle(state.account.name)}</ScreenHeading>
      <p>{m.app.deskLead(m.setup.roleList(state.account.roles))}</p>
      <ul className={styles.list}>
        {m.app.deskAbilities.map((ability) => (
          <li key={ability}>{ability}</li>
        ))}
      </ul>
      <p className={styles.muted}>{m.app.deskDocs(`${state.hub.url}/docs`)}</p>
      <p className={styles.muted}>{m.app.deskImport}</p>
    </div>
  );
};
