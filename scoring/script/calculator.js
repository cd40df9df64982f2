// The tables made ready, and what a page may call.

function ready(row) {
  const steps = prepared(row.rows);
  const fragment = (rows) => (rows === null ? null : prepared(rows));
  const reduction = (each) => ({ ...each, element: fragment(each.element), inner: each.inner.map(reduction) });
  const field = (each) => ({ ...each, domain: each.domain === null ? null : domainOf(each.domain),
                             fields: each.fields.map(field) });
  const domains = new Map(row.domains.map((each) => [each.name, domainOf(each)]));
  const defaults = new Map([...domains].filter(([, each]) => each.default !== null).map(([name, each]) => [name, each.default]));
  return {
    ...row, steps, domains, defaults,
    given: new Set(row.given), derived: new Set(row.derived),
    order: new Map(row.domains.map((each, place) => [each.name, place])),
    nodes: new Map(row.nodes.map((each) => [each.path, each])),
    root: row.plans[0],
    lists: row.lists.map(field),
    counted: row.counted.map((each) => ({ ...each, condition: fragment(each.condition) })),
    reductions: row.reductions.map(reduction),
    cohorts: row.cohorts.map((each) => ({ ...each, of: fragment(each.of), where: fragment(each.where) })),
    admitting: fragment(row.admitting),
    portfolio: row.portfolio === null ? null : { ...row.portfolio, grade: fragment(row.portfolio.grade) },
  };
}

const TABLES = DATA.tables.map(ready);

// Score cases together (or one alone, for which what is taken over all cases stays missing): results, and outcomes.
function scored(cases, alone) {
  const bounds = cases.map((each) => bind(TABLES[each.table ?? 0], each));
  const together = !alone && bounds.some((each) => each.table.cohorts.length);
  const sound = bounds.filter((each) => !each.problems.length);
  const wrong = () => bounds.some((each) => each.problems.length);
  let outcomes = new Map();
  if (!(together && wrong())) {
    complete(sound, alone);
    outcomes = new Map(sound.map((each) => [each, new Outcome(each)]));
    for (const [bound, outcome] of outcomes) bound.problems.push(...outcome.problems(bound));
  }
  const waits = together && wrong();
  const results = bounds.map((bound) => {
    if (bound.problems.length) return notScored(bound.problems, false);
    return waits ? notScored([], true) : outcomes.get(bound).told();
  });
  return { results, outcomes: waits || wrong() ? null : [...outcomes.values()] };
}

// Score cases together and weight them into one; no portfolio where the ruleset has none or a case is not sound.
function portfolio(cases) {
  const { results, outcomes } = scored(cases, false);
  const weighs = outcomes !== null && outcomes.length > 0 && outcomes[0].table.portfolio !== null;
  return { results, portfolio: weighs ? weighed(outcomes) : null };
}

return Object.freeze({
  score: (one) => scored([one], true).results[0],
  scoreAll: (cases) => scored(cases, false).results,
  scorePortfolio: portfolio,
});
