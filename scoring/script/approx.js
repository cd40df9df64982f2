// Logarithms, powers, roots and the normal distribution to 50 significant digits.
//
// The value is the exact one where that is a fraction, else the exact one rounded half-even to 50 digits. A result is
// computed as over ± error, both in parts of under, and with more digits until both ends round to the same number; so
// how it is computed does not show. Numbers on the way are whole multiples of 2**-bits ("fixed").

const DIGITS = 50, START = DIGITS + 20;
const MAX_EXPONENT = whole(1000), MAX_EXP = whole(2302), LEAST_NORMAL = whole(-67), CERTAIN = whole(15);
const EXACT_POWER = 20n, POWER_BITS = 20000n, MAX_DEGREE = whole(100);
const GUARD = 64;  // bits beyond those that are asked for
const LN_ERROR = 1n << 24n;  // units a logarithm is off by at most: each of its terms and each ln 2 by less than 4
const EXP_ERROR = 1n << 36n;  // of e**x, relative: 2**16 (squarings) times 2**12 (ln 2) and what terms lose

const bitLength = (value) => {
  const text = (value < 0n ? -value : value).toString(16);
  return text === "0" ? 0 : 4 * text.length - Math.clz32(parseInt(text[0], 16)) + 28;
};

const bitsOf = (digits) => Math.floor((digits * 10) / 3) + 16;
const magnitude = (value) => (value < 0n ? -value : value);

const constants = new Map();  // by name and bits

function kept(name, bits, make) {
  const key = `${name} ${bits}`;
  if (!constants.has(key)) constants.set(key, make());
  return constants.get(key);
}

// Return ln 2 as a fixed number, at most one unit off: 2 · artanh(1/3).
function lnTwo(bits) {
  return kept("ln2", bits, () => {
    const spare = 32n;
    let power = (1n << (BigInt(bits) + spare)) / 3n, total = 0n;
    for (let k = 1n; power !== 0n; k += 2n) {
      total += power / k;
      power /= 9n;
    }
    return (2n * total) >> spare;
  });
}

// Return ln(over / under) as a fixed number, LN_ERROR off at most: with m = x / 2**e near 1, e · ln 2 + 2 · artanh.
function lnFixed(over, under, bits) {
  const width = BigInt(bits);
  let e = bitLength(over) - bitLength(under);
  let top = e < 0 ? over << BigInt(-e) : over, bottom = e > 0 ? under << BigInt(e) : under;
  if (3n * top > 4n * bottom) { e += 1; bottom <<= 1n; }
  else if (3n * top < 2n * bottom) { e -= 1; top <<= 1n; }
  const z = ((top - bottom) << width) / (top + bottom);
  const square = (z * z) >> width;
  let term = z, sum = z;
  for (let k = 3n; term !== 0n && term !== -1n; k += 2n) {
    term = (term * square) >> width;
    sum += term / k;
  }
  return 2n * sum + BigInt(e) * lnTwo(bits);
}

// Return e**x of a fixed x that is `off` units off, as over ± error in parts of under.
function expWithin(x, off, bits) {
  const width = BigInt(bits), two = lnTwo(bits), halvings = 16n;
  const k = floorDivided(2n * x + two, 2n * two);
  const r = (x - k * two) >> halvings;
  let term = 1n << width, sum = term;
  for (let i = 1n; term !== 0n && term !== -1n; i += 1n) {
    term = floorDivided((term * r) >> width, i);
    sum += term;
  }
  for (let i = 0n; i < halvings; i += 1n) sum = (sum * sum) >> width;
  const error = EXP_ERROR + 2n * off;
  return k >= 0n ? [sum << k, error << k, 1n << width] : [sum, error, 1n << (width - k)];
}

const expOf = (over, under, bits) => expWithin(floorDivided(over << BigInt(bits), under), 1n, bits);

// Return over / under, not 0, rounded half-even to 50 significant digits.
function shortened(over, under) {
  const size = magnitude(over);
  if (size === 0n) return ZERO;
  let places = DIGITS - Math.floor(((bitLength(size) - bitLength(under)) * 30103) / 100000);
  let scaled, by;
  for (;;) {
    scaled = places >= 0 ? size * 10n ** BigInt(places) : size;
    by = places >= 0 ? under : under * 10n ** BigInt(-places);
    if (scaled >= by * 10n ** BigInt(DIGITS)) places -= 1;
    else if (scaled < by * 10n ** BigInt(DIGITS - 1)) places += 1;
    else break;
  }
  let digits = scaled / by;
  const rest = 2n * (scaled % by);
  if (rest > by || (rest === by && digits % 2n === 1n)) digits += 1n;
  if (over < 0n) digits = -digits;
  return places >= 0 ? ratio(digits, 10n ** BigInt(places)) : whole(digits * 10n ** BigInt(-places));
}

function decided(compute, digits = START) {
  for (;; digits *= 2) {
    const [over, error, under] = compute(bitsOf(digits) + GUARD, digits);
    const low = shortened(over - error, under);
    if (equal(low, shortened(over + error, under))) return low;
  }
}

function ln(x) {
  if (x.n <= 0n) return null;
  return equal(x, ONE) ? ZERO : decided((bits) => [lnFixed(x.n, x.d, bits), LN_ERROR, 1n << BigInt(bits)]);
}

// Return k of a whole number that is 10**k, null for any other.
const tens = (value) => (/^10*$/.test(value.toString()) ? value.toString().length - 1 : null);

function log10(x) {
  if (x.n <= 0n) return null;
  const over = tens(x.n), under = tens(x.d);
  if (over !== null && under !== null) return whole(over - under);
  return decided((bits) => {
    const width = BigInt(bits), ten = lnFixed(10n, 1n, bits), found = lnFixed(x.n, x.d, bits);
    return [(found << width) / ten, LN_ERROR * (3n + (magnitude(found) >> width)), 1n << width];
  });
}

