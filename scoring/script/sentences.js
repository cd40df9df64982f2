// Reasons in words: the templates of ledger lines, filled in with what their named quantities are worth.

const SHOWN_PLACES = 4, MOST_PLACES = 6;

// Write a number in decimals, a long one cut after four with "…".
function digits(value) {
  const places = placesOf(value);
  if (places !== null && places <= MOST_PLACES) return numberText(value);
  const scale = 10n ** BigInt(SHOWN_PLACES);
  const [whole, after = ""] = numberText(ratio(floor(mul(absolute(value), new Rational(scale, 1n))), scale)).split(".");
  return `${value.n < 0n ? "-" : ""}${whole}.${after.padEnd(SHOWN_PLACES, "0")}…`;
}

// Write a value as people read it; `zh`: in Chinese, else in English.
function shown(value, unit, zh) {
  if (value === true) return zh ? "是" : "yes";
  if (value === false) return zh ? "否" : "no";
  if (isUnknown(value)) {
    const undefined_ = [...value.causes.values()].every(([kind]) => kind === "undefined");
    return zh ? (undefined_ ? "算不出" : "未知") : undefined_ ? "undefined" : "unknown";
  }
  if (typeof value === "string") return value;
  if (unit === "date") return dayText(value);
  const percent = unit === "%" || unit === "percentage point";
  const number = digits(percent ? mul(value, HUNDRED) : value);
  const many = (percent ? mul(value, HUNDRED) : value);
  const plural = equal(many, ONE) ? "" : "s";
  if (unit === "%") return `${number}%`;
  if (percent) return number + (zh ? "个百分点" : ` ${unit}${plural}`);
  if (unit === "day") return zh ? `${number}天` : `${number} ${unit}${plural}`;
  return number + (zh || !unit ? unit : ` ${unit}`);
}

// Return the reason of a line in both languages.
function sentences(plan, asked, wording, values, people) {
  return { en: sentence(plan, asked, wording, values, people, 0), zh: sentence(plan, asked, wording, values, people, 1) };
}

function sentence(plan, asked, wording, values, people, lang) {
  const zh = lang === 1;
  const own = new Map(wording.quantities.map(([name, place]) => [name, values[place]]));
  const facts = new Map(wording.quantities.map(([name, place, unit]) => [name, shown(values[place], unit, zh)]));
  const amount = own.get("amount"), points = own.get("points"), step = own.get("step");
  const bare = wording.quantities.some(([name, , unit]) => name === "step" && !unit);
  if (zh && bare && isNumber(step) && step.d === 1n) facts.set("step", `${digits(step)}个`);
  if (isNumber(amount) && isNumber(points)) {
    facts.set("lost", shown(negative(amount), "", zh));
    facts.set("score", shown(add(points, amount), "", zh));
  }
  for (const [name, text] of Object.entries(wording.standing[lang])) facts.set(name, text);
  for (const [quantity, name] of [["band", "interval"], ["row", "condition"]]) {
    const number = own.get(quantity);
    const label = isNumber(number) ? wording.chosen[`${quantity}:${numberText(number)}`] : undefined;
    if (label !== undefined) facts.set(name, label[lang]);
  }
  if (plan.open && !own.has("score")) own.set("score", amount ?? ZERO);
  const down = isNumber(amount) && amount.n < 0n;
  let template = wording.templates[wording.templates.length === 1 || down ? 0 : 1][lang];
  for (const [event, texts] of wording.also) if (values[event] === true) template += texts[lang];
  const one = (value) => value === true || (isNumber(value) && equal(value, ONE));
  const filled = template.replace(/\{(\w+)(:s)?\}/g, (all, name, plural) => {
    if (plural) return facts.get(name) === "1" || one(own.get(name)) ? "" : "s";
    return facts.get(name) ?? all;
  });
  const text = wording.where[lang] + filled + emptied(plan, asked, wording, values, zh);
  const said = wording.because === null ? [] : [wording.because[lang]];
  for (const [place, number, texts] of wording.more) {
    const value = values[place];
    const holds = number === null ? value === true : isNumber(value) && equal(value, whole(number));
    if (holds) said.push(texts[lang]);
  }
  said.push(personSaid(wording.person, people, zh));
  const reasons = said.filter((each) => each).map((each) => each.replace(/[。.]+$/, "")).join(zh ? "；" : "; ");
  const between = zh ? "：" : text.includes(": ") ? "; " : ": ";
  return (reasons ? text + between + reasons : text) + (zh ? "。" : ".");
}

// Return that no more than the points can be lost, where a deduction asked for more.
function emptied(plan, place, wording, values, zh) {
  if (!wording.emptied) return "";
  const amounts = plan.account.map(([kind, at]) => [kind, values[at]]);
  const asked = values[place];
  if (!isNumber(asked) || amounts.some(([, value]) => !isNumber(value))) return "";
  const back = total(amounts.filter(([kind]) => kind === "limit").map(([, value]) => value));
  if (back.n <= 0n || asked.n >= 0n) return "";
  if (plan.open) return zh ? "，得分不低于下限" : "; the score goes no lower than its least";
  const most = negative(total(amounts.map(([, value]) => value)));  // what the limit leaves to lose
  const points = shown(most, "", zh);
  const all = values[plan.points];
  if (isNumber(all) && equal(most, all)) {
    return zh ? `，本项分值${points}分，扣完为止`
      : `; no more than its ${points} point${equal(most, ONE) ? "" : "s"} can be lost`;
  }
  return zh ? `，最多扣${points}分` : `; no more than ${points} points can be lost`;
}

// Return what a person said: of a mark, a set value, a declaration, or of findings.
function personSaid([kind, name], people, zh) {
  if (kind === undefined) return "";
  const said = people[kind].get(name);
  if (said === undefined) return "";
  if (kind === "reasons") return said;
  if (Array.isArray(said)) return said.map((each) => each.note).filter((each) => each).join(zh ? "；" : "; ");
  const { because = "", by = "" } = said;
  return because ? because + (by ? (zh ? `（${by}）` : ` (${by})`) : "") : by;
}
