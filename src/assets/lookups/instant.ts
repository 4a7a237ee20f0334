const INSTANT =
  /^(\d{4}-\d\d-\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?(Z|[+\- ]\d\d:?\d\d)?)?$/;

/** A day that is on the calendar, from the year 1 on as in Python: the pattern alone lets 2026-02-31 pass. */
export function readDate(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < '0001') return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/**
 * A time as the database keeps it, in UTC and to the microsecond. Without a zone it is UTC already; a date alone is its
 * midnight. A space counts as the plus of an offset, because that is what `+` means in a query.
 */
export function readInstant(text: string): string | undefined {
  const [, day = '', minute = '00:00', second = '00', fraction = '', zone = 'Z'] =
    INSTANT.exec(text) ?? [];
  if (readDate(day) === undefined) return undefined;
  const local = new Date(`${day}T${minute}:${second}Z`).getTime();
  const utc = new Date(local - offsetOf(zone)).toISOString();
  // Beyond the years 0 to 9999 it has a sign.
  if (!/^\d{4}-/.test(utc)) return undefined;
  return `${utc.slice(0, 19).replace('T', ' ')}${fraction && `.${fraction}`}`;
}

/** Milliseconds ahead of UTC. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
