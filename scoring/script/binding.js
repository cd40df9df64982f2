// A case as the page has it → the inputs of the graph. All problems are recorded, none is guessed away.

const AMOUNT = openDomain("amount");
const COUNT = { ...openDomain("count"), low: ONE, whole: true };
const POINTS = openDomain("points");
const SHARE = { ...POINTS, percent: true };

function openDomain(name) {
  return { name, type: "number", low: null, high: null, whole: false, percent: false, words: [], default: null,
           blanks: [], date: false };
}

// Return the inputs of a case that it gives itself; what comes from its lists and from all cases is added by a run.
function bind(table, given) {
  const problems = [];
  const people = { marks: new Map(), sets: new Map(), reasons: new Map(), findings: new Map(), counted: new Map() };
  const found = { table, inputs: new Map(), lists: readLists(table, given.lists, problems), addressed: new Set(),
                  problems, people };
  const say = (name, code, facts) => problems.push(problem(name, code, facts));

  function read(name, address, raw, domain) {
    const value = readValue(raw, domain);
    if (value instanceof Refusal) say(address, value.code, { ...value.facts, name: address });
    else if (value !== null) found.inputs.set(name, value);
    return value instanceof Refusal ? null : value;
  }

  function plan(path) {
    if (!table.nodes.has(path)) {
      say(path, "no-such-node", { address: path });
      return null;
    }
    found.addressed.add(path);
    return table.nodes.get(path);
  }

  function points(path, key, raw, node) {
    const share = typeof raw === "string" && raw.endsWith("%");
    const name = `${path}/${key}`;
    const value = read(name, path, raw, share ? SHARE : POINTS);
    if (!share || value === null) return;
    if (node.open) say(path, "share-of-open", { address: path });
    else if (node.printed === null) say(path, "share-of-changing-points", { address: path });
    else found.inputs.set(name, mul(value, parsed(node.printed)));
  }

  for (const [name, list] of found.lists) {
    list.entries.forEach((entry, place) => {
      for (const [field, value] of entry.values) {
        const key = field === "each" ? `${name}[${place + 1}]` : `${name}[${place + 1}].${field}`;
        if (table.domains.has(key)) found.inputs.set(key, value);
      }
    });
  }
  for (const [name, raw] of Object.entries(given.figures ?? {})) {
    if (table.derived.has(name)) say(name, "derived-figure", { address: name });
    else if (!table.given.has(name)) say(name, "unknown-case-figure", { name });
    else if (Array.isArray(raw)) say(name, "case-value", { address: name });
    else read(name, name, raw, table.domains.get(name));
  }
  const { findings } = people;
  for (const finding of given.findings ?? []) {
    const count = readValue(finding.count ?? null, COUNT), amount = readValue(finding.amount ?? null, AMOUNT);
    const wrong = count instanceof Refusal ? count : amount;
    if (wrong instanceof Refusal) {
      say(wrong.facts.name, wrong.code, wrong.facts);
      continue;
    }
    for (const path of finding.against) {
      if (plan(path) === null) continue;
      findings.set(path, [...(findings.get(path) ?? []), { count: count ?? ONE, amount, note: finding.note ?? "" }]);
    }
  }
  for (const [path, mark] of Object.entries(given.marks ?? {})) {
    const score = mark.score ?? null, deduct = mark.deduct ?? null;
    const node = plan(path);
    if (node === null || (score === null && deduct === null)) continue;
    if (!node.judged) say(path, "mark-unjudged", { address: path });
    else if (score !== null && deduct !== null) say(path, "mark-both", { address: path });
    else {
      points(path, deduct === null ? "mark" : "mark.deduct", deduct ?? score, node);
      found.inputs.set(`${path}/mark.because`, Boolean(mark.because));
      people.marks.set(path, mark);
    }
  }
  for (const [path, set] of Object.entries(given.sets ?? {})) {
    const node = plan(path);
    if (node === null || (set.score ?? null) === null) continue;
    points(path, "set", set.score, node);
    people.sets.set(path, set);
  }
  for (const [path, why] of Object.entries(given.not_applicable ?? {})) {
    const node = plan(path);
    if (node === null || why === null) continue;
    if (!stripped(String(why))) say(path, "not-applicable-reason", { address: path });
    else if (!node.declarable) say(path, "not-applicable-policy", { address: path });
    else {
      found.inputs.set(`${path}/not_applicable`, true);
      people.reasons.set(path, stripped(String(why)));
    }
  }
  countFindings(found, say);
  return found;
}

// Add up counts and amounts of the findings that rules read.
function countFindings({ table, inputs, people: { findings, counted } }, say) {
  const sum = (some, value) => some.reduce((total, each) => add(total, value(each)), ZERO);
  for (const [path, some] of findings) {
    if (table.domains.has(`${path}/findings`)) inputs.set(`${path}/findings`, sum(some, (each) => each.count));
    if (table.domains.has(`${path}/amount`)) inputs.set(`${path}/amount`, sum(some, (each) => each.amount ?? ZERO));
  }
  const none = new Map();
  for (const { name, path, condition } of table.counted) {
    const fitting = (findings.get(path) ?? []).filter((each) => {
      const own = each.amount === null ? none : new Map([["amount", each.amount]]);
      const holds = evaluated(condition, inputsOf(own, none)).at(-1);
      if (isUnknown(holds)) say(path, "finding-amount", { address: path });
      return holds === true;
    });
    if (fitting.length) counted.set(name, fitting);
    inputs.set(name, sum(fitting, (each) => each.count));
  }
}
