/** How times, sizes and counts are written. Everything goes through Intl; `locale` and `timeZone` are for tests. */
export type FormatOptions = { readonly locale?: string; readonly timeZone?: string };

type Forms = { readonly one: string; readonly other: string };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a list of small formatters over the same Intl objects.
export const createFormat = ({ locale = 'en', timeZone }: FormatOptions = {}) => {
  const zone = timeZone === undefined ? {} : { timeZone };
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    ...zone,
  });
  const clockWithSeconds = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
    ...zone,
  });
  const days = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', ...zone });
  const daysWithYear = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...zone,
  });
  const dayKey = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...zone,
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const nowWord = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');

  const number = (value: number): string => numbers.format(value);
  const sameDay = (a: number, b: number): boolean => dayKey.format(a) === dayKey.format(b);

  return {
    number,

    /** `one`/`other` by the language's plural rule; `{n}` is the formatted count. */
    count: (value: number, forms: Forms): string =>
      (plurals.select(value) === 'one' ? forms.one : forms.other).replace('{n}', number(value)),

    /** Bytes in decimal units, as file managers and networks count: 41.3 MB. */
    bytes: (value: number): string => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
      const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), units.length - 1);
      const scaled = value / 1000 ** power;
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[power] ?? 'byte',
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power < 2 || scaled >= 100 ? 0 : 1,
      }).format(scaled);
    },

    /** Never 100 % before all is there. */
    percent: (part: number, whole: number): string => {
      const share = whole === 0 ? 1 : part / whole;
      const shown = share < 1 ? Math.min(share, 0.99) : 1;
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(shown);
    },

    /** 14:05 */
    time: (instant: string | number): string => clock.format(new Date(instant)),

    /** 14:05:31 */
    timeWithSeconds: (instant: string | number): string => clockWithSeconds.format(new Date(instant)),

    /** Fri, 28 Nov; with the year when it is not this one's. */
    day: (instant: string | number, now: number): string => {
      const at = new Date(instant);
      const thisYear = dayKey.format(at).slice(0, 4) === dayKey.format(now).slice(0, 4);
      return (thisYear ? days : daysWithYear).format(at);
    },

    /** Today only the time, else day and time. */
    moment: (instant: string | number, now: number): string => {
      const at = new Date(instant);
      const time = clock.format(at);
      if (sameDay(at.getTime(), now)) return time;
      const thisYear = dayKey.format(at).slice(0, 4) === dayKey.format(now).slice(0, 4);
      return `${(thisYear ? days : daysWithYear).format(at)}, ${time}`;
    },

    /** "in 3 days", "2 hours ago", "now": rounded towards now, so that a deadline never looks further than it is. */
    relative: (instant: string | number, now: number): string => {
      const difference = new Date(instant).getTime() - now;
      const size = Math.abs(difference);
      if (size < minute) return nowWord;
      if (size < hour) return relative.format(Math.trunc(difference / minute), 'minute');
      if (size < day) return relative.format(Math.trunc(difference / hour), 'hour');
      return relative.format(Math.trunc(difference / day), 'day');
    },

    /** 1:05 or 1:02:05, for media positions and active time. Seconds in. */
    duration: (seconds: number): string => {
      const whole = Math.max(0, Math.floor(seconds));
      const minutes = Math.floor(whole / 60) % 60;
      const hours = Math.floor(whole / 3600);
      const two = (value: number): string => String(value).padStart(2, '0');
      return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
    },

    /** A, B and C */
    list: (items: readonly string[]): string =>
      new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }).format(items),
  };
};

export type Format = ReturnType<typeof createFormat>;

/** The formats of the running interface. */
export const format: Format = createFormat();
