"use strict";
(() => {
  // Objects hold only what they are given: a figure may be called "constructor".
  const bare = (_, value) => (value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.assign(Object.create(null), value) : value);
  const read = (text) => JSON.parse(text, bare);
  const DATA = read(document.getElementById("calculator-data").textContent);
  const byId = (id) => document.getElementById(id);
  const LANGS = ["zh", "en"];
  const textOf = (label, lang) => label[lang] || label[""] || Object.values(label)[0] || "";
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (all, name) => (name in facts ? facts[name] : all));
  const word = (key, facts = {}) => (lang) => fill(DATA.words[key][lang], facts);
  const language = () => document.querySelector("input[name=language]:checked").value;

  // A text whose characters that show nothing, or turn others around, are spelt out.
  const seen = (text) => text.replace(/[\n\t\r]/g, " ").replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => {
    const code = char.codePointAt(0).toString(16);
    return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });

  // Elements; a text may be given in both languages, as a function of one.
  function make(tag, attributes = {}, ...children) {
    const found = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) found.setAttribute(name, "");
      else if (value !== null && value !== undefined && value !== false) found.setAttribute(name, value);
    }
    put(found, ...children);
    return found;
  }
  function put(element, ...children) {
    for (const each of children) {
      if (typeof each === "string") element.append(seen(each));
      else if (typeof each !== "function") element.append(each);
      else if (each("zh") === each("en")) element.append(seen(each("en")));
      else {
        for (const lang of LANGS) {
          const span = make("span", { class: lang, lang: lang === "zh" ? "zh-CN" : "en" });
          span.textContent = seen(each(lang));
          element.append(span);
        }
      }
    }
    return element;
  }
  const fresh = (element, ...children) => { element.replaceChildren(); return put(element, ...children); };

  // Numbers as the report writes them: long decimals cut after four.
  function cut(text) {
    if (text === null || text === undefined) return "–";
    const parts = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text);
    if (!parts) return text;
    const [, sign, whole, decimals = "", below] = parts;
    if (below === undefined && decimals.length <= 6) return text;
    const over = BigInt(whole + decimals), under = below === undefined ? 10n ** BigInt(decimals.length) : BigInt(below);
    const digits = String(over * 10000n / under).padStart(5, "0");
    return `${sign}${digits.slice(0, -4)}.${digits.slice(-4)}…`;
  }
  const drawn = (text) => {  // for the length of a bar alone
    const [over, under = "1"] = String(text).split("/");
    return Number(over) / Number(under);
  };

  // State: what the cases gave, and what they give now.
  const begun = DATA.cases;
  const copy = (value) => read(JSON.stringify(value));
  let now = copy(begun);
  let chosen = 0;
  let fields = [];   // {key, label, name, get, set, element, box, error, was}
  const inputs = () => DATA.inputs[DATA.of[chosen]];
  const tree = () => DATA.trees[DATA.of[chosen]];
  const same = (one, other) => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
  const plain = (value) => (value !== null && typeof value === "object" && !Array.isArray(value) ? value.exact : value);
  const spoken = (value, kind = "") => (lang) => {
    const own = plain(value);
    if (own === true || own === false) return DATA.words[own ? "yes" : "no"][lang];
    if (shownText(own) === "") return DATA.words[kind === "switch" ? "no" : kind === "flag" ? "unset" : "none"][lang];
    return shownText(value);
  };

  let counter = 0;
  const relabel = [];

  // One field: a text, a choice, or a truth value of three states.
  function field({ kind, words = [], label, hints = [], name, get, set, unit = "", signs = false }) {
    counter += 1;
    const id = `field-${counter}`;
    let element;
    if (kind === "flag" || kind === "words" || kind === "switch") {
      const values = { flag: ["", "true", "false"], switch: ["", "true"], words: ["", ...words] }[kind];
      element = make("select", { id });
      for (const each of values) element.append(make("option", { value: each }));
      const speak = () => [...element.options].forEach((option, place) => {
        const keys = kind === "switch" ? ["no", "yes"] : ["unset", "yes", "no"];
        option.textContent = place && kind === "words" ? values[place] : DATA.words[keys[place]][language()];
      });
      relabel.push(speak);
      speak();
    } else {
      element = make("input", { id, type: "text", inputmode: signs || kind !== "number" ? null : "decimal", spellcheck: "false" });
    }
    const own = {
      name, label, kind, element, was: make("span", { class: "was" }), get, set,
      error: make("p", { class: "wrong", id: `${id}-wrong` }),
      read: () => (kind === "flag" || kind === "switch" ? { "": null, true: true, false: false }[element.value] : element.value.trim() || null),
      show: () => {
        const value = plain(get(now[chosen]));
        element.value = value === null || value === undefined ? "" : Array.isArray(value) ? value.map((each) => plain(each) ?? "").join("; ") : String(value);
      },
    };
    const hint = make("span", { class: "hint", id: `${id}-hint` });
    hints.forEach((each, place) => put(hint, ...(place ? [" · "] : []), each));
    element.setAttribute("aria-describedby", `${id}-hint ${id}-wrong`);
    element.addEventListener(element.tagName === "SELECT" ? "change" : "input", () => {
      const value = own.read();
      const before = get(begun[chosen]);
      set(now[chosen], value !== null && String(value) === shownText(before) ? copy(before) : value);
      compute();
    });
    own.box = make("div", { class: "field" }, put(make("label", { for: id }), label),
                   put(make("span", { class: "entry" }), element, ...(unit ? [make("span", { class: "unit" }, unit)] : [])), hint, own.was, own.error);
    fields.push(own);
    own.show();
    return own.box;
  }
  const shownText = (value) => {
    const own = plain(value);
    if (own === null || own === undefined) return "";
    return Array.isArray(own) ? own.map((each) => plain(each) ?? "").join("; ") : String(own);
  };

  const named = (path) => {
    const node = inputs().nodes.find((each) => each.path === path);
    if (!node) return () => path;
    return (lang) => {
      const text = textOf(node.label, lang);
      return node.code && node.code !== text ? `${node.code} ${text}` : text;
    };
  };
  function hintsOf(figure) {
    const hints = [];
    if (figure.min !== null && figure.max !== null) hints.push(word("range", { low: figure.min, high: figure.max }));
    else if (figure.min !== null) hints.push(word("from", { low: figure.min }));
    else if (figure.max !== null) hints.push(word("to", { high: figure.max }));
    if (figure.unit === "%" && figure.min === null && figure.max === null) hints.push(word("percent"));
    if (figure.type === "count") hints.push(word("count"));
    if (figure.type === "date") hints.push(word("date"));
    if (!figure.required) hints.push(word("optional"));
    return hints;
  }
  const hasSigns = (figure) => figure.unit === "%" || figure.min === null || figure.min.startsWith("-");  // keys for digits alone lack them
  const kindOf = (figure) => ({ flag: "flag", words: "words", date: "date" })[figure.type] || "number";
  const called = (figure) => (lang) => {
    const own = textOf(figure.label, lang) || figure.name;
    return figure.node ? `${named(figure.node)(lang)} · ${own}` : own;
  };

  function group(title, ...boxes) {
    return make("fieldset", {}, put(make("legend"), title), make("div", { class: "grid" }, ...boxes));
  }
  const keep = (holder, name, value) => {
    if (value === null) delete holder[name];
    else holder[name] = value;
  };

  function figureFields() {
    const found = inputs().figures.map((figure) => field({
      kind: kindOf(figure), words: figure.words, label: called(figure), hints: hintsOf(figure), name: figure.name,
      unit: figure.unit === "%" ? "" : figure.unit, signs: hasSigns(figure),
      get: (one) => one.figures[figure.name], set: (one, value) => keep(one.figures, figure.name, value),
    }));
    return found.length ? [group(word("figures"), ...found)] : [];
  }

  function listFields() {
    const lists = [];
    const plainGroup = (box) => { lists.push(box); return ""; };
    const groups = inputs().lists.map((list) => {
      const entries = begun[chosen].lists[list.name];
      if (!list.records) {
        return plainGroup(field({ kind: "list", label: called(list), hints: [word("list")], name: list.name,
          get: (one) => one.lists[list.name], set: (one, value) => keep(one.lists, list.name, value) }));
      }
      const boxes = (entries || []).flatMap((entry, place) => list.fields.map((each) => field({
        kind: each.list ? "list" : kindOf(each), words: each.words || [],
        label: (lang) => `${entry.name || fill(DATA.words.entry[lang], { number: place + 1 })} · ${textOf(each.label, lang) || each.name}`,
        hints: each.list ? [word("list")] : hintsOf(each), name: `${list.name}[${place + 1}].${each.name}`,
        unit: each.list || each.unit === "%" ? "" : each.unit, signs: !each.list && hasSigns(each),
        get: (one) => one.lists[list.name][place][each.name], set: (one, value) => keep(one.lists[list.name][place], each.name, value),
      })));
      return boxes.length ? group(called(list), ...boxes) : "";
    });
    return [...(lists.length ? [group(word("lists"), ...lists)] : []), ...groups];
  }

  const GONE = "0";  // how often a finding was found that has been taken away
  const found = (one) => ({ ...one, findings: one.findings.filter((each) => each.count !== GONE) });

  function findingFields() {
    const boxes = begun[chosen].findings.flatMap((finding, place) => {
      const label = (key) => (lang) => `${finding.against.map((path) => named(path)(lang)).join(", ")} · ${finding.note || "#" + (place + 1)} · ${DATA.words[key][lang]}`;
      const one = (key, own) => field({ kind: "number", label: label(own), name: `findings[${place}].${key}`,
        hints: key === "count" ? [word("gone")] : [], get: (each) => each.findings[place][key],
        set: (each, value) => { each.findings[place][key] = key === "count" ? value ?? GONE : value; } });
      return finding.amount === null ? [one("count", "times")] : [one("count", "times"), one("amount", "amount")];
    });
    return boxes.length ? [group(word("findings"), ...boxes)] : [];
  }

  // The tree: names, bars and scores, and what may be said of a node beside them.
  const bars = new Map();
  function svg(tag, attributes) {
    const found = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
    return found;
  }
  function nodeRow(shape) {
    const node = inputs().nodes.find((each) => each.path === shape.path);
    const bar = svg("svg", { class: "bar", viewBox: "0 0 1000 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
    const kept = svg("rect", { class: "kept", x: 0, y: 0, height: 10, width: 0 });
    const lost = svg("rect", { class: "lost", x: 0, y: 0, height: 10, width: 0 });
    bar.append(kept, lost);
    const score = make("span", { class: "number" });
    bars.set(shape.path, { kept, lost, score, bar, open: shape.open, kind: shape.kind });
    const own = [];
    const case_ = begun[chosen];
    if (node.mark) {
      const before = case_.marks[shape.path];
      const key = before && before.deduct !== null ? "deduct" : "score";
      own.push(field({ kind: "number", label: (lang) => `${DATA.words[key === "score" ? "mark" : "deduct"][lang]}`, name: shape.path,
        get: (one) => (one.marks[shape.path] || {})[key],
        set: (one, value) => {
          const old = begun[chosen].marks[shape.path] || { score: null, deduct: null, because: "", by: "" };
          const kept = same(value, old[key]);  // a mark that is changed has a reason, as rules may ask for one
          const because = kept ? old.because : old.because || DATA.words["by-calculator"][language()];
          keep(one.marks, shape.path, value === null ? null : { ...copy(old), [key]: value, because });
        } }));
    }
    if (case_.sets[shape.path]) {
      own.push(field({ kind: "number", label: word("set"), name: shape.path, get: (one) => (one.sets[shape.path] || {}).score,
        set: (one, value) => keep(one.sets, shape.path, value === null ? null : { ...copy(begun[chosen].sets[shape.path]), score: value }) }));
    }
    if (node.findings) {
      const mine = (one) => one.findings.slice(begun[chosen].findings.length).find((each) => each.against[0] === shape.path);
      own.push(field({ kind: "number", label: word("more-findings"), name: `+${shape.path}`, get: (one) => (mine(one) || {}).count,
        set: (one, value) => {
          one.findings = one.findings.filter((each) => each !== mine(one));
          if (value !== null && value !== GONE) one.findings.push({ against: [shape.path], count: value, amount: null, note: "", source: "" });
        } }));
    }
    if (node.not_applicable || shape.path in case_.not_applicable) {
      own.push(field({ kind: "switch", label: word("not_applicable"), name: shape.path,
        get: (one) => (shape.path in one.not_applicable ? true : null),
        set: (one, value) => keep(one.not_applicable, shape.path, value ? begun[chosen].not_applicable[shape.path] || DATA.words["by-calculator"][language()] : null) }));
    }
    for (const each of fields.slice(fields.length - own.length)) each.of = named(shape.path);
    for (const box of own) {
      box.querySelector("label").append(put(make("span", { class: "unseen" }), " ", named(shape.path)));
    }
    const why = make("div", { class: "reasons" });
    bars.get(shape.path).why = why;
    return make("li", { class: `live-node level-${Math.min(shape.level, 5)} ${shape.kind}` },
                put(make("span", { class: "name" }), named(shape.path)), bar, score, make("div", { class: "said" }, ...own), why);
  }

  function build() {
    fields = [];
    relabel.length = 0;
    bars.clear();
    const rows = tree().nodes.map(nodeRow);
    const parts = [...figureFields(), ...listFields(), ...findingFields()];
    if (rows.length) parts.push(make("fieldset", {}, put(make("legend"), word("nodes")), make("ul", { class: "live-tree" }, ...rows)));
    byId("fields").replaceChildren(...parts.filter(Boolean));
    compute();
  }

  // Scoring anew, and telling of it.
  const outcomeWord = { scored: "scored", missing: "missing-outcome", undefined: "undefined", not_applicable: "not-applicable", excluded: "excluded" };
  function fact(name, value, class_ = "") {
    return make("div", { class: class_ }, put(make("dt"), name), put(make("dd"), ...[].concat(value)));
  }
  function compute() {
    const cases = now.map(found);
    const run = DATA.weighed ? scoringCalculator.scorePortfolio(cases) : null;
    const results = run ? run.results : DATA.together ? scoringCalculator.scoreAll(cases) : null;
    const result = results ? results[chosen] : scoringCalculator.score(cases[chosen]);
    tellFacts(result);
    tellProblems(result);
    tellChanged();
    tellTree(result);
    tellCases(results, run);
  }
  function tellFacts(result) {
    const facts = [];
    if (tree().total) {
      const points = result.points && !tree().open ? [" ", word("of", { points: cut(result.points) })] : [];
      facts.push(fact(word("total"), [make("strong", { id: "live-total" }, cut(result.total)), ...(result.total === null ? [] : points)], "total"));
    }
    if (result.grade) facts.push(fact(word("grade"), make("span", { class: "grade", id: "live-grade" }, result.grade)));
    if (result.outcome && result.outcome !== "scored") facts.push(fact(word("case"), word(outcomeWord[result.outcome])));
    for (const each of result.outputs || []) {
      const shape = tree().outputs.find((one) => one.name === each.name);
      facts.push(fact((lang) => textOf(shape.label, lang) || each.name, (lang) => each.said[lang]));
    }
    byId("live-facts").replaceChildren(...facts);
    const state = byId("live-state");
    const count = (result.problems || []).length;
    if (count) fresh(state, word("problems", { count }));
    else if (result.waits) fresh(state, word("waits"));
    else if ((result.missing || []).length) {
      const label = (name) => (lang) => (tree().labels[name] ? textOf(tree().labels[name], lang) || name : name);
      fresh(state, (lang) => fill(DATA.words.missing[lang], { names: result.missing.map((each) => label(each)(lang)).join(lang === "zh" ? "、" : ", ") }));
    } else fresh(state);
  }
  function tellProblems(result) {
    for (const each of fields) {
      each.error.replaceChildren();
      each.element.removeAttribute("aria-invalid");
    }
    const left = [];
    for (const each of result.problems || []) {
      const says = (lang) => [each[lang], each.hint && each.hint[lang]].filter(Boolean).join(lang === "zh" ? "" : " ");
      const base = String(each.name).replace(/(\[\d+\])$/, "");
      const said = (one) => each.facts.value !== undefined && shownText(one.get(now[chosen])) === each.facts.value;
      const at = fields.find((one) => one.name === each.name && said(one)) || fields.find((one) => one.name === each.name) || fields.find((one) => one.name === base)
        || fields.find((one) => one.name.startsWith("findings[") && one.name.endsWith(`.${each.name}`) && !same(one.get(now[chosen]), one.get(begun[chosen])))
        || (["count", "amount"].includes(each.name) ? fields.find((one) => one.name.startsWith("+") && one.element.value) : undefined);
      if (at) {
        at.element.setAttribute("aria-invalid", "true");
        put(at.error, says, " ");
      } else left.push(put(make("li"), says));
    }
    byId("live-problems").replaceChildren(...left);
  }
  function tellChanged() {
    const changed = fields.filter((each) => !same(each.get(now[chosen]), each.get(begun[chosen])));
    for (const each of fields) {
      const is = changed.includes(each);
      each.box.classList.toggle("changed", is);
      each.was.replaceChildren();
      if (!is) continue;
      put(each.was, (lang) => fill(DATA.words.was[lang], { value: spoken(each.get(begun[chosen]), each.kind)(lang) }));
    }
    const rows = changed.map((each) => {
      const back = put(make("button", { type: "button" }), word("reset-one"));
      back.addEventListener("click", () => {
        const before = each.get(begun[chosen]);
        each.set(now[chosen], before === undefined ? null : copy(before));
        each.show();
        compute();
        each.element.focus();
      });
      const name = (lang) => `${each.of ? `${each.of(lang)} · ` : ""}${each.label(lang)}`;
      return put(make("li"), name, ": ", (lang) => `${spoken(each.get(begun[chosen]), each.kind)(lang)} → ${spoken(each.get(now[chosen]), each.kind)(lang)} `, back);
    });
    const head = put(make("li", { class: "label" }), changed.length ? word("changed", { count: changed.length }) : word("unchanged"));
    byId("live-changed").replaceChildren(head, ...rows);
    byId("reset").disabled = !now.some((each, place) => !same(each, begun[place]));
  }
  const reasonsAt = (result, path) => [...(result.deductions || []).map((each) => ["-", "less", each]), ...(result.awards || []).map((each) => ["+", "more", each])]
    .filter(([, , each]) => each.path === path)
    .map(([sign, name, each]) => put(make("p", { class: "why" }), make("span", { class: name }, `${sign}${cut(each.points)}`), " ", (lang) => each.sentence[lang]));
  function tellTree(result) {
    byId("live-whole").replaceChildren(...reasonsAt(result, ""));
    const nodes = new Map((result.nodes || []).map((each) => [each.path, each]));
    const scores = [...nodes.values()].filter((each) => each.score !== null).map((each) => drawn(each.score));
    const low = Math.min(0, ...scores), high = Math.max(0, ...scores);
    for (const [path, own] of bars) {
      const above = path.slice(0, path.lastIndexOf("."));
      const covered = own.kind === "criterion" && (above in now[chosen].marks || above in now[chosen].sets);
      const node = covered ? undefined : nodes.get(path);  // the mark of the leaf stands for those of its criteria
      own.score.closest("li").classList.toggle("absent", !nodes.has(path) && nodes.size > 0);
      const [start, middle, end] = spans(node, own.open, low, high);
      own.kept.setAttribute("x", start);
      own.kept.setAttribute("width", middle - start);
      own.lost.setAttribute("x", middle);
      own.lost.setAttribute("width", end - middle);
      own.why.replaceChildren(...reasonsAt(result, path));
      if (!node) fresh(own.score, covered ? "" : "–");
      else if (node.score === null) fresh(own.score, outcomeWord[node.outcome] ? word(outcomeWord[node.outcome]) : "–");
      else fresh(own.score, make("strong", {}, cut(node.score)), own.open ? "" : ` / ${cut(node.points)}`);
    }
  }
  function spans(node, open, low, high) {
    if (!node || node.score === null) return [0, 0, 0];
    const score = drawn(node.score);
    if (open) {
      const span = high - low || 1, zero = -low / span * 1000, end = (score - low) / span * 1000;
      return [Math.min(zero, end), Math.max(zero, end), Math.max(zero, end)];
    }
    const share = drawn(node.points) ? Math.min(1, Math.max(0, score / drawn(node.points))) : 0;
    return [0, share * 1000, 1000];
  }
  function tellCases(results, run) {
    if (!results) return;
    const head = make("tr", {}, ...["case", "before", "now", "grade"].map((key) => put(make("th", { scope: "col" }), word(key))));
    const rows = results.map((each, place) => make("tr", {}, make("th", { scope: "row" }, DATA.names[place]),
      make("td", { class: "number" }, DATA.before[place].total ?? "–"), make("td", { class: "number" }, cut(each.total)), make("td", {}, each.grade || "–")));
    if (run) {
      const whole = run.portfolio || {};
      rows.push(make("tr", { class: "sum" }, put(make("th", { scope: "row" }), word("portfolio")),
        make("td", { class: "number" }, DATA.portfolio ?? "–"), make("td", { class: "number", id: "live-portfolio" }, cut(whole.total)), make("td", {}, whole.grade || "–")));
    }
    byId("live-cases").replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
  }

  // The form as a whole.
  const start = byId("start");
  DATA.names.forEach((name, place) => start.append(make("option", { value: place }, name)));
  start.addEventListener("change", () => { chosen = Number(start.value); build(); });
  byId("reset").addEventListener("click", () => { now = copy(begun); build(); });
  byId("calculator-form").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("language", () => relabel.forEach((each) => each()));
  byId("calculator-script").hidden = true;
  byId("calculator-body").hidden = false;
  build();
})();
