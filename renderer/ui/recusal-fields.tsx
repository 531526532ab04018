import { useState } from 'react';
import type { RecusalReason } from '../../shared/hub-api/events.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import { useMessages } from '../messages/use-messages.ts';
import { Banner } from './banner.tsx';
import { Choice } from './choice.tsx';
import { TextField } from './text-field.tsx';

const reasons: readonly RecusalReason[] = ['know-the-earner', 'same-school', 'taught-with', 'other'];

export type RecusalForm = {
  readonly reason: RecusalReason | null;
  readonly note: string;
  readonly setReason: (reason: RecusalReason) => void;
  readonly setNote: (note: string) => void;
};

export const useRecusalForm = (): RecusalForm => {
  const [reason, setReason] = useState<RecusalReason | null>(null);
  const [note, setNote] = useState('');
  return { reason, note, setReason, setNote };
};

/** Why somebody recuses, and what went wrong when it was sent. */
export const RecusalFields = ({ form, problem }: { form: RecusalForm; problem: Problem | null }) => {
  const m = useMessages();
  return (
    <>
      <Choice
        label={m.recusal.reasonLabel}
        onChange={form.setReason}
        options={reasons.map((value) => ({ value, title: m.recusal.reason[value] }))}
        value={form.reason}
      />
      <TextField
        hint={m.recusal.noteHint}
        label={m.recusal.note}
        maxLength={4000}
        onChange={form.setNote}
        optional
        rows={2}
        value={form.note}
      />
      {problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(problem)}
        </Banner>
      )}
    </>
  );
};
