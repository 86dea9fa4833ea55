"""Single records as of a day: an organisation, an activity, a supervision task, a district.

What counts is asked of the indicators; here are the facts that no indicator holds. Each reader gets
None where there is no such record or the scope does not hold it; names of persons are in none of them.
"""
