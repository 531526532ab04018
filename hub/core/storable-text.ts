/** PostgreSQL's text cannot hold the character U+0000; no id or name of ours has one. */
export const hasNul = (text: string): boolean => text.includes('\0');

/** Whether any text inside a shallow value (parameters, a sign-in) has one. */
export const anyNul = (value: unknown): boolean => {
  if (typeof value === 'string') return hasNul(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(anyNul);
};
