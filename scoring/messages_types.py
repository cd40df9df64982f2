"""What can be wrong in a ruleset with dates and with words that have an order: code → words, sorted by topic."""

from scoring.message import Message

_FIGURES: dict[str, Message] = {
    "date-key": Message(
        "'{key}' says nothing about a date",
        "日期类数据用不上“{key}”",
        "remove it: a date has no unit, no decimals and no words",
        "请删去：日期没有单位、小数位数和可取的词",
    ),
    "date-bound": Message(
        "'{key}' of a date is a date, not '{text}'",
        "日期类数据的“{key}”应写日期，而不是“{text}”",
        "write a day of the calendar such as 2024-10-18",
        "请写日历上有的日期，例如2024-10-18",
    ),
    "date-unit": Message(
        "'date' is a type, not a unit",
        "date是类型，不是单位",
        "write 'type: date' instead of 'unit: date'",
        "请把“unit: date”改为“type: date”",
    ),
    "date-undeclared": Message(
        "'{name}' comes out as a date",
        "“{name}”算出来的是日期",
        "add 'type: date' to the figure, or subtract another date to get days",
        "请为这项数据加上“type: date”；要得到天数，请再减去一个日期",
    ),
    "date-wanted": Message(
        "'{name}' has 'type: date', but its value is {found!w}",
        "“{name}”写明“type: date”，但取值是{found!w}",
        "a date is such as start + 30 or '2024-10-18'; a number of days needs no 'type'",
        "日期如start + 30或'2024-10-18'；天数不必写type",
    ),
    "ordered-words": Message(
        "'ordered' says that words have an order, but '{name}' has no words",
        "ordered表示词有高低之分，但“{name}”没有words",
        "list its words, the best first, such as 'words: [good, fair, poor]'; or remove 'ordered'",
        "请按由好到差列出words，例如“words: [优, 良, 差]”；或删去ordered",
    ),
    "better-of-words": Message(
        "'better' says which numbers or dates are good, but '{name}' is neither",
        "better表示数或日期越高（晚）越好还是越低（早）越好，但“{name}”不是数，也不是日期",
        "remove it; of words, 'ordered: true' with the best first says which are good",
        "请删去；词的好坏用“ordered: true”表示，最好的排在最前",
    ),
}

_FORMULAS: dict[str, Message] = {
    "date-unquoted": Message(
        "the date {text} stands without quotes and would be a subtraction",
        "日期{text}没有加引号，会被当成减法",
        "write '{text}' in quotes; for a subtraction leave blanks around the signs",
        "请加引号写成'{text}'；如果确实是减法，请在减号两侧留空格",
    ),
    "date-no-such-day": Message(
        "{text} is a day that the calendar does not have",
        "日历上没有{text}这一天",
        "correct the month or the day; for a subtraction leave blanks around the signs",
        "请改正月份或日期；如果确实是减法，请在减号两侧留空格",
    ),
    "date-other-form": Message(
        "'{text}' is no date as it is written here",
        "“{text}”不是这里可用的日期写法",
        "write '{day}'",
        "请写成'{day}'",
    ),
    "date-written": Message(
        "'{text}' stands beside a date, but is no day of the calendar",
        "“{text}”与日期并列，但不是日历上的日期",
        "write year, month and day with two digits each, such as '2024-10-18'",
        "请写四位年、两位月、两位日，例如'2024-10-18'",
    ),
    "date-beside-number": Message(
        "'{part}' puts a date and a number side by side",
        "“{part}”把日期和数放在了一起",
        "write the date in quotes, such as '2024-10-18'; two dates are some days apart: finished - start > 30",
        "日期请加引号，例如'2024-10-18'；两个日期相减得天数：finished - start > 30",
    ),
    "date-arithmetic": Message(
        "'{part}' calculates with a date as if it were a number",
        "“{part}”把日期当成数来计算",
        "a date can only be moved by days (start + 30), and two dates subtracted (finished - start)",
        "日期只能加减天数（start + 30），或与另一个日期相减（finished - start）",
    ),
    "dates-added": Message(
        "two dates cannot be added",
        "两个日期不能相加",
        "add days to a date, such as start + 30; to get the days between two dates, subtract them",
        "请在日期上加天数，例如start + 30；要得到两个日期相隔的天数，请相减",
    ),
    "date-subtracted": Message(
        "a date cannot be taken from a number",
        "不能用数减去日期",
        "write the date first: start - 30 is a date, finished - start is a number of days",
        "请把日期写在前面：start - 30是日期，finished - start是天数",
    ),
    "date-days": Message(
        "a date moves by days, but '{part}' is in '{unit}'",
        "日期按天加减，而“{part}”的单位是“{unit}”",
        "convert it to days, or correct the unit",
        "请换算成天，或改正单位",
    ),
    "date-part-days": Message(
        "a date moves by whole days, but '{part}' need not be whole",
        "日期按整天加减，而“{part}”不一定是整数",
        "write floor({part}) or ceil({part}), or make it a figure with 'type: count'",
        "请写floor({part})或ceil({part})；如果它本来就是整数，请为它写“type: count”",
    ),
    "words-unordered": Message(
        "the words of '{part}' have no order",
        "“{part}”的各个词没有高低之分",
        "write 'ordered: true' on the figure, with the best word first; or compare with == or in ('a', 'b')",
        "请在该数据上写“ordered: true”，并把最好的词列在最前；或用==或in ('a', 'b')比较",
    ),
    "words-of-two-lists": Message(
        "'{left}' and '{right}' are ordered by different lists of words",
        "“{left}”和“{right}”的词表不同，不能比较高低",
        "compare words of one list; or compare places in the lists: position({left}) <= position({right})",
        "请比较同一词表中的词；或比较各自的位次：position({left}) <= position({right})",
    ),
    "position-words": Message(
        "'{part}' is no figure with a list of words",
        "“{part}”不是列有可取之词的数据",
        "position(x) tells the place of x in its own 'words', from 1",
        "position(x)是x在自己words中的位次，从1起",
    ),
}

