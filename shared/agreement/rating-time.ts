const isoTime =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?)?$/i;

const minute = 60_000;

/** As many days as are remembered: ratings of one day come together. */
const remembered = 4096;

/**
 * Reads dates and moments in ISO 8601 as milliseconds since 1970 UTC, null for what is none. A date alone is its first
 * moment, and a moment without a zone is in UTC.
 */
export const createTimeReader = (): ((text: string) => number | null) => {
  const midnights = new Map<string, number | null>();
  const midnightOf = (day: string): number | null => {
    const known = midnights.get(day);
    if (known !== undefined) return known;
    const found = midnight(day);
    if (midnights.size < remembered) midnights.set(day, found);
    return found;
  };
  return (text) => {
    const parts = isoTime.exec(text);
    if (parts === null) return null;
    const [, day = '', hours = '0', minutes = '0', seconds = '0', fraction = '', , sign = '+', ...zone] =
      parts;
    const [zoneHours = '0', zoneMinutes = '0'] = zone;
    const start = midnightOf(day);
    const [h, m, s, zh, zm] = [+hours, +minutes, +seconds, +zoneHours, +zoneMinutes] as const;
    if (start === null || h > 23 || m > 59 || s > 59 || zh > 23 || zm > 59) return null;
    const offset = (zh * 60 + zm) * (sign === '-' ? -minute : minute);
    return start + (h * 60 + m) * minute + s * 1000 + Number(`${fraction}000`.slice(0, 3)) - offset;
  };
};

/** One of them, for where there is but one. */
export const readTime = (text: string): number | null => createTimeReader()(text);

const midnight = (day: string): number | null => {
  const time = Date.parse(`${day}T00:00:00Z`);
  // Date.parse turns 30 February into March: such a day does not come back as it went in.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : time;
};
