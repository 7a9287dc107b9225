// @ts-check
/** Say when something was, as Slack's client says it. */

const DAY = 86_400_000;

/** @param {Date} date @param {Intl.DateTimeFormatOptions} options */
const say = (date, options) => date.toLocaleString("en-US", options);

/** @param {string|number} ts */
export const dateOf = (ts) => new Date(Number(ts) * 1000);

/** @param {Date} date */
export const clock = (date) => say(date, { hour: "numeric", minute: "2-digit" });

/** @param {Date} date */
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Whole days from today: 0 today, -1 yesterday. @param {Date} date */
const daysAway = (date) => Math.round((midnight(date) - midnight(new Date())) / DAY);

/** @param {Date} date */
function nearDay(date) {
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[String(daysAway(date))];
}

/** @param {number} day */
function ordinal(day) {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return `${day}${{ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th"}`;
}

/** The heading over a day's messages. @param {Date} date */
export function dayHeading(date) {
  const near = nearDay(date);
  if (near) return near;
  const year = date.getFullYear() === new Date().getFullYear() ? "" : `, ${date.getFullYear()}`;
  return `${say(date, { weekday: "long" })}, ${say(date, { month: "long" })} ${ordinal(date.getDate())}${year}`;
}

/** The whole truth, for tooltips and screen readers. @param {Date} date */
export const absolute = (date) =>
  `${longDate(date)} at ${say(date, { hour: "numeric", minute: "2-digit", second: "2-digit" })}`;

/** @param {Date} date */
const longDate = (date) =>
  `${say(date, { weekday: "long", month: "long" }).replace(/^(\S+) (\S+)$/, "$2, $1")} ${ordinal(date.getDate())}, ${date.getFullYear()}`;

/** @param {Date} date */
export function ago(date) {
  const seconds = (Date.now() - date.getTime()) / 1000;
  const ahead = seconds < 0;
  const size = Math.abs(seconds);
  if (size < 60) return ahead ? "in a moment" : "just now";
  /** @type {[number, string][]} */
  const units = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ];
  const [length, word] = units.find(([unit]) => size >= unit) ?? [60, "minute"];
  const count = Math.floor(size / length);
  const words = `${count} ${word}${count === 1 ? "" : "s"}`;
  return ahead ? `in ${words}` : `${words} ago`;
}

/** @type {Record<string, (date: Date) => string>} */
const TOKENS = {
  date_num: (date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
  date: (date) => `${say(date, { month: "long" })} ${ordinal(date.getDate())}, ${date.getFullYear()}`,
  date_slash: (date) => say(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date_short: (date) => say(date, { year: "numeric", month: "short", day: "numeric" }),
  date_long: longDate,
  date_pretty: (date) => nearDay(date)?.toLowerCase() ?? TOKENS.date(date),
  date_short_pretty: (date) => nearDay(date)?.toLowerCase() ?? TOKENS.date_short(date),
  date_long_pretty: (date) => nearDay(date)?.toLowerCase() ?? longDate(date),
  day_divider_pretty: dayHeading,
  time: clock,
  time_secs: (date) => say(date, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** @param {number} number */
const pad = (number) => String(number).padStart(2, "0");

/**
 * `{date_short} at {time}` for a moment; the fallback where a token is unknown.
 * @param {number} seconds @param {string} format @param {string} fallback
 */
export function formatted(seconds, format, fallback) {
  const date = dateOf(seconds);
  let known = !Number.isNaN(date.getTime());
  const text = format.replace(/\{([a-z_]+)\}/g, (_whole, token) => {
    known &&= token in TOKENS;
    return known ? TOKENS[token](date) : "";
  });
  return known ? text : fallback;
}
