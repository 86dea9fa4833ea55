"""Documents (文件): what leaves the cockpit as a file, and the browser that draws it.

Spreadsheets, text tables, slides, Word, PDF, pictures, and signed packages for other systems.
"""
