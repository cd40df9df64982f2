// What scoring a case gives, read from the values of the graph.

const NOT_KNOWN = new Set(["undefined", "none"]);

function outcomeOf(applies, ...values) {
  if (applies === false) return "not_applicable";
  const kinds = [applies, ...values].filter(isUnknown).flatMap((each) => [...each.causes.values()].map(([kind]) => kind));
  if (kinds.some((kind) => NOT_KNOWN.has(kind))) return "undefined";
  return kinds.length ? "missing" : "scored";
}

const textOf = (value, places = null) => (isNumber(value) ? numberText(value, places) : null);

// Return a value as a fact: the text of a number, a date or a word, true, false, or null.
function factOf(value, date, places = null) {
  if (isUnknown(value)) return null;
  return isNumber(value) ? (date ? dayText(value) : numberText(value, places)) : value;
}

// Return a further result as people read it, in both languages; of a node as its score is written, without a unit.
function outputSaid(value, unit, isScore, places) {
  if (isUnknown(value)) return { en: "–", zh: "–" };
  if (!isScore || !isNumber(value)) return { en: shown(value, unit, false), zh: shown(value, unit, true) };
  const own = placesOf(value);
  const text = own === null || own > MOST_PLACES ? digits(value) : numberText(value, places);
  return { en: text, zh: text };
}

const isBelow = (path, above) => above === "" || path === above || path.startsWith(`${above}.`);

// Compare texts by their code points.
function byCodePoints(a, b) {
  const left = [...a], right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  }
  return left.length - right.length;
}

// Compare names so that marks[2] comes before marks[10].
function byNumbers(a, b) {
  const left = a.split(/([0-9]+)/), right = b.split(/([0-9]+)/);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const apart = i % 2 ? Number(BigInt(left[i]) - BigInt(right[i])) : byCodePoints(left[i], right[i]);
    if (apart) return apart;
  }
  return left.length - right.length;
}

const cut = (text, end) => (text.endsWith(end) ? text.slice(0, -end.length) : text);
const called = (name) => cut(cut(cut(name, "/cases"), "/count"), "/score").replaceAll("/", ".");

// Return what inputs are called, in the order of the ruleset.
function named(table, names) {
  const place = (name) => table.order.get(name) ?? table.order.size;
  const ordered = [...names].sort((a, b) => place(a) - place(b) || byNumbers(a, b));
  return [...new Set(ordered.map(called))];
}

class Outcome {
  constructor(bound) {
    this.table = bound.table;
    this.people = bound.people;
    this.values = evaluated(this.table.steps, inputsOf(bound.inputs, this.table.defaults));
    const { admit, root, always } = this.table;
    this.admitted = admit === null ? true : this.values[admit];
    this.applies = always || (this.admitted === true && this.values[root.applies] === true);
    this.deciding = this.table.deciding.map((each) => this.values[each]);
  }

  // Return what the case says that it may not say.
  problems(bound) {
    const found = [];
    for (const path of bound.addressed) {
      const { taken } = this.table.nodes.get(path);
      if (taken !== null && this.values[taken] === false) found.push(problem(path, "variant-not-taken", { path }));
    }
    for (const { node, code, path, called: name, facts } of this.table.checks) {
      if (this.values[node] !== true) continue;
      const known = facts.map(([fact, place]) => [fact, this.values[place]]);
      found.push(problem(path, code, { name, ...Object.fromEntries(known) }));
    }
    return found;
  }

  taken(plan) {
    let found = plan;
    while (found.variants.length) {
      const variant = found.variants.find(([when]) => this.values[when] === true);
      if (variant === undefined) return found;
      found = this.table.plans[variant[1]];
    }
    return found;
  }

  // All nodes that this case has, from the top down.
  plans() {
    const found = [], waiting = [this.table.root];
    while (waiting.length) {
      const plan = this.taken(waiting.pop());
      found.push(plan);
      for (let i = plan.children.length - 1; i >= 0; i -= 1) waiting.push(this.table.plans[plan.children[i]]);
    }
    return found;
  }

  outcome() {
    if (this.admitted === false) return "excluded";
    return outcomeOf(this.values[this.table.root.applies], this.admitted, ...this.deciding);
  }

  missing() {
    return this.admitted === false ? [] : named(this.table, missingIn(this.admitted, ...this.deciding));
  }

