import type { MicroCredential } from '../../shared/domain/micro-credential.ts';
import { jsonHash } from '../core/hashing.ts';
import type { ReadableDb } from '../database/open.ts';
import { findMicroCredential } from '../database/tables/micro-credentials.ts';
import type { Issues } from './import-issue.ts';
import type { MicroCredentialDraft } from './read-micro-credentials.ts';

export type MicroCredentialsPlan = {
  readonly added: readonly MicroCredential[];
  /** With the version each gets. */
  readonly revised: readonly { readonly state: MicroCredential; readonly version: number }[];
  readonly unchanged: number;
};

/** What is published under a version label stays as it is: other words need another label. */
export const planMicroCredentials = async (
  db: ReadableDb,
  drafts: readonly MicroCredentialDraft[],
  issues: Issues,
): Promise<MicroCredentialsPlan> => {
  const added: MicroCredential[] = [];
  const revised: { state: MicroCredential; version: number }[] = [];
  let unchanged = 0;
  for (const { file, state } of drafts) {
    const existing = await findMicroCredential(db, state.id);
    if (existing === null) added.push(state);
    else if (jsonHash(existing.state) === jsonHash(state)) unchanged += 1;
    else if (existing.state.version === state.version) {
      issues.error(
        file,
        null,
        `${state.code} version ${state.version} is on the hub with other content. Give the changed one a new version`,
      );
    } else revised.push({ state, version: existing.version + 1 });
  }
  return { added, revised, unchanged };
};
