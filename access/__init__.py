"""Who may see what: decides the scope that ``queries`` applies; never imported by it."""
