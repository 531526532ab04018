import { describe, expect, it } from 'vitest';
import { createSettling } from '../../../main/services/settling.ts';
import { problem } from '../../../shared/lib/problem.ts';

const setUp = () => {
  const asked: string[] = [];
  let due: (() => void)[] = [];
  const timers = {
    after: (_ms: number, work: () => void) => {
      due.push(work);
      return () => {
        due = due.filter((one) => one !== work);
      };
    },
  };
  const settling = createSettling(timers, (id) => asked.push(id));
  const ended: string[] = [];
  const settle = (name: string, windows: number) =>
    void settling.settle(windows).then((held) => ended.push(held === null ? name : `${name}: ${held.code}`));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { settling, settle, asked, ended, turn, waiting: () => due.length, late: () => due[0]?.() };
};

describe('before the program ends', () => {
  it('every window is waited for', async () => {
    const { settling, settle, asked, ended, turn, waiting } = setUp();
    settle('quit', 2);
    settling.settled(asked[0] ?? '', null);
    await turn();
    expect(ended).toEqual([]);
    settling.settled(asked[0] ?? '', null);
    await turn();
    expect(ended).toEqual(['quit']);
    expect(waiting()).toBe(0);
  });

  it('a window that does not answer is waited for no longer than the grace', async () => {
    const { settle, ended, turn, late } = setUp();
    settle('quit', 1);
    late();
    await turn();
    expect(ended).toEqual(['quit']);
  });

  it('one that could not is told of', async () => {
    const { settling, settle, asked, ended, turn } = setUp();
    settle('quit', 2);
    settling.settled(asked[0] ?? '', problem('disk-full'));
    settling.settled(asked[0] ?? '', null);
    await turn();
    expect(ended).toEqual(['quit: disk-full']);
  });

  it('the answer to an earlier question does not count: more may have been typed since', async () => {
    const { settling, settle, asked, ended, turn } = setUp();
    settle('sleep', 1);
    settle('quit', 1);
    settling.settled(asked[0] ?? '', null);
    settling.settled('nobody asked this', null);
    await turn();
    expect(ended).toEqual(['sleep']);
  });

  it('with no window there is nothing to wait for', async () => {
    const { settle, asked, ended, turn } = setUp();
    settle('quit', 0);
    await turn();
    expect([asked, ended]).toEqual([[], ['quit']]);
  });
});
