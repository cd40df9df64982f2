// One text that a person typed → a value, by the grammar and within the limits of every other way in; or why not.

class Refusal {
  constructor(code, facts) {
    this.code = code;
    this.facts = facts;
  }
}

const NUMBER = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$/;
const LONG_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;
const GROUPED = /^-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?%?$/;
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const MEANT_DATE = new RegExp(
  `^${SPACE}*\\p{Nd}{4}${SPACE}*[\\-/.年]${SPACE}*\\p{Nd}{1,2}${SPACE}*[\\-/.月]${SPACE}*\\p{Nd}{1,2}${SPACE}*日?${SPACE}*$`,
  "u",
);
const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
const WRITTEN_DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$/;
const SURELY_TWICE = whole(10);
const LONGEST_NUMBER = 33, SHOWN = 80;
const DAY = 86400000, BEFORE_1970 = 719163;  // milliseconds; days up to 1970-01-01, 0001-01-01 being day 1

const stripped = (text) => text.replace(ENDS, "");
const first = (text, count) => [...text].slice(0, count).join("");
const shownValue = (raw) => (isNumber(raw) ? numberText(raw) : first(String(raw), SHOWN));

function parseNumber(text) {
  if (!NUMBER.test(text)) return null;
  const [before, after = ""] = text.split(".");
  return ratio(BigInt(before + after), 10n ** BigInt(after.length));
}

function parseDay(text) {
  if (!WRITTEN_DATE.test(text)) return null;
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const there = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return there ? whole(date.getTime() / DAY + BEFORE_1970) : null;
}

// Return how the day is written that a text surely means, such as 2024年10月8日; "" where it means none.
function meantDay(text) {
  const half = text.normalize("NFKC");
  const parts = MEANT_DATE.test(half) ? half.match(/[0-9]+/g) ?? [] : [];
  const written = parts.map((part) => part.padStart(2, "0")).join("-");
  return parseDay(written) === null ? "" : written;
}

const dayText = (day) => new Date((Number(day.n) - BEFORE_1970) * DAY).toISOString().slice(0, 10);

// Return the value of one input, a Refusal, or null where none is given. `exact` is a number as Python wrote it, of a
// case that was not typed.
function readValue(raw, domain) {
  if (raw === null || raw === undefined || raw === "" || domain.blanks.includes(raw)) return null;
  if (typeof raw === "object") return parsed(raw.exact);
  if (domain.type === "truth") return readTruth(raw, domain);
  if (domain.date) return readDate(raw, domain);
  if (domain.type === "choice") return domain.words.includes(raw) ? raw : refused("not-a-word", raw, domain);
  if (typeof raw === "boolean") return refused("not-a-number", raw, domain);
  const value = fromText(raw, domain);
  return isNumber(value) ? asRatio(within(value, raw, domain), value, raw, domain) : value;
}

function readTruth(raw, domain) {
  if (typeof raw === "boolean") return raw;
  return raw === "true" || raw === "false" ? raw === "true" : refused("not-a-truth-value", raw, domain);
}

function readDate(raw, domain) {
  const day = typeof raw === "string" ? parseDay(raw) : null;
  if (day !== null) return within(day, raw, domain);
  return refused(MOMENT.test(raw) ? "date-with-time" : WRITTEN_DATE.test(raw) ? "no-such-day" : "not-a-date", raw, domain);
}

function fromText(text, domain) {
  const percent = text.endsWith("%");
  const value = parseNumber(percent ? text.slice(0, -1) : text);
  if (value === null) return refused(noNumber(text), text, domain);
  if (percent !== domain.percent) return refused(percent ? "unexpected-percent" : "percent-sign", text, domain);
  return percent ? div(value, HUNDRED) : value;
}

function noNumber(text) {
  if (MEANT_DATE.test(first(text, LONGEST_NUMBER))) return "date-for-number";
  if (LONG_NUMBER.test(text.replace(/%$/, ""))) return "too-many-digits";
  if (GROUPED.test(first(text, LONGEST_NUMBER + 1))) return "thousands";
  return halfWidth(text) === null ? "not-a-number" : "value-wide";
}

// Return the number that a text in full-width characters was meant to be, null if it is none.
function halfWidth(text) {
  const half = [...text].length <= LONGEST_NUMBER ? text.normalize("NFKC") : text;
  return half !== text && parseNumber(half.replace(/%$/, "")) !== null ? half : null;
}

function within(value, raw, domain) {
  if (domain.whole && value.d !== 1n) return refused("not-whole", raw, domain);
  const low = domain.low !== null && less(value, domain.low), high = domain.high !== null && less(domain.high, value);
  return low || high ? refused("out-of-range", raw, domain) : value;
}

// Of 9700% tell that 97% was meant, where only that fits.
function asRatio(found, value, raw, domain) {
  if (isNumber(found) || !domain.percent || less(value, SURELY_TWICE)) return found;
  if (isNumber(within(div(value, HUNDRED), raw, domain))) found.facts.near = `${numberText(value)}%`;
  return found;
}

function refused(code, raw, domain) {
  const facts = { name: domain.name, value: shownValue(raw) };
  if (code === "out-of-range") {
    facts.low = limitText(domain.low, domain, "−∞");
    facts.high = limitText(domain.high, domain, "∞");
  } else if (code === "thousands") facts.number = facts.value.replaceAll(",", "");
  else if (code === "value-wide") facts.half = halfWidth(raw) ?? "";
  else if (code === "not-a-date" && typeof raw === "string") {
    const meant = meantDay(first(raw, LONGEST_NUMBER));
    if (meant) facts.near = meant;
  } else if (code === "not-a-word") facts.words = domain.words.join(", ");
  return new Refusal(code, facts);
}

function limitText(limit, domain, none) {
  if (limit === null) return none;
  if (domain.date) return dayText(limit);
  return domain.percent ? `${numberText(mul(limit, HUNDRED))}%` : numberText(limit);
}

// A domain as Python wrote it, with numbers for its limits and its default.
function domainOf(row) {
  const number = (text) => (text === null ? null : parsed(text));
  const plain = row.default === null || typeof row.default === "boolean" || row.type === "choice";
  return { ...row, low: number(row.low), high: number(row.high), default: plain ? row.default : parsed(row.default) };
}
