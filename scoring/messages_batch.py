"""What can be wrong with a run over many rows, and with single ones of them: code → words."""

from scoring.message import Message

BATCH: dict[str, Message] = {
    # rows that are refused
    "row-short": Message(
        "the row has {found} cells, but there are {expected} headings",
        "这一行有{found}个单元格，而列名有{expected}个",
        "write every cell, also the empty ones: a,,c",
        "空单元格也要写出逗号：a,,c",
    ),
    "row-long": Message(
        "the row has {found} cells, but there are only {expected} headings",
        "这一行有{found}个单元格，而列名只有{expected}个",
        "put a text with a comma in quotes; a number has no thousands separators",
        "含逗号的文字请加引号；数字不要写千分位逗号",
    ),
    "row-encoding": Message(
        "bytes that are no characters in the encoding of the file",
        "有字节不符合文件的编码",
        "save the file as UTF-8, or say --encoding gb18030 if all of it is GBK",
        "请另存为UTF-8编码；如整个文件都是GBK编码，请写--encoding gb18030",
    ),
    "row-fatal": Message(
        "the worker process that reads this row dies, alone with it too",
        "处理这一行的工作进程意外终止，单独处理时也是如此",
        "look at the row; if there is nothing wrong with it, please report it",
        "请检查这一行；如没有问题，请报告给我们",
    ),
    # input
    "batch-input": Message(
        "a file '{suffix}' cannot be read row by row",
        "不能逐行读取{suffix}文件",
        "give a .csv or .parquet file, or a folder of them",
        "请给出.csv或.parquet文件，或存放这类文件的文件夹",
    ),
    "batch-folder": Message(
        "there is no .csv and no .parquet file in this folder",
        "这个文件夹中没有.csv或.parquet文件",
        "files whose name begins with '.' or '_' and those in folders below are passed over",
        "名称以“.”或“_”开头的文件和下级文件夹中的文件不读取",
    ),
    "batch-mixed": Message(
        "the folder holds both .csv and .parquet files",
        "文件夹中既有.csv文件又有.parquet文件",
        "put them into two folders, and run each by itself",
        "请分放两个文件夹，分别运行",
    ),
    "batch-parquet": Message(
        "the file cannot be read as Parquet: {reason}",
        "无法按Parquet格式读取该文件：{reason}",
        "perhaps it was not written to its end; write it again",
        "文件可能没有写完，请重新生成",
    ),
    "batch-endless": Message(
        "a row of more than 16 MiB without a line break",
        "有一行超过16 MiB仍没有换行",
        "this is no CSV file, or its line breaks are lost",
        "这不是CSV文件，或者换行符已丢失",
    ),
    "batch-no-figures": Message(
        "no column of the file is a figure of the ruleset",
        "文件中没有一列是规则集的数据",
        "head the columns by names, codes or paths that the ruleset has, such as {names}",
        "请用规则集中的名称、编号或路径作列名，例如{names}",
    ),
    "batch-drawn": Message(
        "'{heading}' is called like a number written in the ruleset, which scoring batch does not replace",
        "“{heading}”与规则集中写明的一个数同名，而scoring batch不替换规则集中的数",
        "rename the column, or score such tables by score_table in Python (docs/sensitivity.md)",
        "请修改列名，或在Python中用score_table评分（见docs/sensitivity.md）",
    ),
    "batch-near": Message(
        "'{heading}' says nothing that the ruleset knows of the indicator",
        "“{heading}”不是该指标可填写的内容",
        "did you mean {write}? rename the column if it means something else",
        "是否要写{write}？若另有含义，请修改列名",
    ),
    "batch-idle": Message(
        "'{heading}' says something of an indicator that takes no such thing",
        "“{heading}”所指的指标不接受这项内容",
        "rename the column, or leave it out",
        "请修改列名，或去掉这一列",
    ),
    "batch-keep": Message(
        "there is no column '{name}'",
        "没有名为“{name}”的列",
        "write a heading of the file as it stands there",
        "请照文件中的列名填写",
    ),
    "batch-types": Message(
        "column '{name}' is of type {found} here, and of type {before} in the files before",
        "列“{name}”在此文件中的类型为{found}，在前面的文件中为{before}",
        "write the files with equal types, or leave the column out by --keep",
        "请统一各文件的列类型，或用--keep不保留这一列",
    ),
    "batch-nested": Message(
        "column '{name}' is of type {found}, which no cell of CSV holds",
        "列“{name}”的类型为{found}，无法写入CSV单元格",
        "write to .parquet, or leave the column out by --keep",
        "请输出为.parquet，或用--keep不保留这一列",
    ),
    "batch-cohort": Message(
        "figures are taken over all cases, records make indicators, and there are more than {rows} cases",
        "该规则集中有的数据要对全部单位计算，又由记录生成指标，而单位数超过{rows}",
        "score groups that belong together, or ask for larger chunks: --chunk",
        "请按应放在一起计算的范围分开评分，或用--chunk加大每块行数",
    ),
    # output
    "batch-output": Message(
        "'{name}' does not say what kind of file the results are to be",
        "从“{name}”看不出结果应是哪种文件",
        "end its name in .parquet or .csv",
        "文件名请以.parquet或.csv结尾",
    ),
    "batch-no-folder": Message(
        "there is no folder '{folder}'",
        "没有文件夹“{folder}”",
        "make it, or choose one that exists",
        "请先新建，或选择已有的文件夹",
    ),
    "batch-read": Message(
        "'{name}' is read in this run; {option} would overwrite it",
        "“{name}”本次要读取，{option}会将其覆盖",
        "choose another name",
        "请换一个名称",
    ),
    "batch-in-folder": Message(
        "{option}: '{name}' would stand in the folder that is read, and be read itself the next time",
        "{option}：“{name}”会写进所读取的文件夹，下次运行就会被当作输入",
        "choose another folder",
        "请换一个文件夹",
    ),
    "batch-taken": Message(
        "'{name}' is a column of the input and of the results",
        "“{name}”既是输入的列，又是结果的列",
        "rename it in the input, or say by --keep which columns of the input are handed on",
        "请在输入中改名，或用--keep写明要保留输入的哪些列",
    ),
    "batch-column": Message(
        "the results have no column '{name}'",
        "结果中没有名为“{name}”的列",
        "write outcome, total, grade, the name of a further result, an indicator, or INDICATOR.outcome",
        "可以写outcome、total、grade、其他结果的名称、指标，或“指标.outcome”",
    ),
    "batch-limit": Message(
        "'{found}' is no number of rows and no share of them",
        "“{found}”既不是行数，也不是比例",
        "write --max-bad 100, or --max-bad 0.5%",
        "请写--max-bad 100或--max-bad 0.5%",
    ),
    "batch-many": Message(
        "{option} must be a whole number from 1 on, not {found}",
        "{option}应为不小于1的整数，不能是{found}",
        "leave it out for the default",
        "不写则取默认值",
    ),
    # what happens on the way
    "batch-disk": Message(
        "nothing was written in its place: {reason}",
        "未能写出结果，原有文件保持不变：{reason}",
        "make room and run again with --resume; what is finished is kept in {parts}",
        "请腾出空间后加上--resume重新运行；已完成的内容保存在{parts}中",
    ),
    "batch-worker": Message(
        "worker processes are killed again and again, and no single row is to blame",
        "工作进程一再被终止，且并非某一行所致",
        "perhaps there is too little memory: try --workers 1, or smaller chunks by --chunk",
        "可能是内存不足：请试用--workers 1，或用--chunk减小每块行数",
    ),
    "batch-running": Message(
        "another run is writing to the same output",
        "另一个运行正在写入同一输出",
        "wait for its end, or choose another output",
        "请等它结束，或换一个输出文件",
    ),
    "batch-other-run": Message(
        "the unfinished run was another one; what differs: {what}",
        "未完成的运行与本次不同，差别在于：{what}",
        "repeat the command as it was, or run without --resume to start anew",
        "请照原来的命令运行；要重新开始，请去掉--resume",
    ),
    "batch-part": Message(
        "finished parts are damaged or gone",
        "已完成的部分损坏或丢失",
        "run again with --resume; what is damaged is done again",
        "请加上--resume重新运行，损坏的部分会重新计算",
    ),
    "batch-changed": Message(
        "the file was changed while it was read",
        "文件在读取过程中被改动",
        "run again when nobody writes to it",
        "请在无人写入时重新运行",
    ),
    "batch-too-many-bad": Message(
        "{refused} of {rows} rows were refused; no results are written",
        "{rows}行中有{refused}行不予受理，没有写出结果",
        "see {quarantine}; with --resume and a higher --max-bad the run goes on from here",
        "请查看{quarantine}；加上--resume并提高--max-bad可以接着运行",
    ),
    "batch-all-bad": Message(
        "all {rows} rows were refused; no results are written",
        "全部{rows}行都不予受理，没有写出结果",
        "see {quarantine}",
        "请查看{quarantine}",
    ),
}
