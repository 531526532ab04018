import { useRef, useState } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { chordsOf, type KeyPress } from '../../../shortcuts/chord.ts';
import { type CommandId, commandTable } from '../../../shortcuts/commands.ts';
import { bindingsClash } from '../../../shortcuts/find-conflicts.ts';
import { type Capture, noKeys, pressKey } from '../../../shortcuts/key-capture.ts';
import { useShortcutKeys } from '../../../shortcuts/shortcut-context.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Segments } from '../../../ui/choice.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { bindingWords, chordWords } from './binding-words.ts';
import styles from './key-dialog.module.css';
import { KeyField } from './key-field.tsx';
import { useConflictWords, useKeyChoices } from './use-key-choices.ts';

type KeyDialogProps = {
  readonly id: CommandId;
  readonly mode: 'change' | 'add';
  readonly onClose: () => void;
};

/** What the pressed keys would make of the command, and what speaks against it. */
const useNewKey = (id: CommandId, replaced: string | undefined, { chords, refused }: Capture) => {
  const m = useMessages();
  const { effectiveKeys, mac } = useShortcutKeys();
  const { conflicts } = useKeyChoices();
  const conflictWords = useConflictWords();
  const now = effectiveKeys(id);
  const binding = chords.join(' ');
  const kept = now.filter((one) => one !== replaced);
  const next =
    replaced === undefined ? [...now, binding] : now.map((one) => (one === replaced ? binding : one));
  const clashes = binding === '' ? [] : conflicts(id, next);
  const refusal =
    refused === null ? null : m.keyBindings.refused[refused.why](chordWords(refused.chord, mac));
  const own = binding === '' ? [] : kept.filter((one) => bindingsClash(one, binding));
  const taken = [...own, ...clashes.map(({ otherBinding }) => otherBinding)];
  return {
    binding,
    next,
    refusal: refusal ?? (own.length > 0 ? m.keyBindings.already(bindingWords(binding, mac, m)) : null),
    /** A whole key of another command: a second one after it would not help, so the next press begins anew. */
    deadEnd: taken.some((one) => chordsOf(one).length === 1),
    clashes: [...new Set(clashes.map(conflictWords))],
  };
};

/** Asks for the new keys of a command by having them pressed, and says which command stands in the way. */
export const KeyDialog = ({ id, mode, onClose }: KeyDialogProps) => {
  const m = useMessages();
  const { effectiveKeys, mac } = useShortcutKeys();
  const { give } = useKeyChoices();
  const [capture, setCapture] = useState<Capture>(noKeys);
  const now = effectiveKeys(id);
  const [chosen, choose] = useState(now[0]);
  const replaced = mode === 'change' ? chosen : undefined;
  const field = useRef<HTMLInputElement>(null);
  const acting = useRef<HTMLButtonElement>(null);
  const { binding, next, refusal, clashes, deadEnd } = useNewKey(id, replaced, capture);
  const words = (one: string): string => bindingWords(one, mac, m);
  const ready = binding !== '' && refusal === null;

  const close = (keys: readonly string[]): void => {
    give(id, keys);
    onClose();
  };
  const onKey = (press: KeyPress): boolean => {
    const pressed = pressKey(deadEnd ? noKeys : capture, press, { mac, command: id, most: 2 });
    if (pressed.kind === 'leave') return false;
    if (pressed.kind === 'keys') setCapture(pressed.capture);
    if (pressed.kind === 'keep' && ready) {
      // Taking a key from another command needs a press on its own button.
      if (clashes.length === 0) close(next);
      else acting.current?.focus();
    }
    return true;
  };

  const label = commandTable[id].label(m);
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button isDisabled={!ready} onPress={() => close(next)} ref={acting} variant="primary">
            {ready && clashes.length > 0 ? m.keyBindings.takeOver : m.keyBindings.keep}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={mode === 'add' ? m.keyBindings.addTitle(label) : m.keyBindings.changeTitle(label)}
    >
      <KeyField
        hint={mac ? m.keyBindings.pressHintMac : m.keyBindings.pressHint}
        inputRef={field}
        label={m.keyBindings.press}
        onKey={onKey}
        words={binding === '' ? '' : words(binding)}
      />
      {(refusal !== null || clashes.length > 0) && (
        <Banner inset role="alert" tone="warn">
          {refusal ?? `${clashes.join(' ')} ${m.keyBindings.conflictOffer}`}
        </Banner>
      )}
      {mode === 'change' && replaced !== undefined && (
        <div className={styles.present}>
          {now.length > 1 && (
            <>
              <span aria-hidden>{m.keyBindings.insteadOf}</span>
              <Segments
                label={m.keyBindings.insteadOf}
                onChange={choose}
                options={now.map((one) => ({ value: one, title: words(one) }))}
                value={replaced}
              />
            </>
          )}
          <Button onPress={() => close(now.filter((one) => one !== replaced))} size="small" variant="quiet">
            {m.keyBindings.takeAway(words(replaced))}
          </Button>
        </div>
      )}
    </Dialog>
  );
};
