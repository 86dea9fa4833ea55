"""Taking away what a tile shows: spreadsheets, text tables, pictures."""