_FORMS: dict[str, Message] = {
    "bound-date": Message(
        "'{text}' is no day of the calendar",
        "“{text}”不是日历上的日期",
        "the figure is a date: write a day such as 2024-10-18",
        "所依据的数据是日期：请写日期，例如2024-10-18",
    ),
    "bound-for-number": Message(
        "'{text}' is a date, but the figure is a number",
        "“{text}”是日期，而所依据的数据是数",
        "write a number, or give the figure 'type: date'",
        "请写数；如果该数据是日期，请为它写“type: date”",
    ),
    "date-for-figure": Message(
        "'{text}' is no date, but the figure is one",
        "“{text}”不是日期，而所依据的数据是日期",
        "write a day such as 2024-10-18, or a figure with 'type: date'",
        "请写日期，例如2024-10-18，或写“type: date”的数据",
    ),
    "date-no-number": Message(
        "a number is expected here, but '{text}' is a date",
        "这里应是数，而“{text}”是日期",
        "to get a number of days, subtract another date: finished - start",
        "要得到天数，请减去另一个日期：finished - start",
    ),
    "by-date-order": Message(
        "the dates of 'by' must rise, but {text} does not come after {before}",
        "by中的日期应从早到晚，而{text}不晚于{before}",
        "write the earliest date first; each counts from its day on until the next",
        "请从最早的日期写起；每个日期从当天起有效，直到下一个日期",
    ),
    "by-date-else": Message(
        "'by' says nothing for the days before {first}",
        "by没有写{first}以前的结果",
        "write 'else: …' for the days before the first date, 'else: null' if there is no value then",
        "请用“else: …”写明第一个日期以前的结果；没有取值就写“else: null”",
    ),
    "date-blend": Message(
        "{text} is a date; dates are not added up or put on a line",
        "{text}是日期；日期不能相加，也不能插值",
        "use 'bands', 'by' or 'rows' with 'hit: first' for a date",
        "结果是日期时，请用bands、by，或hit: first的rows",
    ),
    "date-mixed": Message(
        "some results are dates and others are not",
        "有的结果是日期，有的不是",
        "write a date such as 2024-10-18 in each place, or null where there is none",
        "请每处都写日期，例如2024-10-18；没有就写null",
    ),
    "date-threshold": Message(
        "steps of a date need a day to count from",
        "按日期分档，要写明从哪一天起算",
        "write 'above: 2024-10-18' for days after it, 'below: …' for days before it",
        "请写“above: 2024-10-18”（逾期天数）或“below: …”（提前天数）",
    ),
}

TYPES: dict[str, Message] = {**_FIGURES, **_FORMULAS, **_FORMS}
