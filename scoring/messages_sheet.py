"""What can be wrong with a workbook and its sheets: code → words."""

from scoring.message import Message

SHEET: dict[str, Message] = {
    "sheet-not-workbook": Message(
        "this is no workbook",
        "这不是工作簿文件",
        "save it as .xlsx or .ods in a spreadsheet program",
        "请用表格软件另存为.xlsx或.ods",
    ),
    "sheet-old": Message(
        "this is an old workbook (.xls), or one with a password",
        "这是旧版工作簿（.xls），或设有密码",
        "save it as .xlsx without a password",
        "请另存为不设密码的.xlsx",
    ),
    "sheet-damaged": Message(
        "the workbook is damaged or of an unknown form: {why}",
        "工作簿已损坏或形式不明：{why}",
        "open it in a spreadsheet program and save it anew as .xlsx",
        "请用表格软件打开后重新另存为.xlsx",
    ),
    "sheet-large": Message(
        "the workbook has more than {limit} bytes, unpacked or as it is",
        "工作簿（或解压后）超过{limit}字节",
        "keep only the sheet with the cases",
        "请只保留案例所在的工作表",
    ),
    "sheet-unknown": Message(
        "there is no sheet '{name}'",
        "没有工作表“{name}”",
        "the sheets are: {names}",
        "现有工作表：{names}",
    ),
    "sheet-hidden": Message(
        "the first sheet, '{name}', is hidden",
        "第一个工作表“{name}”是隐藏的",
        "say which sheet is meant: {example}",
        "请写明要读的工作表：{example}",
    ),
    "sheet-merged": Message(
        "the cells {range} are merged: only the first of them has a value",
        "单元格{range}是合并的，只有第一格有值",
        "unmerge them, and write the value into every cell it stands for",
        "请取消合并，并在每一格写上各自的值",
    ),
    "sheet-formula": Message(
        "a formula without a stored result",
        "公式没有保存计算结果",
        "open the workbook in a spreadsheet program and save it there, or write the value instead",
        "请用表格软件打开并保存，或直接写上数值",
    ),
    "sheet-error": Message(
        "the formula in this cell ends in {value}",
        "单元格的公式出错：{value}",
        "correct the formula, or clear the cell if there is no value",
        "请改正公式；没有数值的请清空单元格",
    ),
    "sheet-value": Message(
        "'{value}' is nothing that this kind of cell can hold",
        "“{value}”不是这类单元格可有的值",
        "write the value anew, and format the cell as a number, a date or text",
        "请重新填写，并把单元格格式设为数值、日期或文本",
    ),
    "sheet-cell-twice": Message(
        "this cell stands in the file twice",
        "文件中这个单元格出现了两次",
        "open the workbook in a spreadsheet program and save it anew",
        "请用表格软件打开后重新保存",
    ),
}
