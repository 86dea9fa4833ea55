"""The unified database (数据底座): settings, engine, schema, versions, intake, demonstration."""
