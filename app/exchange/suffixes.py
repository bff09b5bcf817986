"""What the names of files end with that can be read in, apart so that asking for it loads no reader."""

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
REPORTS = (".docx", ".pdf", ".txt")
PACKAGE = ".zpg"
