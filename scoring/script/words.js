// Problems in words: the catalogue of messages, with facts filled in.

const LONGEST_FACT = 80, LONGEST_TEXT = 250;

// Escape what does not print, and cut.
function clean(value) {
  let text = isNumber(value) ? numberText(value) : String(value);
  if ([...text].length > LONGEST_FACT) text = `${first(text, LONGEST_FACT - 1)}…`;
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => {
    const code = char.codePointAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
  });
}

function filled(template, facts) {
  const text = template.replace(/\{(\w+)\}/g, (all, name) => (name in facts ? facts[name] : all));
  return [...text].length <= LONGEST_TEXT ? text : `${first(text, LONGEST_TEXT - 1)}…`;
}

// Return a problem: what it is about, its code, and what to do about it in both languages.
function problem(name, code, facts) {
  const cleaned = Object.create(null);
  for (const [fact, value] of Object.entries(facts)) cleaned[fact] = clean(value);
  const [en, zh, hintEn, hintZh] = DATA.messages[code].map((each) => filled(each, cleaned));
  const near = cleaned.near;
  const hint = near ? { en: `did you mean '${near}'?`, zh: `是否想写“${near}”？` } : { en: hintEn, zh: hintZh };
  return { name, code, en, zh, hint, facts: cleaned };
}
