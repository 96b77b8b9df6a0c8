"""Sheets of the public debt: loans, balances, payments, yearly totals, denominators (`acervo.tabular`).

Their columns are those of the downloads (`estados.exports.debt`): what is exported can be imported and changes nothing.
"""

#: Names of the tables, in the order in which a team fills them in. Kept in batches and addresses: do not change them.
TABLES = ("deuda-creditos", "deuda-saldos", "deuda-pagos", "deuda-total", "deuda-denominadores")
