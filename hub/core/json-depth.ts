/** JSON nested deeper than this is nobody's review; it would exhaust the stack of whatever walks it. */
const deepest = 40;

export const isTooDeep = (value: unknown, limit: number = deepest): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  return Object.values(value).some((member) => isTooDeep(member, limit - 1));
};
