"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Language: the style sheet shows one of the two; screen readers and hyphenation go by the page's own.
  const chosen = () => one("input[name=language]:checked").value;
  const speak = () => {
    document.documentElement.lang = chosen() === "zh" ? "zh-CN" : "en";
    document.title = one("h1").innerText;
    count();
    document.dispatchEvent(new Event("language"));
  };

  // Cases: one is shown at a time.
  const links = all(".choice a");
  const cases = all(".case");
  const show = (id) => {
    cases.forEach((each) => { each.hidden = each.id !== id; });
    links.forEach((each) => {
      if (each.hash === `#${id}`) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    });
  };
  const follow = () => {
    const id = location.hash.slice(1);
    if (cases.some((each) => each.id === id)) {
      show(id);
      document.getElementById(id).focus({ preventScroll: true });
      one(".choice").scrollIntoView();
      return;
    }
    const target = document.getElementById(id);
    if (target && target.classList.contains("rule-curve")) {
      target.hidden = false;
      const table = one("details", target);
      if (table) table.open = true;
    }
    if (target) target.scrollIntoView();
  };
  if (links.length) {
    document.body.classList.add("chosen");
    show(cases[0].id);
    addEventListener("hashchange", follow);
    if (location.hash) follow();
  }

  // Search: what holds the words, in either language, stays with all that is above it.
  const find = one("#find");
  const found = one("#found");
  const nodes = all(".tree .node, .rule-curve");
  const texts = new Map(nodes.map((each) => [each, each.textContent.toLowerCase()]));
  const own = new Map(nodes.map((each) => {
    const row = one(":scope > details > summary, :scope > .row, :scope > figcaption", each);
    const proof = one(":scope > details > .proof", each);
    return [each, `${row ? row.textContent : ""} ${proof ? proof.textContent : ""}`.toLowerCase()];
  }));
  let hits = null;
  const count = () => {
    found.textContent = hits === null ? "" : found.getAttribute(`data-${chosen()}`).replace("#", String(hits));
  };
  const seek = () => {
    const words = find.value.toLowerCase().split(/\s+/u).filter(Boolean);
    const fits = (text) => words.every((each) => text.includes(each));
    const hit = new Set(words.length ? nodes.filter((each) => fits(own.get(each))) : []);
    for (const each of nodes) {
      const above = words.length ? each.parentElement.closest(".node") : null;
      const kept = hit.has(each) || fits(texts.get(each)) && each.querySelector(".node") !== null
        && all(".node", each).some((inner) => hit.has(inner)) || (above !== null && hit.has(above));
      if (above !== null && hit.has(above)) hit.add(each);
      each.hidden = words.length > 0 && !kept;
      const details = one(":scope > details", each);
      if (words.length && kept && details && each.classList.contains("group")) details.open = true;
    }
    hits = words.length ? nodes.filter((each) => fits(own.get(each))).length : null;
    links.forEach((link) => {
      const old = one(".hits", link);
      if (old) old.remove();
      if (!words.length) return;
      const section = document.getElementById(link.hash.slice(1));
      const number = all(".node", section).filter((each) => fits(own.get(each))).length;
      const mark = document.createElement("span");
      mark.className = "hits";
      mark.textContent = String(number);
      link.append(mark);
    });
    count();
  };
  find.addEventListener("input", seek);

  const current = () => one(".case:not([hidden])") || document;
  one("#open-all").addEventListener("click", () => all(".tree details", current()).forEach((each) => { each.open = true; }));
  one("#close-all").addEventListener("click", () => all(".tree details", current()).forEach((each) => { each.open = false; }));

  // Keys in the tree, as file managers have them; Enter and Space are the browser's own.
  const rows = (tree) => all(".node > details > summary", tree).filter((each) => each.checkVisibility());
  document.addEventListener("keydown", (event) => {
    const summary = event.target.closest && event.target.closest(".tree summary");
    if (!summary || event.target !== summary || event.ctrlKey || event.metaKey || event.altKey) return;
    const details = summary.parentElement;
    const shown = rows(summary.closest(".tree"));
    const place = shown.indexOf(summary);
    const up = details.parentElement.parentElement.closest(".node");
    let next = null;
    if (event.key === "ArrowDown") next = shown[place + 1];
    else if (event.key === "ArrowUp") next = shown[place - 1];
    else if (event.key === "Home") next = shown[0];
    else if (event.key === "End") next = shown[shown.length - 1];
    else if (event.key === "ArrowRight" && !details.open) details.open = true;
    else if (event.key === "ArrowRight") next = shown[place + 1];
    else if (event.key === "ArrowLeft" && details.open) details.open = false;
    else if (event.key === "ArrowLeft") next = up && one(":scope > details > summary", up);
    else return;
    event.preventDefault();
    if (next) next.focus();
  });

  all("input[name=language]").forEach((each) => each.addEventListener("change", speak));
  one(".tools").hidden = false;
  speak();
})();
