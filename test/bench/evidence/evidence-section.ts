import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenSection, Section } from '../section.ts';
import { build, startBenchHub, startPeer, startWorkbench } from './bench-hosts.ts';
import { writeBenchProgram } from './bench-program.ts';
import { measureFirstFrame } from './first-frame.ts';
import { measureFirstPage } from './first-page.ts';
import { addInPage } from './in-page.ts';
import { measurePageMemory } from './page-memory.ts';
import { measureReviewOpening } from './review-opening.ts';

type Closing = { readonly close: () => Promise<void> };

/** Closes what was opened, the last first, also when one of them fails. */
const closeAll = async (opened: readonly Closing[]): Promise<void> => {
  const failures: unknown[] = [];
  for (const { close } of opened.toReversed()) {
    await close().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything of the bench could be closed');
};

const openAll = async (tell: (line: string) => void, opened: Closing[]): Promise<OpenSection['ratios']> => {
  const keep = <T extends Closing>(one: T): T => {
    opened.push(one);
    return one;
  };
  tell('evidence: building, and making files …');
  await build();
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  keep({ close: () => rm(folder, { recursive: true, force: true }) });
  const program = await writeBenchProgram(folder);
  const hub = keep(await startBenchHub(join(folder, 'hub'), program.folder));
  tell('evidence: bringing the files into the vault …');
  const { page: ours } = keep(await startWorkbench(join(folder, 'profile'), hub.url));
  const { page: peer, url } = keep(await startPeer(program.files));
  await addInPage(ours);
  await addInPage(peer);
  return [
    {
      name: 'first PDF page',
      limit: 1.3,
      direction: 'at most',
      measure: () => measureFirstPage(ours, peer, url),
    },
    {
      name: 'seek to first frame',
      limit: 1.3,
      direction: 'at most',
      measure: () =>
        measureFirstFrame(ours, peer, url, { length: program.filmLength, note: program.filmNote }),
    },
    {
      name: 'memory at page 1,490',
      limit: 1.3,
      direction: 'at most',
      measure: () => measurePageMemory(ours),
    },
    {
      name: 'opening 2,000 annotations',
      limit: 1.5,
      direction: 'at most',
      measure: () => measureReviewOpening(ours, program.plan),
    },
  ];
};

/** Evidence and annotations, in a real Chromium against the real web host and its encrypted vault. */
export const evidenceSection: Section = {
  name: 'evidence',
  open: async (tell) => {
    const opened: Closing[] = [];
    try {
      return { ratios: await openAll(tell, opened), close: () => closeAll(opened) };
    } catch (error) {
      await closeAll(opened);
      throw error;
    }
  },
};
