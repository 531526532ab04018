import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkbenchPorts } from '../../main/core/ports.ts';
import { problem } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { createHostWorkbench, type HostWorkbench, type PlacedArtifact } from '../helpers/host-workbench.ts';

const mediaTypes = {
  clip: 'video/mp4',
  captions: 'text/vtt',
  paper: 'application/pdf',
  talk: 'audio/ogg',
} as const;
const fileNames = {
  clip: 'clip.mp4',
  captions: 'captions.vtt',
  paper: 'paper.pdf',
  talk: 'talk.ogg',
} as const;

/** A workbench that holds one small artifact of each kind the viewers' libraries open. */
export const createPolicyWorkbench = (mediaFolder: string): HostWorkbench => {
  const place = (name: keyof typeof fileNames): PlacedArtifact => ({
    mediaType: mediaTypes[name],
    bytes: readFileSync(join(mediaFolder, fileNames[name])),
  });
  return createHostWorkbench({
    clip: place('clip'),
    captions: place('captions'),
    paper: place('paper'),
    talk: place('talk'),
  });
};

/** Commands that use what the host gave the workbench, so that the host's part of them is tested. */
const useOfPorts = (
  { deliverFile, openPage, osKeystore, host, deviceName }: WorkbenchPorts,
  workbench: HostWorkbench,
): Readonly<Record<string, () => Promise<unknown>>> => ({
  'app.getAbout': async () => ({
    host,
    deviceName,
    keystore: osKeystore?.name,
    available: await osKeystore?.available(),
    unsealed: await osKeystore?.protect(Buffer.from('key')).then((sealed) => osKeystore.unprotect(sealed)),
  }),
  'work.exportSealed': () => deliverFile('work.sealed', Buffer.from('sealed work')),
  'session.startBrowserSignIn': async () => [
    await openPage?.('https://hub.example.org/oidc/auth?state=1'),
    await openPage?.('http://127.0.0.1:1/oidc/auth'),
    await openPage?.('file:///etc/passwd'),
  ],
  'queue.list': async () => workbench.notify({ topic: 'queue', ids: ['a1'] }),
});

/** Stands where main/workbench.ts stands, in the variant of the Electron entry that the tests build. */
export const createWorkbench = async (ports: WorkbenchPorts): Promise<Result<HostWorkbench>> => {
  const workbench = createPolicyWorkbench(process.env.ASSAY_TEST_MEDIA ?? '');
  const special = useOfPorts(ports, workbench);
  return ok({
    ...workbench,
    handle: async (name, input) => {
      const use = special[name];
      return use === undefined ? workbench.handle(name, input) : ok(await use());
    },
    settle: async (windows) => {
      await workbench.settle(windows);
      if (existsSync(join(ports.profileFolder, 'disk-is-full'))) return problem('disk-full');
      const closed = existsSync(join(ports.profileFolder, 'closed'));
      writeFileSync(join(ports.profileFolder, 'settled'), closed ? 'too late' : 'in time');
      return null;
    },
    close: async () => writeFileSync(join(ports.profileFolder, 'closed'), ''),
  });
};
