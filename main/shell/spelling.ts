import type { Session } from 'electron';

/**
 * Where Chromium would fetch a dictionary from: a port it refuses to connect to. macOS and Windows check with their
 * own dictionaries; on Linux those already on the computer are used. Nothing is downloaded without consent.
 */
const nowhere = 'http://127.0.0.1:9/';

/** Checks spelling in the person's languages, with what this computer already has. */
export const enableSpelling = (session: Session, preferred: readonly string[]): void => {
  session.setSpellCheckerDictionaryDownloadURL(nowhere);
  const available = session.availableSpellCheckerLanguages;
  const known = preferred.flatMap((language) =>
    [language, language.split('-')[0] ?? ''].filter((name) => available.includes(name)).slice(0, 1),
  );
  session.setSpellCheckerLanguages([...new Set(known)]);
  session.setSpellCheckerEnabled(true);
};
