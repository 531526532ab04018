import { describe, expect, it } from 'vitest';
import { cursorMove } from '../../../renderer/viewers/reading-cursor.ts';

const press = (key: string, ...held: readonly ('shift' | 'ctrl' | 'alt' | 'meta')[]) => ({
  key,
  shiftKey: held.includes('shift'),
  ctrlKey: held.includes('ctrl'),
  altKey: held.includes('alt'),
  metaKey: held.includes('meta'),
});

describe('the reading cursor', () => {
  it('moves by letter and line, with Ctrl by word and sentence, and with Shift selects', () => {
    expect(cursorMove(press('ArrowRight'), true)).toEqual({
      alter: 'move',
      direction: 'right',
      granularity: 'character',
    });
    expect(cursorMove(press('ArrowLeft', 'ctrl', 'shift'), true)).toEqual({
      alter: 'extend',
      direction: 'left',
      granularity: 'word',
    });
    expect(cursorMove(press('ArrowDown', 'ctrl', 'shift'), true)).toEqual({
      alter: 'extend',
      direction: 'forward',
      granularity: 'sentence',
    });
    expect(cursorMove(press('End', 'shift'), true)?.valueOf()).toMatchObject({ granularity: 'lineboundary' });
  });

  it('leaves the scrolling keys alone until it is shown', () => {
    for (const key of ['ArrowUp', 'ArrowDown', 'Home', 'End'])
      expect(cursorMove(press(key), false)).toBeNull();
    expect(cursorMove(press('ArrowDown'), true)).not.toBeNull();
    expect(cursorMove(press('ArrowRight'), false)).not.toBeNull();
    expect(cursorMove(press('ArrowDown', 'shift'), false)).not.toBeNull();
  });

  it('goes with Escape, and takes no other key', () => {
    expect(cursorMove(press('Escape'), true)).toBe('leave');
    expect(cursorMove(press('Escape'), false)).toBeNull();
    for (const key of ['c', 'PageDown', 'Enter', 'Tab', 'F6'])
      expect(cursorMove(press(key), true)).toBeNull();
    expect(cursorMove(press('ArrowLeft', 'meta'), true)).toBeNull();
  });
});
