import { HEADER_BYTES, SEALED_CHUNK_BYTES } from '../../../main/evidence/container.ts';
import { NONCE_BYTES } from '../../../main/keys/aead.ts';
import type { Keyring } from '../../../main/keys/keyring.ts';
import type { Disk } from './disk.ts';

type OnSealed = (key: string, nonce: Uint8Array, sealed: Uint8Array) => void;

/** Tells of everything sealed with a submission's key: by which key, with which nonce. */
export const watchedKeyring = (keyring: Keyring, lineage: string, onSealed: OnSealed): Keyring => {
  const told = (submissionId: string, sealed: Uint8Array): void => {
    const keyId = keyring.keyFor(submissionId)?.keyId ?? new Uint8Array(0);
    onSealed(
      `text/${lineage}/${Buffer.from(keyId).toString('hex')}`,
      sealed.subarray(0, NONCE_BYTES),
      sealed,
    );
  };
  return {
    ...keyring,
    sealText: (submissionId, column, text) => {
      const sealed = keyring.sealText(submissionId, column, text);
      if (sealed.ok) told(submissionId, sealed.value);
      return sealed;
    },
    sealBytes: (submissionId, column, bytes) => {
      const sealed = keyring.sealBytes(submissionId, column, bytes);
      if (sealed.ok) told(submissionId, sealed.value);
      return sealed;
    },
  };
};

const AT_SALT = 24;
const AT_KEY_ID = 56;

/** Tells of every chunk of evidence sealed: a file's key follows from its salt and its submission's key. */
export const watchChunks = (disk: Disk, onSealed: OnSealed): void => {
  const saltOf = new Map<string, string>();
  disk.onWrite = (path, position, bytes) => {
    if (!path.includes('.mcev')) return;
    if (position === 0) {
      saltOf.set(path, Buffer.from(bytes.subarray(AT_SALT, AT_KEY_ID + 16)).toString('hex'));
      return;
    }
    if ((position - HEADER_BYTES) % SEALED_CHUNK_BYTES !== 0) return;
    const salt = saltOf.get(path) ?? disk.head(path, AT_SALT, AT_KEY_ID + 16);
    saltOf.set(path, salt);
    onSealed(`evidence/${salt}`, bytes.subarray(0, NONCE_BYTES), bytes);
  };
};
