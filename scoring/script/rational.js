// Exact numbers: BigInt over BigInt, lowest terms, the sign above.

const SAFE = 9007199254740991n;

function gcd(a, b) {
  if (a < 0n) a = -a;
  while (b !== 0n) {
    if (a <= SAFE && b <= SAFE) {
      let x = Number(a), y = Number(b);  // whole numbers, exact up to SAFE
      while (y !== 0) [x, y] = [y, x % y];
      return BigInt(x);
    }
    [a, b] = [b, a % b];
  }
  return a;
}

class Rational {
  constructor(over, under) {
    this.n = over;
    this.d = under;
  }
}

// Return over / under in lowest terms; under is not 0.
function ratio(over, under) {
  if (under === 1n) return new Rational(over, 1n);
  if (under < 0n) [over, under] = [-over, -under];
  const shared = gcd(over, under);
  return shared === 1n ? new Rational(over, under) : new Rational(over / shared, under / shared);
}

const whole = (value) => new Rational(BigInt(value), 1n);
const ZERO = whole(0), ONE = whole(1), HUNDRED = whole(100);

// Read what Python wrote: "12" or "-547/420".
function parsed(text) {
  const [over, under] = text.split("/");
  return new Rational(BigInt(over), under === undefined ? 1n : BigInt(under));
}

function add(a, b) {
  if (a.d === b.d) return ratio(a.n + b.n, a.d);
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

function sub(a, b) {
  if (a.d === b.d) return ratio(a.n - b.n, a.d);
  return ratio(a.n * b.d - b.n * a.d, a.d * b.d);
}

const mul = (a, b) => ratio(a.n * b.n, a.d * b.d);
const div = (a, b) => ratio(a.n * b.d, a.d * b.n);
const negative = (a) => new Rational(-a.n, a.d);
const absolute = (a) => (a.n < 0n ? negative(a) : a);
const less = (a, b) => (a.d === b.d ? a.n < b.n : a.n * b.d < b.n * a.d);
const equal = (a, b) => a.n === b.n && a.d === b.d;
const compare = (a, b) => (equal(a, b) ? 0 : less(a, b) ? -1 : 1);

// Return the quotient rounded down; the division of BigInt cuts towards 0. The divisor is above 0.
function floorDivided(over, under) {
  const cut = over / under;
  return over < 0n && cut * under !== over ? cut - 1n : cut;
}

const floor = (a) => floorDivided(a.n, a.d);

// Return the multiple of a step (above 0) that a number is rounded to.
function roundTo(value, mode, step) {
  const steps = div(value, step);
  const below = floor(steps);
  const twice = 2n * (steps.n - below * steps.d);  // twice what lies above, in parts of steps.d
  let raised = false;
  if (mode === "half_up") raised = twice > steps.d || (twice === steps.d && steps.n > 0n);
  else if (mode === "half_even") raised = twice > steps.d || (twice === steps.d && below % 2n !== 0n);
  else if (mode === "up") raised = twice > 0n;
  else if (mode === "truncate") raised = twice > 0n && steps.n < 0n;
  return ratio((raised ? below + 1n : below) * step.n, step.d);
}

// Return how many decimals it takes to write a number, null if it has no finite decimal.
function placesOf(value) {
  let rest = value.d, twos = 0, fives = 0;
  while (rest % 2n === 0n) { rest /= 2n; twos += 1; }
  while (rest % 5n === 0n) { rest /= 5n; fives += 1; }
  return rest === 1n ? Math.max(twos, fives) : null;
}

// Write a number that is a multiple of 10**-places with exactly so many decimals.
function fixed(value, places) {
  const scaled = (value.n * 10n ** BigInt(places)) / value.d;
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, "0");
  const cut = digits.length - places;
  return (scaled < 0n ? "-" : "") + digits.slice(0, cut) + (places ? "." + digits.slice(cut) : "");
}

// Write a number as a result shows it: with its places where it was rounded, else the shortest way.
function numberText(value, places = null) {
  const needed = value.d === 1n ? 0 : placesOf(value);
  if (needed === null) return `${value.n}/${value.d}`;
  return fixed(value, places === null || needed > places ? needed : places);
}
