"""A store whose every count can be made by hand: five articles, one of them a copy, and the authority that ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

import ontology
from api.store import open_store
from tests.questions.prefixes import PREFIXES

BASE = "https://w3id.org/onrecord/id/"
GRAPH = """
@base <https://w3id.org/onrecord/id/article/> .
@prefix : <https://w3id.org/onrecord/id/article/0000000000000001/000000000001/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .

<w1> rec:latestVersion <v1> . <v1> rec:publisher :p1 . :p1 rdfs:label "Coast Gazette" .
<w2> rec:latestVersion <v2> . <v2> rec:publisher :p2 ; rec:sameReportAs <v1> . :p2 rdfs:label "Inland Post" .
<w3> rec:latestVersion <v3> . <v3> rec:publisher :p3 . :p3 rdfs:label "Coast Gazette" .
<w4> rec:latestVersion <v4> .

:may rec:earliest "2023-05-02"^^xsd:date ; rec:latest "2023-05-02"^^xsd:date .
:mays rec:earliest "2023-05-01"^^xsd:date ; rec:latest "2023-05-31"^^xsd:date .
:july rec:earliest "2023-07-09"^^xsd:date ; rec:latest "2023-07-10"^^xsd:date .
:summer rec:earliest "2023-06-30"^^xsd:date ; rec:latest "2023-07-01"^^xsd:date .
:since rec:earliest "2023-05-01"^^xsd:date .

:namibia a rec:State ; rec:article <v1> ; rdfs:label "Windhoek" ; rec:refersTo actor:namibia .
:angola a rec:State ; rec:article <v1> ; rdfs:label "Angola" ; rec:refersTo actor:angola .
:zanj a rec:State ; rec:article <v1> ; rdfs:label "Zanj" .
:ministry rec:article <v1> ; rdfs:label "the ministry" ; org:subOrganizationOf :namibia .
:minister rec:article <v1> ; rdfs:label "Ilse Maurer" .
:un rec:article <v1> ; rdfs:label "UN" ; rec:refersTo actor:world-body .
actor:world-body a rec:Organization ; rdfs:label "World Body"@en .
:envoy rec:article <v1> ; rdfs:label "Rui Pires" ; rec:refersTo actor:rui-pires .
actor:rui-pires a rec:Person ; rdfs:label "Rui Pires"@en ; rec:homeState actor:angola .
:seat org:member :minister ; org:organization :ministry .
:post org:member :envoy ; org:organization :un .
:assault rec:eventType plover:ASSAULT . :aid rec:eventType plover:AID .

# Namibia in May: a quotation, printed by two; a paraphrase of a month's length; the minister, through her office.
:s1 rec:article <v1> ; rec:claimant :namibia ; rec:quoteForm qf:direct ; rec:saidOn :may ; rec:addressee :angola ;
    rec:text "the harbours were shelled"@en ; rec:affirms :assault .
:s2 rec:article <v2> ; rec:claimant :namibia ; rec:quoteForm qf:direct ; rec:saidOn :may ; rec:addressee :angola ;
    rec:text "the harbours were shelled"@en ; rec:affirms :assault ; rec:sameReportAs :s1 .
:s3 rec:article <v3> ; rec:claimant :namibia ; rec:quoteForm qf:indirect ; rec:saidOn :mays ; rec:about actor:angola ;
    rec:text "bread would be sent"@en ; rec:entertains :aid .
:s4 rec:article <v4> ; rec:claimant :minister ; rec:claimantRole :seat ; rec:quoteForm qf:indirect ; rec:saidOn :may ;
    rec:text "no harbour is open"@en ; rec:about actor:namibia .
# A joint statement in July.
:s5 rec:article <v3> ; rec:claimant :namibia , :angola ; rec:quoteForm qf:mixed ; rec:saidOn :july ;
    rec:text "the talks are “over”"@en ; rec:addressee :zanj .
# Rui Pires for himself, and for a body that is no state's.
:s6 rec:article <v3> ; rec:claimant :envoy ; rec:quoteForm qf:indirect ; rec:saidOn :july ; rec:text "I am home"@en .
:s7 rec:article <v3> ; rec:claimant :envoy ; rec:claimantRole :post ; rec:quoteForm qf:indirect ; rec:saidOn :july ;
    rec:text "members must pay"@en .
# In no month for certain: over two months, open to a side, and without a day.
:s8 rec:article <v3> ; rec:claimant :angola ; rec:quoteForm qf:indirect ; rec:saidOn :summer ; rec:text "a"@en .
:s9 rec:article <v3> ; rec:claimant :angola ; rec:quoteForm qf:indirect ; rec:saidOn :since ; rec:text "b"@en .
:s10 rec:article <v3> ; rec:claimant :angola ; rec:quoteForm qf:indirect ; rec:text "c"@en .
# Of a state that the authority does not know.
:s11 rec:article <v3> ; rec:claimant :zanj ; rec:quoteForm qf:indirect ; rec:saidOn :may ; rec:text "d"@en .
# What does not count: at second hand, the publisher's own voice, an older text.
:s12 rec:article <v3> ; rec:claimant :angola ; rec:quoteForm qf:indirect ; rec:saidOn :may ; rec:embeddedIn :s3 .
:s13 rec:article <v3> ; rec:claimant :p3 ; rec:quoteForm qf:authorial ; rec:saidOn :may .
:s14 rec:article <v0> ; rec:claimant :angola ; rec:quoteForm qf:direct ; rec:saidOn :may .
"""
ATTITUDE = """
:s15 rec:kind kind:attitude ; rec:article <v3> ; rec:claimant :angola ; rec:quoteForm qf:indirect ; rec:saidOn :may .
"""


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds this graph."""
    kinds = "".join(f":s{n} rec:kind kind:statement .\n" for n in range(1, 15))
    return keep(tmp_path_factory.mktemp("counted") / "store", GRAPH + kinds + ATTITUDE)


def keep(folder: Path, turtle: str) -> str:
    """Put a graph and the authority into a store."""
    with open_store(folder).write() as writer:
        writer.put({BASE + "authority": ontology.authority()})
        writer.put({BASE + "all": Graph().parse(data=PREFIXES + turtle, format="turtle")})
    return str(folder)
