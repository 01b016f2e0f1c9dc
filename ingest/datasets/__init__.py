"""Event data sets that a user has downloaded: ACLED, UCDP GED, GDELT and POLECAT rows in, recorded events out.

A recorded event is what a data set says; it is no `rec:Event`, which exists only where a statement affirms, denies or
entertains it. Columns and codes are those of the data sets' own codebooks; docs/importing.md lists them. Nothing is
fetched, and no row ships with OnRecord.

    file -> Row (a list of cells) -> Record -> triples
"""
