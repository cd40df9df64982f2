// Several cases weighted into one result.

const SILENT = new Set(["excluded", "not_applicable"]);

function roundedTo(value, places, mode) {
  return places === null ? value : roundTo(value, mode, ratio(1n, 10n ** BigInt(places)));
}

// Return the weighted result of the outcomes of a run, by the number of each case.
function weighed(outcomes) {
  const { rules, grades_exact: exactly } = outcomes[0].table.portfolio;
  const kept = [], leftOut = [];
  let worst = "scored";
  outcomes.forEach((each, number) => {
    const place = each.table.portfolio.weight, outcome = each.outcome();
    const weight = place === null ? null : each.values[place];
    if (SILENT.has(outcome)) leftOut.push(number);
    else if (outcome === "scored" && isNumber(weight)) kept.push({ number, each, weight, total: each.total() ?? ZERO });
    else if (outcome !== "scored" && rules.leave_out) leftOut.push(number);
    else if (worst !== "undefined") {
      worst = outcome !== "scored" || weight === null ? outcome : outcomeOf(true, weight);
    }
  });
  const sum = total(kept.map((each) => each.weight));
  const none = (outcome) => ({ outcome, total: null, grade: null, groups: [], weights: [], contributions: [], leftOut });
  if (worst !== "scored") return none(worst);
  if (sum.n === 0n) return none("undefined");
  for (const each of kept) each.weight = roundedTo(div(each.weight, sum), rules.weight_places, rules.mode);
  const groups = groupsOf(outcomes[0].table, kept, rules);
  const exact = rules.of_groups ? total(groups.map((each) => each.exact))
    : total(kept.map((each) => mul(each.weight, each.total)));
  const whole = roundedTo(exact, rules.total_places, rules.mode);
  return {
    outcome: "scored", total: numberText(whole, rules.total_places),
    grade: gradeOf(outcomes[0].table.portfolio.grade, exactly ? exact : whole),
    groups: groups.map(({ path, exact: score }) => ({ path, score: numberText(score, rules.group_places) })),
    weights: kept.map(({ number, weight }) => ({ case: number, value: numberText(weight, rules.weight_places) })),
    contributions: kept.map(({ number, weight, total: own }) => ({ case: number, value: numberText(mul(weight, own)) })),
    leftOut,
  };
}

// Return the weighted score of each level-1 node.
function groupsOf(table, kept, rules) {
  return table.portfolio.groups.map((path) => {
    const parts = kept.map(({ each, weight }) => {
      const plan = each.table.root.children.map((child) => each.table.plans[child]).find((child) => child.path === path);
      const score = each.values[plan.score];
      return isNumber(score) ? mul(weight, score) : ZERO;
    });
    return { path, exact: roundedTo(total(parts), rules.group_places, rules.mode) };
  });
}

function gradeOf(steps, value) {
  if (steps === null) return null;
  const grade = evaluated(steps, inputsOf(new Map([["portfolio/total", value]]), new Map())).at(-1);
  return typeof grade === "string" ? grade : null;
}
