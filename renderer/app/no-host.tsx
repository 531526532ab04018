import { useMessages } from '../messages/use-messages.ts';
import { Doorway } from '../ui/doorway.tsx';

/** The page was opened without a host behind it. */
export const NoHost = () => {
  const m = useMessages();
  return (
    <Doorway title={m.app.noHostTitle}>
      <p>{m.app.noHostText}</p>
    </Doorway>
  );
};
