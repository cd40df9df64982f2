// The expression graph: rows of a table, operands before what uses them, and what each is worth over some inputs.
//
// A value is a Rational, true or false, a word, or an Unknown with the causes of that.

class Unknown {
  constructor(causes) {
    this.causes = causes;  // "kind name" → [kind, name]
  }
}

const unknown = (...causes) => new Unknown(new Map(causes.map((each) => [each.join(" "), each])));
const DIVISION = unknown(["undefined", "division-by-zero"]);
const OUTSIDE = unknown(["undefined", "outside-domain"]);
const isUnknown = (value) => value instanceof Unknown;
const isNumber = (value) => value instanceof Rational;

// Return the causes of all operands that have no value together, null where all have one.
function joined(values, places) {
  let found = null;
  for (const place of places) {
    const value = values[place];
    if (!isUnknown(value) || value === found) continue;
    found = found === null ? value : new Unknown(new Map([...found.causes, ...value.causes]));
  }
  return found;
}

function constant(kind, value) {
  if (kind === "number") return parsed(value);
  return kind === "unknown" ? unknown(...value) : value;
}

const same = (a, b) => (isNumber(a) ? equal(a, b) : a === b);

// What a row computes that has no value where any operand has none: name → function of (values, places, rest of the row).
const STRICT = {
  add: (v, p) => {
    let sum = v[p[0]];
    for (let i = 1; i < p.length; i += 1) sum = add(sum, v[p[i]]);
    return sum;
  },
  sub: (v, p) => sub(v[p[0]], v[p[1]]),
  mul: (v, p) => mul(v[p[0]], v[p[1]]),
  div: (v, p) => (v[p[1]].n === 0n ? DIVISION : div(v[p[0]], v[p[1]])),
  min: (v, p) => p.reduce((best, each) => (less(v[each], best) ? v[each] : best), v[p[0]]),
  max: (v, p) => p.reduce((best, each) => (less(best, v[each]) ? v[each] : best), v[p[0]]),
  floor: (v, p) => new Rational(floor(v[p[0]]), 1n),
  round: (v, p, [mode, step]) => roundTo(v[p[0]], mode, step),
  approx: (v, p, [name]) => approx(name, p.map((each) => v[each])) ?? OUTSIDE,
  lt: (v, p) => less(v[p[0]], v[p[1]]),
  le: (v, p) => !less(v[p[1]], v[p[0]]),
  eq: (v, p) => same(v[p[0]], v[p[1]]),
  not: (v, p) => !v[p[0]],
};

// What a row computes that does not need all operands.
const LAZY = {
  and: (v, p) => (p.some((each) => v[each] === false) ? false : joined(v, p) ?? true),
  or: (v, p) => (p.some((each) => v[each] === true) ? true : joined(v, p) ?? false),
  if: (v, p) => (isUnknown(v[p[0]]) ? v[p[0]] : v[v[p[0]] ? p[1] : p[2]]),
  pick: (v, p, members) => {
    const word = v[p[0]];
    if (isUnknown(word)) return word;
    const place = members.indexOf(word);
    return v[place < 0 ? p[p.length - 1] : p[1 + place]];
  },
};

// Return a table made ready: a row [operation, operands, rest] → a function of values and inputs.
function prepared(rows) {
  return rows.map(([op, places, rest]) => {
    if (op === "const") {
      const value = constant(...rest);
      return () => value;
    }
    if (op === "input") {
      const [name] = rest;
      return (_, input) => input(name);
    }
    if (op in LAZY) return (values) => LAZY[op](values, places, rest);
    const extra = op === "round" ? [rest[0], parsed(rest[1])] : rest;
    return (values) => joined(values, places) ?? STRICT[op](values, places, extra);
  });
}

// Return the values of all rows of a table over what `input` says of each input.
function evaluated(steps, input) {
  const values = new Array(steps.length);
  for (let place = 0; place < steps.length; place += 1) values[place] = steps[place](values, input);
  return values;
}

const GIVEN = "given:";

// Return what says of each input what it is: of inputs by name, defaults for those that are not among them.
function inputsOf(inputs, defaults) {
  return (name) => {
    const value = inputs.get(name) ?? defaults.get(name);
    if (value !== undefined) return value;
    if (!name.startsWith(GIVEN)) return unknown(["missing", name]);
    const asked = inputs.get(name.slice(GIVEN.length));
    return asked !== undefined && !isUnknown(asked);
  };
}

const missingIn = (...values) => {
  const names = new Set();
  for (const value of values.filter(isUnknown)) {
    for (const [kind, name] of value.causes.values()) if (kind === "missing") names.add(name);
  }
  return names;
};
