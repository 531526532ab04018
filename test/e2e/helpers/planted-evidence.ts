import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Host } from '../../helpers/hosts.ts';
import { openReview } from './desk.ts';
import { type FixtureBench, type FixtureBenchOptions, startFixtureBench } from './fixture-bench.ts';

/** The submission that files are planted in, and its slot. */
const submission = 'QST-1';
const slot = `submissions/${submission}/plan`;

/** A workbench in which the review of a submission with planted files is open, and is again after a restart. */
export type PlantedReview = Pick<FixtureBench, 'page' | 'host' | 'restart' | 'end'> & {
  /** Goes to a file by its name. The focus is on nothing then. */
  choose(label: string): Promise<void>;
};

/** Files by the name they are planted with. */
export type PlantedFiles = Readonly<Record<string, Uint8Array | string>>;

/** Chooses a file in the list over the stage. */
const chooseFile = async (page: Page, label: string): Promise<void> => {
  const list = page.getByRole('combobox', { name: 'Choose evidence' });
  const option = list.locator('option').filter({ hasText: label }).first();
  await list.selectOption((await option.getAttribute('value')) ?? label);
  // Keys are for the review, not for the list.
  await list.blur();
};

/** A hub with the fixture program and these files in it, and a workbench of a reviewer who has it all. */
export const openPlantedReview = async (
  host: Host,
  files: PlantedFiles,
  options: FixtureBenchOptions = {},
): Promise<PlantedReview> => {
  const plant = async (program: string): Promise<void> => {
    await mkdir(join(program, slot), { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(join(program, slot, name), content);
  };
  const bench = await startFixtureBench(host, plant, options);
  const { page } = bench;
  await openReview(page(), submission);
  return {
    ...bench,
    restart: async () => {
      await bench.restart();
      await openReview(page(), submission);
    },
    choose: (label) => chooseFile(page(), label),
  };
};
