// Slack's dates: a moment that each reader sees in their own time zone.
// Source: docs.slack.dev/messaging/formatting-message-text#date-formatting

const DAY_MS = 86_400_000;
const FORMATS = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { year: "numeric", month: "long", day: "numeric", weekday: "long" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** The words of a date token such as "{date_short} at {time}"; `fallback` where it is none of a date. */
export function dateWords(seconds, tokens, fallback) {
  const moment = new Date(Number(seconds) * 1000);
  if (Number.isNaN(moment.getTime())) return fallback;
  let isKnown = true;
  const words = tokens.replace(/\{(\w+)\}/g, (_, name) => {
    const told = oneToken(name, moment);
    isKnown &&= told !== null;
    return told;
  });
  return isKnown ? words : fallback;
}

function oneToken(name, moment) {
  if (name === "date_num") return new Intl.DateTimeFormat("sv-SE").format(moment); // 2026-11-26
  if (name.endsWith("_pretty")) return nearDay(moment) ?? oneToken(name.slice(0, -"_pretty".length), moment);
  return FORMATS[name] ? new Intl.DateTimeFormat(undefined, FORMATS[name]).format(moment) : null;
}

/** "today", "yesterday" or "tomorrow"; null for other days. */
function nearDay(moment) {
  const midnight = (date) => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(moment) - midnight(Date.now())) / DAY_MS);
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(days, "day");
}
