import { describe, expect, it } from 'vitest';
import { plantedBugs } from '../../deep/helpers/planted-bugs.ts';
import { mutants } from './mutants.ts';
import { withEdits } from './plant.ts';

describe('a planted bug', () => {
  it.each(mutants)('$name finds its place in the product as it is now', ({ edits }) => {
    expect([...withEdits(edits).keys()].length).toBeGreaterThan(0);
  });

  it.each(Object.entries(plantedBugs))('"%s", of the long proofs, finds its place too', (_name, edits) => {
    expect([...withEdits(edits).keys()].length).toBeGreaterThan(0);
  });

  it('is refused when the product no longer has that text', () => {
    const edit = { file: 'main/sync/sync.ts', from: 'no such text', to: '' };
    expect(() => withEdits([edit])).toThrow('the text to change is there 0 times');
  });

  it('is refused when its text is there twice', () => {
    const edit = { file: 'main/sync/sync.ts', from: 'const ', to: '' };
    expect(() => withEdits([edit])).toThrow('times');
  });
});