  perhapsMissing(missing) {
    const names = new Set();
    for (const [condition, ...branches] of this.table.branches) {
      if (!isUnknown(this.values[condition])) continue;
      for (const name of missingIn(...branches.map((each) => this.values[each]))) names.add(name);
    }
    return named(this.table, names).filter((name) => !missing.includes(name));
  }

  node(plan) {
    const points = this.values[plan.points], score = this.values[plan.score], applies = this.values[plan.applies];
    const present = this.values[plan.present] !== false;
    const lost = present && isNumber(points) && isNumber(score) ? sub(points, score) : null;
    return {
      path: plan.path, points: textOf(points), score: present ? textOf(score, plan.places) : null,
      lost: textOf(lost, plan.places), outcome: outcomeOf(applies, score),
      missing: named(this.table, missingIn(score, applies)),
    };
  }

  // What a point of each node is worth in the total.
  factors(plans) {
    const found = new Map([["", ONE]]);
    for (const plan of plans) {
      if (plan.by_formula || !found.has(plan.path)) continue;
      plan.children.forEach((child, place) => {
        const factor = this.values[plan.factors[place]];
        if (isNumber(factor)) found.set(this.table.plans[child].path, mul(found.get(plan.path), factor));
      });
    }
    return found;
  }

  // Deductions and awards, settled, without those that something above supersedes.
  reasons(plans, outcome) {
    if (!this.table.always && outcome === "not_applicable") return [[], []];
    const { ledger, balance } = this.table;
    if (this.values[balance] === false) throw new Error("score and account disagree");
    const found = [], superseded = [], unknownOf = new Set();
    ledger.forEach(([number, code, asked, place, wording], line) => {
      const value = this.values[place];
      if (isNumber(value)) {
        if (value.n !== 0n) found.push([this.table.plans[number], code, asked, value, wording, line]);
      } else if (code !== null) unknownOf.add(this.table.plans[number]);
      else if (value === true) superseded.push(this.table.plans[number].path);
    });
    const factors = this.factors(plans);
    const kept = found.filter(([plan]) => !unknownOf.has(plan)
      && !superseded.some((above) => above !== plan.path && isBelow(plan.path, above)));
    const told = ([plan, code, asked, value, wording, line]) => {
      const nominal = plan.opens_at_zero || !isNumber(this.values[asked]) ? value : this.values[asked];
      const factor = factors.get(plan.path);
      return {
        path: plan.path, code, points: numberText(absolute(value), plan.places), nominal: numberText(absolute(nominal)),
        effect: factor === undefined ? null : numberText(mul(absolute(value), factor)), line,
        sentence: sentences(plan, asked, wording, this.values, this.people),
      };
    };
    return [kept.filter(([, , , value]) => value.n < 0n).map(told), kept.filter(([, , , value]) => value.n > 0n).map(told)];
  }

  // Return the total as a number, null without one.
  total() {
    const score = this.values[this.table.root.score];
    return this.applies && this.table.numbered && isNumber(score) ? score : null;
  }

  told() {
    const { table, values } = this;
    const plans = this.plans(), outcome = this.outcome(), missing = this.missing();
    const [deductions, awards] = this.reasons(plans, outcome);
    const total = this.total(), score = values[table.root.score], grade = table.grade === null ? null : values[table.grade];
    return {
      problems: [], waits: false, outcome,
      total: textOf(total, table.root.places),
      points: textOf(values[table.root.points]),
      grade: this.applies && typeof grade === "string" && isNumber(score) ? grade : null,
      missing, perhapsMissing: this.perhapsMissing(missing),
      nodes: plans.filter((plan) => plan.path !== "").map((plan) => this.node(plan)),
      deductions, awards,
      figures: table.figures.map(([name, place, date]) => ({ name, value: factOf(values[place], date) })),
      outputs: table.outputs.map(([name, place, unit, plan]) => {
        const value = values[place], places = plan === null ? null : this.taken(table.plans[plan]).places;
        return { name, value: factOf(value, unit === "date", places), said: outputSaid(value, unit, plan !== null, places) };
      }),
      overrides: this.applies ? [...table.overrides.keys()].filter((at) => values[table.overrides[at]] === true) : [],
    };
  }
}

const notScored = (problems, waits) => ({
  problems, waits, outcome: null, total: null, points: null, grade: null, missing: [], perhapsMissing: [], nodes: [],
  deductions: [], awards: [], figures: [], outputs: [], overrides: [],
});
