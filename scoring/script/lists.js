// The lists of a case, read: every entry against what the list is of. What is wrong is recorded.

const LONGEST = 10000;
const BETWEEN = ";";
const OTHER_SIGNS = new RegExp(`${SPACE}*[,，、；]${SPACE}*`, "g");
const NUMBERS = new RegExp(`^-?[0-9.]+%?(?:${SPACE}*[,，、；]${SPACE}*-?[0-9.]+%?)+$`);

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Read one list of a figure: {entries: [{values, lists}]}, null where it is none.
function readList(figure, address, raw, problems) {
  let value = raw;
  if (typeof value === "string" && !figure.records) value = value.split(BETWEEN).map((each) => stripped(each) || null);
  if (!Array.isArray(value)) {
    problems.push(problem(address, figure.records ? "list-records" : "list-expected-value",
                          { address, fields: fieldNames(figure) }));
    return null;
  }
  if (value.length > LONGEST) {
    problems.push(problem(address, "list-long", { address, limit: LONGEST }));
    return null;
  }
  return { entries: value.map((each, place) => readEntry(figure, `${address}[${place + 1}]`, each, problems)) };
}

const fieldNames = (figure) => figure.fields.map((each) => each.name).join(", ");

function readEntry(figure, address, raw, problems) {
  const found = { values: new Map(), lists: new Map() };
  if (figure.records !== isObject(raw)) {
    if (!figure.records && isObject(raw) && "exact" in raw) return plainEntry(figure, address, raw, found, problems);
    problems.push(problem(address, figure.records ? "list-record" : "list-value",
                          { address, fields: fieldNames(figure) }));
    return found;
  }
  if (!figure.records) return plainEntry(figure, address, raw, found, problems);
  for (const [name, value] of Object.entries(raw)) {
    if (name === "name") continue;
    const own = figure.fields.find((each) => each.name === name);
    const place = `${address}.${name}`;
    if (own === undefined) {
      problems.push(problem(place, "record-field", { address, name, fields: `name, ${fieldNames(figure)}` }));
    } else if (own.list) {
      const inner = value === null || value === "" ? null : readList(own, place, value, problems);
      if (inner !== null) found.lists.set(name, inner);
    } else if (own.derived) problems.push(problem(place, "derived-figure", { address: place }));
    else entryValue(own, name, place, value, found, problems);
  }
  return found;
}

function plainEntry(figure, address, raw, found, problems) {
  if (Array.isArray(raw)) problems.push(problem(address, "list-value", { address, fields: fieldNames(figure) }));
  else entryValue(figure.fields[0], "each", address, raw, found, problems);
  return found;
}

function entryValue(figure, field, address, raw, entry, problems) {
  const value = readValue(raw, figure.domain);
  if (!(value instanceof Refusal)) {
    if (value !== null) entry.values.set(field, value);
  } else if (value.code === "not-a-number" && NUMBERS.test(String(raw))) {
    problems.push(problem(address, "list-commas",
                          { name: address, value: value.facts.value, text: raw.replace(OTHER_SIGNS, "; ") }));
  } else problems.push(problem(address, value.code, { ...value.facts, name: address }));
}

// Add a list and the lists inside its records, by names such as "sites[2].faults".
function flatten(name, found, all) {
  all.set(name, found);
  found.entries.forEach((entry, place) => {
    for (const [field, inner] of entry.lists) flatten(`${name}[${place + 1}].${field}`, inner, all);
  });
}

// Read all lists of a case; of those that nodes are made from, the table knows how many records there are.
function readLists(table, given, problems) {
  const all = new Map();
  for (const [name, raw] of Object.entries(given ?? {})) {
    const figure = table.lists.find((each) => each.name === name);
    if (figure === undefined) problems.push(problem(name, "unknown-case-figure", { name }));
    else if (raw !== null && raw !== "") {
      const found = readList(figure, name, raw, problems);
      if (found !== null) flatten(name, found, all);
    }
  }
  for (const [name, count] of problems.length ? [] : table.records) {
    const found = all.has(name) ? all.get(name).entries.length : null;
    if (found !== count) {
      problems.push(problem(name, "calculator-records", { name, count: count ?? 0, found: found ?? 0 }));
    }
  }
  return all;
}
