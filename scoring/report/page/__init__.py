"""A scoring as one page to look at: pictures, tables and reasons in both languages, in a file that asks for nothing."""
