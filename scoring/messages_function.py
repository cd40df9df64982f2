"""What can be wrong with the functions of a formula: code → words."""

from scoring.message import Message

FUNCTIONS: dict[str, Message] = {
    "unknown-function": Message(
        "there is no function '{name}'",
        "没有名为“{name}”的函数",
        "there are sum, mean, median, trimmed_mean, count, min, max, abs, clip, floor, ceil, "
        "truncate, quotient, remainder, power, root, ln, log10, exp, normal, position, known, first_known, given{own}",
        "可用的函数：sum, mean, median, trimmed_mean, count, min, max, abs, clip, floor, ceil, "
        "truncate, quotient, remainder, power, root, ln, log10, exp, normal, position, known, first_known, given{own}",
    ),
    "function-round": Message(
        "there is no function 'round'",
        "没有round函数",
        "name the value as a figure with 'is:' and give it 'round: 0.01'",
        "请把该值写成figures中的派生数据（is:），并写“round: 0.01”",
    ),
    "function-without-call": Message(
        "'{name}' is a function, without what it is applied to",
        "“{name}”是函数，后面没有写参数",
        "write {name}(…) with its values in brackets",
        "请写成{name}(…)，括号里写参数",
    ),
    "function-arguments": Message(
        "'{name}' takes another number of values in its brackets: {count}",
        "“{name}”括号里的参数个数不对，应为{count}个",
        "write the values between ( and ), separated by commas; 'given' takes the name of a figure",
        "请在括号里写参数，用逗号隔开；given的参数是数据的名称",
    ),
    "division-by-zero": Message(
        "this divides by 0 in every case",
        "这里总是除以0",
        "correct the divisor: the number after the slash, or after 'to:'",
        "请改正除数，即除号或to:后面的数",
    ),
    "root-degree": Message(
        "the degree of a root is a whole number from 1 to {limit}, which '{part}' is not",
        "root的次数应是1到{limit}的整数，“{part}”不是",
        "write root(x, 2) for a square root, root(x, 3) for a cube root; for other exponents power(x, y)",
        "平方根写root(x, 2)，立方根写root(x, 3)；其他指数请用power(x, y)",
    ),
    "logarithm-domain": Message(
        "'{part}' has no value",
        "“{part}”没有意义，算不出值",
        "a logarithm is taken of a number above 0",
        "对数的参数须大于0",
    ),
    "exp-domain": Message(
        "'{part}' is too large or too near to 0 to compute with",
        "“{part}”过大或过于接近0，无法计算",
        "exp takes numbers from -2302 to 2302",
        "exp的参数应在-2302到2302之间",
    ),
    "root-domain": Message(
        "'{part}' has no value",
        "“{part}”没有意义，算不出值",
        "an even root is taken of a number from 0 on; root(x, 3) and other odd ones of any number",
        "偶次方根的参数不能小于0；root(x, 3)等奇次方根不限",
    ),
    "power-domain": Message(
        "'{part}' has no value, or one with more than 1000 digits",
        "“{part}”没有意义，或者超过1000位",
        "below 0 only whole exponents have a value, of 0 only exponents from 0 on; a result has at most 1000 digits",
        "底数小于0时指数须为整数，底数为0时指数不能小于0；结果最多1000位",
    ),
}
