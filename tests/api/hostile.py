"""Queries that have brought SPARQL services down, or would like to."""

from __future__ import annotations

NEXT = "<https://example.org/next>"
ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
WIDE = ALL + " . ?m ?n ?o . ?p ?q ?r"
DOUBLED = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
LONG = '"' + "x" * 20_000 + '"'

# What crashes the engine's own process, by the depth or the length of what it parses.
CRASHING = {
    "groups": "ASK " + "{" * 2300 + "}" * 2300,
    "groups within the limits of length": "ASK " + "{" * 30_000 + "}" * 30_000,
    "groups never closed": "ASK " + "{" * 60_000,
    "negations": "ASK { FILTER(" + "!" * 9600 + "true) }",
    "parentheses": "ASK { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }",
    "parentheses never closed": "ASK { FILTER(" + "(" * 60_000,
    "sums": "ASK { FILTER(" + "1+" * 14_000 + "1) }",
    "products": "ASK { FILTER(" + "1*" * 14_000 + "1) }",
    "minus signs": "ASK { FILTER(" + "- " * 14_000 + "1) }",
    "numbers with signs": "ASK { FILTER(1 " + "+1 " * 9_000 + ") }",
    "path parentheses": "ASK { ?a " + "(" * 14_000 + "<a:b>" + ")" * 14_000 + " ?b }",
    "path steps": "ASK { ?a " + "<a:b>/" * 9_000 + "<a:b> ?b }",
    "path choices": "ASK { ?a " + "<a:b>|" * 9_000 + "<a:b> ?b }",
    "path inverses": "ASK { ?a " + "^" * 20_000 + "<a:b> ?b }",
    "path stars": "ASK { ?a <a:b>" + "*" * 20_000 + " ?b }",
    "negated sets": "ASK { ?a !(" + "<a:b>|" * 9_000 + "<a:b>) ?b }",
    "blank nodes": "ASK { ?a <a:b> " + "[ <a:b> " * 6_000 + "1" + "]" * 6_000 + " }",
    "lists": "ASK { ?a <a:b> " + "(" * 9_000 + "1" + ")" * 9_000 + " }",
    "triple terms": "ASK { ?a <a:b> " + "<<( ?a <a:b> " * 3_000 + "1" + ")>>" * 3_000 + " }",
    "conjunctions": "ASK { FILTER(" + "1&&" * 19_000 + "1) }",
    "disjunctions": "ASK { FILTER(" + "1||" * 19_000 + "1) }",
    "comparisons": "ASK { FILTER(" + "1=" * 20_000 + "1) }",
    "unions": "ASK { {}" + "UNION{}" * 9_000 + " }",
    "optionals": "ASK { " + "OPTIONAL{" * 6_000 + "}" * 6_000 + " }",
    "optionals in a row": "ASK { " + "OPTIONAL{}" * 6_000 + " }",
    "minuses": "ASK { " + "MINUS{" * 9_000 + "}" * 9_000 + " }",
    "graphs": "ASK { " + "GRAPH ?g{" * 6_000 + "}" * 6_000 + " }",
    "subqueries": "SELECT * { " + "{SELECT*{" * 6_000 + "}}" * 6_000 + " }",
    "exists": "ASK { " + "FILTER EXISTS{" * 4_000 + "}" * 4_000 + " }",
    "calls": "ASK { FILTER(" + "STR(" * 14_000 + "1" + ")" * 14_000 + ") }",
    "IF calls": "ASK { FILTER(" + "IF(1,1," * 9_000 + "1" + ")" * 9_000 + ") }",
    "binds": "ASK { " + "BIND(1 AS ?x)" * 4_000 + " }",
    "filters": "ASK { " + "FILTER(1)" * 7_000 + " }",
    "hidden in what looks like an IRI": "ASK { FILTER(?a<" + "(" * 900 + "?b>1" + ")" * 900 + ") }",
}

