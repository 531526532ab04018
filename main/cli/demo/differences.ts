/** Where two values differ, by path ("criteria.2.score: 3 here, 2 at the hub"). Empty when they are equal. */
export const differences = (here: unknown, atHub: unknown, path = ''): string[] => {
  if (Object.is(here, atHub)) return [];
  if (!isObject(here) || !isObject(atHub) || Array.isArray(here) !== Array.isArray(atHub)) {
    return [`${path}: ${JSON.stringify(here)} here, ${JSON.stringify(atHub)} at the hub`];
  }
  const names = new Set([...Object.keys(here), ...Object.keys(atHub)]);
  return [...names].flatMap((name) =>
    differences(here[name], atHub[name], path === '' ? name : `${path}.${name}`),
  );
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
