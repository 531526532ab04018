/** The words of a recusal, before and after opening. */
export const recusal = {
  reasonLabel: 'Why',
  reason: {
    'know-the-earner': 'I know, or may know, the earner',
    'same-school': 'It is my school or district',
    'taught-with': 'I have taught with the earner',
    other: 'Another reason',
  },
  note: 'Note for the lead',
  noteHint: 'Name no student.',
};