# What runs for ever.
ENDLESS = {
    "a cross join that is counted": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "a cross join that is sorted": f"SELECT * {{ {ALL} }} ORDER BY ?l ?k ?j",
    "a cross join sorted for a few": f"SELECT * {{ {ALL} }} ORDER BY RAND() LIMIT 5",
    "a cross join without repetitions": f"SELECT DISTINCT * {{ {ALL} }} ORDER BY ?l",
    "a cross join that finds nothing": f"SELECT * {{ {ALL} FILTER(?a = ?l && ?a != ?l) }}",
    "a cross join far down": f"SELECT * {{ {ALL} }} OFFSET 100000000000 LIMIT 1",
    "a cross join that is grouped": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {ALL} }} GROUP BY ?a ?d ?g",
    "a cross join that is asked": f"ASK {{ {ALL} FILTER(CONCAT(STR(?a), STR(?l)) = 'nowhere') }}",
    "a cross join within a subquery": f"SELECT * {{ {{ SELECT DISTINCT ?a ?l {{ {ALL} }} }} ?a ?x ?l }}",
    "a cross join that is subtracted": f"SELECT * {{ ?a ?b ?c MINUS {{ {ALL} FILTER(?d = ?l && ?d != ?l) }} }}",
    "a cross join under EXISTS": f"SELECT * {{ ?x ?y ?z FILTER NOT EXISTS {{ {ALL} FILTER(?l = ?x && ?l != ?x) }} }}",
    "optionals across": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}" for n in range(8))
    + " }",
    "unions across": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(['{ ?a ?b ?c } UNION { ?d ?e ?f }'] * 6)} {ALL} }}",
    "paths between everything": "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>)* ?b . ?c (!<a:b>)* ?d . ?e (!<a:b>)* ?f }",
    "paths of paths": f"SELECT (COUNT(*) AS ?n) {{ ?a (({NEXT}|^{NEXT})*/({NEXT}|^{NEXT})*/({NEXT}|^{NEXT})*)* ?b }}",
    "paths that meet": f"SELECT (COUNT(*) AS ?n) {{ ?a {NEXT}+ ?b . ?b {NEXT}+ ?c . "
    f"?c {NEXT}+ ?d . ?e {NEXT}+ ?f . ?f {NEXT}+ ?g }}",
    "paths both ways": f"SELECT (COUNT(*) AS ?n) {{ "
    f"?a ({NEXT}|!{NEXT}|!^{NEXT})+ ?b . "
    f"?c ({NEXT}|^{NEXT})+ ?d . ?e ({NEXT}|^{NEXT})+ ?f . ?g ({NEXT}|^{NEXT})+ ?h }}",
    "regular expressions": f"SELECT (COUNT(*) AS ?n) {{ {ALL} "
    f"FILTER(REGEX(CONCAT(STR(?a), STR(?l)), '(a*)*(a*)*b$')) }}",
    "regular expressions that vary": f"SELECT (COUNT(*) AS ?n) {{ {ALL} FILTER(REGEX(STR(?a), STR(?l))) }}",
    "replacements": f"SELECT (COUNT(REPLACE(STR(?a), '(.)(.)', '$2$1$2$1')) AS ?n) {{ {ALL} }}",
    "digests": f"SELECT (COUNT(SHA512(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)))) AS ?n) {{ {ALL} }}",
    "values across": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(60)))} }}" for n in range(7))
    + " }",
    "a large graph": f"CONSTRUCT {{ ?a ?e ?i }} {{ {ALL} FILTER(?a = ?l && ?a != ?l) }}",
    "a description of everything": f"DESCRIBE ?a ?d {{ {ALL} FILTER(?a = ?l && ?a != ?l) }}",
}

