"""The program workbook: what a program is, in one file that people can read and fill in."""
