// A run: the inputs that are worked out of the lists of a case, and over all cases together.

const NOBODY = unknown(["undefined", "no-cases"]);
const LEFT_OUT = unknown(["undefined", "not-among-cases"]);
const NONE_LEFT = unknown(["undefined", "none-left"]);
const EMPTY = unknown(["undefined", "empty-list"]);
const ENTRY = "[]";

const sorted = (values) => [...values].sort(compare);
const total = (values) => values.reduce(add, ZERO);
const mean = (values) => (values.length ? div(total(values), whole(values.length)) : null);

const REDUCE = {
  sum: total,
  mean,
  median: (values) => {
    const ordered = sorted(values), middle = Math.floor(ordered.length / 2);
    if (!ordered.length) return null;
    return ordered.length % 2 ? ordered[middle] : div(add(ordered[middle - 1], ordered[middle]), whole(2));
  },
  min: (values) => sorted(values)[0] ?? null,
  max: (values) => sorted(values).at(-1) ?? null,
  count: (values) => whole(values.length),
  trimmed_mean: (values, low, high) => mean(sorted(values).slice(low, Math.max(low, values.length - high))),
};

class Part {
  constructor(bound) {
    this.bound = bound;
    this.table = bound.table;
    this.waiting = bound.table.reductions;
    this.admission = true;
  }

  value(steps) {
    return evaluated(steps, inputsOf(this.bound.inputs, this.table.defaults)).at(-1);
  }

  // Whether the case takes part in what is taken over all cases.
  admit() {
    if (this.table.admitting !== null) this.admission = this.value(this.table.admitting);
  }

  // Reduce the lists that rest on none of the inputs that are still to come.
  reduce(later) {
    const rest = [];
    for (const each of this.waiting) {
      if (each.after.some((name) => later.has(name))) rest.push(each);
      else this.bound.inputs.set(each.name, reducedList(each, this.bound.lists, this.bound.inputs, this.table.defaults));
    }
    this.waiting = rest;
  }
}

function reducedList(reduction, lists, inputs, defaults) {
  const found = lists.get(reduction.source);
  if (found === undefined) return unknown(["missing", reduction.source]);
  if (reduction.how === "count" || reduction.element === null) return whole(found.entries.length);
  const values = [];
  const causes = [];
  found.entries.forEach((entry, place) => {
    const value = entryOf(reduction, entry, lists, inputs, defaults);
    if (!isUnknown(value)) values.push(value);
    else for (const [kind, name] of value.causes.values()) causes.push([kind, numbered(name, reduction.source, place + 1)]);
  });
  if (causes.length) return unknown(...causes);
  return REDUCE[reduction.how](values, ...reduction.trims) ?? (values.length ? NONE_LEFT : EMPTY);
}

// Return the name of what is missing with the entry it lies in: "sites[].area" → "sites[2].area".
function numbered(name, source, number) {
  const head = source + ENTRY;
  return name.startsWith(head) ? `${source}[${number}]${name.slice(head.length)}` : name;
}

// Return what one entry of a list counts as.
function entryOf(reduction, entry, lists, inputs, defaults) {
  const name = reduction.source + ENTRY;
  const own = new Map(inputs);
  for (const [field, value] of entry.values) own.set(field === "each" ? name : `${name}.${field}`, value);
  let inner = lists;
  if (reduction.inner.length) {
    inner = new Map(lists);
    for (const [field, list] of entry.lists) inner.set(`${name}.${field}`, list);
    for (const each of reduction.inner) own.set(each.name, reducedList(each, inner, own, defaults));
  }
  return evaluated(reduction.element, inputsOf(own, defaults)).at(-1);
}

// Work out the inputs of some bound cases that come from lists and, unless one stands alone, from all cases.
function complete(bounds, alone) {
  const parts = bounds.map((each) => new Part(each));
  const names = new Set(parts.flatMap((part) => part.table.cohorts.map((each) => each.name)));
  const none = new Set();
  for (const part of parts) part.reduce(alone ? none : names);
  if (alone || !names.size) return;
  for (const part of parts) part.admit();
  const admitted = parts.filter((part) => part.admission === true);
  const waiting = new Set(names);
  for (const name of names) {
    take(name, admitted);
    waiting.delete(name);
    for (const part of admitted) part.reduce(waiting);
  }
  for (const part of parts) {
    if (isUnknown(part.admission)) for (const name of names) part.bound.inputs.set(name, part.admission);
    part.reduce(none);
  }
}

// Work out one input over all cases that take part.
function take(name, parts) {
  const cohorts = parts.map((part) => part.table.cohorts.find((each) => each.name === name));
  const values = parts.map((part, place) => (cohorts[place].of === null ? ONE : part.value(cohorts[place].of)));
  const counted = parts.map((part, place) => part.value(cohorts[place].where));
  const there = parts.map((_, place) => place).filter((place) => counted[place] === true && !isUnknown(values[place]));
  const numbers = there.map((place) => values[place]);
  if (!cohorts.length) return;
  const { take: how, best, ties } = cohorts[0];
  if (how === "rank" || how === "percentile") {
    const found = how === "rank" ? ranks(numbers, best, ties) : percentiles(numbers, best);
    const own = new Map(there.map((place, at) => [place, found[at]]));
    parts.forEach((part, place) => {
      part.bound.inputs.set(name, own.get(place) ?? noPlace(values[place], counted[place]));
    });
    return;
  }
  const taken = REDUCE[how](numbers, 1, 1) ?? NOBODY;
  for (const part of parts) part.bound.inputs.set(name, taken);
}

// Return why a case has no rank: it does not count, or what decides that or its own value is not known.
function noPlace(value, counts) {
  const pair = [value, counts];
  return counts !== false && pair.some(isUnknown) ? joined(pair, [0, 1]) : LEFT_OUT;
}

function ranks(values, best, ties) {
  const ordered = sorted(values);
  if (best === "high") ordered.reverse();
  const places = new Map();
  ordered.forEach((value, at) => {
    const key = numberText(value);
    if (ties === "lowest") places.set(key, at + 1);
    else if (!places.has(key)) places.set(key, ties === "dense" ? places.size + 1 : at + 1);
  });
  return values.map((value) => whole(places.get(numberText(value))));
}

// Return for each value (worse + half of the other equal ones) ÷ other values.
function percentiles(values, best) {
  const others = values.length - 1;
  if (others === 0) return values.map(() => NOBODY);
  const ordered = sorted(values);
  if (best === "low") ordered.reverse();
  const first = new Map(), alike = new Map();
  ordered.forEach((value, worse) => {
    const key = numberText(value);
    if (!first.has(key)) first.set(key, worse);
    alike.set(key, (alike.get(key) ?? 0) + 1);
  });
  return values.map((value) => {
    const key = numberText(value);
    return ratio(BigInt(2 * first.get(key) + alike.get(key) - 1), BigInt(2 * others));
  });
}