function exp(x) {
  if (less(MAX_EXP, absolute(x))) return null;
  return x.n === 0n ? ONE : decided((bits) => expOf(x.n, x.d, bits));
}

// The greatest whole number whose power is not above a whole number from 1 on, by Newton's method from above.
function rootBelow(value, degree) {
  const n = BigInt(degree);
  let guess = 1n << BigInt(Math.ceil(bitLength(value) / degree));
  for (;;) {
    const next = ((n - 1n) * guess + value / guess ** (n - 1n)) / n;
    if (next >= guess) return guess;
    guess = next;
  }
}

// Return 2π as a fixed number, by Machin's formula.
function twoPi(bits) {
  return kept("2pi", bits, () => {
    const spare = 16n, unit = 1n << (BigInt(bits) + spare);
    const arctan = (of) => {
      let power = unit / of, total = 0n;
      for (let k = 1n; power !== 0n; k += 2n) {
        total += k % 4n === 1n ? power / k : -(power / k);
        power /= of * of;
      }
      return total;
    };
    return (8n * (4n * arctan(5n) - arctan(239n))) >> spare;
  });
}

function normal(x) {
  if (!less(x, CERTAIN) || less(x, LEAST_NORMAL)) return x.n > 0n ? ONE : ZERO;
  if (x.n === 0n) return ratio(1n, 2n);
  const lost = x.n > 0n ? 0 : Number(floor(mul(mul(x, x), ratio(22n, 100n)))) + 3;
  return decided((_, digits) => distribution(x, digits), START + lost);
}

// 1/2 ± φ(a) · (a + a³/3 + a⁵/(3·5) + …), a = |x|; each term is less than 2 units off.
function distribution(x, digits) {
  const bits = bitsOf(digits), width = BigInt(bits);
  const a = (magnitude(x.n) << width) / x.d;
  const square = a * a;
  let term = a, series = a, count = 1n;
  while (term !== 0n) {
    term = ((term * square) >> (2n * width)) / (2n * count + 1n);
    series += term;
    count += 1n;
  }
  const [over, , under] = expOf(-square, 1n << (2n * width + 1n), bitsOf(digits + 12) + GUARD);
  const half = 1n << (width - 1n);
  const part = ((series * over) << width) / (under * rootBelow(twoPi(bits) << width, 2));
  return [x.n > 0n ? half + part : half - part, 2n * count + 16n, 1n << width];
}

function root(x, degree) {
  if (degree.d !== 1n || less(degree, ONE) || less(MAX_DEGREE, degree)) return null;
  if (x.n < 0n && degree.n % 2n === 0n) return null;
  if (x.n === 0n) return x;
  const found = positivePower(absolute(x), ratio(1n, degree.n));
  return x.n > 0n ? found : negative(found);
}

function power(x, y) {
  if (x.n === 0n) return y.n < 0n ? null : y.n === 0n ? ONE : ZERO;
  if ((x.n < 0n && y.d !== 1n) || !inReach(absolute(x), y)) return null;
  const found = positivePower(absolute(x), y);
  return x.n < 0n && y.n % 2n !== 0n ? negative(found) : found;
}

// Whether the logarithm of a power lies within MAX_EXPONENT.
function inReach(x, y) {
  const bits = whole(Math.max(bitLength(x.n), bitLength(x.d)));
  if (!less(whole(3000), mul(absolute(y), bits))) return true;
  const logarithm = approx("log10", [x]);
  return logarithm !== null && !less(MAX_EXPONENT, absolute(mul(y, logarithm)));
}

function positivePower(x, y) {
  const base = exactRoot(x, y.d);
  if ((base !== null && equal(base, ONE)) || y.n === 0n) return ONE;
  if (base !== null) {
    const size = magnitude(y.n), bits = BigInt(Math.max(bitLength(base.n), bitLength(base.d)));
    if (size <= EXACT_POWER || size * bits <= POWER_BITS) {
      const over = base.n ** size, under = base.d ** size;
      const [top, bottom] = y.n < 0n ? [under, over] : [over, under];
      return size <= EXACT_POWER ? ratio(top, bottom) : shortened(top, bottom);
    }
  }
  return decided((asked) => {
    const bits = asked + bitLength(y.n / y.d);  // what the product loses
    const product = floorDivided(y.n * lnFixed(x.n, x.d, bits), y.d);
    return expWithin(product, (magnitude(y.n) / y.d + 1n) * LN_ERROR + 1n, bits);
  });
}

// Return the n-th root of a number above 0 that is a fraction, null where it is none.
function exactRoot(x, degree) {
  if (degree === 1n) return x;
  const over = wholeRoot(x.n, degree);
  const under = over === null ? null : wholeRoot(x.d, degree);
  return under === null ? null : ratio(over, under);
}

function wholeRoot(value, degree) {
  if (value === 1n) return 1n;
  if (degree >= BigInt(bitLength(value))) return null;
  const guess = rootBelow(value, Number(degree));
  return guess ** degree === value ? guess : null;
}

const COMPUTE = { ln, log10, exp, normal, root, power };
const computed = new Map();
const REMEMBERED = 4096;

// Return the value of a function, null where it is undefined.
function approx(name, operands) {
  const key = [name, ...operands.map((each) => `${each.n}/${each.d}`)].join(" ");
  if (!computed.has(key)) {
    if (computed.size >= REMEMBERED) computed.clear();
    computed.set(key, COMPUTE[name](...operands));
  }
  return computed.get(key);
}