# What asks for more memory than there is.
GREEDY = {
    "a string doubled": f"SELECT ?x40 {{ BIND('x' AS ?x0) {DOUBLED} }}",
    "a string doubled and measured": f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('x' AS ?x0) {DOUBLED} }}",
    "a string doubled for each row": f"SELECT (STRLEN(?x20) AS ?n) {{ ?a ?b ?c . ?d ?e ?f "
    f"BIND(STR(?c) AS ?x0) {DOUBLED} }}",
    "a string that is replaced": "SELECT ?z { BIND(" + LONG + " AS ?x) "
    "BIND(REPLACE(?x, 'x', ?x) AS ?y) BIND(REPLACE(?y, 'x', ?y) AS ?z) }",
    "all strings in one": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) {{ {ALL} }}",
    "all strings in one, once each": "SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)); "
    f"separator={LONG}) AS ?x) {{ {ALL} }}",
    "an IRI out of everything": f"SELECT (IRI(CONCAT('a:', ENCODE_FOR_URI(?x40))) AS ?i) {{ "
    f"BIND('%' AS ?x0) {DOUBLED} }}",
    "all rows sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
    "all rows apart": "SELECT DISTINCT ?a ?d ?g ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
    "as many new nodes": f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {ALL} BIND(STRUUID() AS ?x) }}",
    "a graph of everything": f"CONSTRUCT {{ ?a ?e [] . ?i ?k ?l }} {{ {ALL} }}",
}

# What must be answered, one way or the other, at once.
ODD = {
    "nothing": "",
    "white space": " \n\t" * 1000,
    "a nul": "ASK { ?s ?p '\0' }",
    "a nul outside of a string": "ASK \0 { ?s ?p ?o }",
    "a byte order mark": "\ufeffASK {}",
    "half a string": "ASK { ?s ?p '",
    "half a long string": 'ASK { ?s ?p """' + "'" * 30_000,
    "quotes without end": "'" * 60_000,
    "backslashes": "\\" * 60_000,
    "signs": "<" * 60_000,
    "at signs": "@" * 60_000,
    "words": "ASK { " + "a " * 30_000 + "}",
    "numbers": "SELECT * { VALUES ?x { " + "1 " * 30_000 + "} } LIMIT 1",
    "a huge number": "SELECT (" + "9" * 60_000 + " + 1 AS ?x) {}",
    "a huge exponent": "SELECT (1e999999999 * 1e999999999 AS ?x) {}",
    "the least number": "SELECT (-9223372036854775808 / -1 AS ?x) (0 / 0 AS ?y) {}",
    "a date out of time": "SELECT (YEAR("
    "'99999999999999999-01-01T00:00:00'^^<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?x) {}",
    "a limit out of range": "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999",
    "an offset below nothing": "SELECT * { ?s ?p ?o } OFFSET -1",
    "a long IRI": "ASK { <http://example.org/" + "a" * 50_000 + "> ?p ?o }",
    "a long variable": "SELECT ?" + "a" * 50_000 + " {} LIMIT 1",
    "a long language": "SELECT ('a'@" + "en-" * 15_000 + "x AS ?a) {}",
    "escapes": "ASK { ?s ?p '" + "\\u0000" * 5_000 + "' }",
    "escapes out of Unicode": "ASK { ?s ?p '\\UFFFFFFFF' }",
    "half a character": "ASK { ?s ?p '\\uD800' }",
    "letters beyond": "SELECT * { ?s ?p '" + "\U0001f600" * 10_000 + "' }",
    "right to left": "SELECT ?\u202e { ?s ?p '\u202e' }",
    "prefixes": "".join(f"PREFIX p{n}: <http://example.org/{n}>\n" for n in range(1500)) + "ASK {}",
    "prefixes of prefixes": "PREFIX a: <" + "b" * 2000 + ">\n" * 1 + "ASK { " + "a:a a:a a:a . " * 2_000 + "}",
    "a bad regular expression": "SELECT * { ?s ?p ?o FILTER(REGEX('a', '(((((')) } LIMIT 1",
    "a large regular expression": "SELECT * { ?s ?p ?o FILTER(REGEX('a', '(a{1,1000}){1,1000}')) } LIMIT 1",
    "a regular expression of many parts": "ASK { FILTER(REGEX('a', '" + "a?" * 20_000 + "')) }",
    "another server": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "another server, silently": "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "an address": "SELECT * FROM <http://127.0.0.1:1/> FROM NAMED <http://127.0.0.1:1/> { ?s ?p ?o }",
    "an update": "DROP ALL",
    "an update after a query": "ASK {} ; DROP ALL",
    "a load": "LOAD <file:///etc/passwd>",
    "many graphs": "SELECT * " + "FROM <http://example.org/g> " * 1_500 + "{ ?s ?p ?o } LIMIT 1",
}
