"""A made-up article's graph with its links, of any size, that holds to every shape."""

from __future__ import annotations

import hashlib

from rdflib import Graph

PREFIXES = """
@prefix act: <https://w3id.org/onrecord/ns/speech-act#> .
@prefix basis: <https://w3id.org/onrecord/ns/basis#> .
@prefix blockrole: <https://w3id.org/onrecord/ns/block-role#> .
@prefix kind: <https://w3id.org/onrecord/ns/statement-kind#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix plover: <https://w3id.org/onrecord/ns/plover#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qf: <https://w3id.org/onrecord/ns/quote-form#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rec: <https://w3id.org/onrecord/ns#> .
@prefix schema: <https://schema.org/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix st: <https://w3id.org/onrecord/ns/stance#> .
@prefix timebasis: <https://w3id.org/onrecord/ns/time-basis#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BASE = "https://w3id.org/onrecord/id/article/a1/b1"
SENTENCE = "Ana Duarte told the Senate 🌧 on Thursday that the bridge is closed.\n"
OWN = "Rain fell.\n"

HEAD = """
<../a1> a rec:Article ; rec:latestVersion <> .
<> a rec:ArticleVersion , nif:Context ; rec:versionOf <../a1> ; nif:isString "%(text)s" ; rec:publisher <b1/actor/0> ;
  rec:textDigest "%(digest)s" ; schema:datePublished "2022-01-28"^^xsd:date ; prov:wasGeneratedBy <../../run/c1> .
<b1/actor/0> a rec:Actor , rec:Publisher ; rec:article <> .
<b1/actor/1> a rec:Actor , rec:Person ; rdfs:label "Ana Duarte" ; rec:article <> .
<b1/actor/2> a rec:Actor , rec:Organization , rec:Forum ; rdfs:label "Senate" ; rec:article <> .
<b1/membership/0> a org:Membership ; org:member <b1/actor/1> ; org:role <b1/role/0> ; org:organization <b1/actor/2> .
<b1/role/0> a org:Role ; rdfs:label "senator"@en .
<b1/speech/0> a rec:SpeechEvent ; rec:article <> ; rec:venue <b1/actor/2> ; rec:addressee <b1/actor/2> ;
  rec:saidOn <b1/time/0> .
<b1/actor/2> rec:refersTo <../../forum/senate> .
<b1/links/2> a sssom:Mapping ; sssom:subject_id <b1/actor/2> ; sssom:object_id <../../forum/senate> ;
  sssom:predicate_id skos:exactMatch ; sssom:confidence 0.9 ; sssom:mapping_justification semapv:LexicalMatching .
"""
TAIL = """
<b1/statement/%(own)s-%(own)s> a rec:Statement ; rec:article <> ; rec:text "Rain fell."@en ; rec:claimant <b1/actor/0> ;
  rec:claimantBasis basis:publisher ; rec:quoteForm qf:authorial ; rec:speechAct act:assert ; rec:stance st:affirm ;
  rec:polarity st:affirm ; rec:kind kind:statement ; rec:contentSpan <#char=%(own)s,%(end)s> ; rec:confidence 1.0 ;
  rec:foundBy "own voice" ; prov:wasGeneratedBy <../../run/c1> .
<b1/actor/0> rec:claims <b1/statement/%(own)s-%(own)s> .
<#char=%(own)s,%(end)s> a rec:Span ; nif:beginIndex %(own)s ; nif:endIndex %(end)s ; nif:anchorOf "Rain fell." ;
  nif:referenceContext <> .
"""
PART = """
<b1/statement/%(cue)s-%(content)s> a rec:Statement ; rec:article <> ; rec:text "the bridge is closed"@en ;
  rec:claimant <b1/actor/1> ; rec:claimantBasis basis:named ; rec:claimantEvidence %(who)s ;
  rec:claimantRole <b1/membership/0> ; rec:quoteForm qf:indirect ; rec:speechAct act:assert ; rec:stance st:affirm ;
  rec:polarity st:affirm ; rec:kind kind:statement ; rec:cue "told" ; rec:addressee <b1/actor/2> ;
  rec:addresseeBasis basis:named ; rec:addresseeEvidence %(whom)s ; rec:venue <b1/actor/2> ;
  rec:venueBasis basis:named ; rec:saidOn <b1/time/%(n)s> ; rec:madeIn <b1/speech/0> ;
  rec:affirms <b1/event/%(n)s> ; rec:saidIn <../../forum/senate> ; rec:saidTo <../../forum/senate> ;
  rec:sourceSpan %(who)s ; rec:cueSpan %(told)s ; rec:contentSpan %(what)s ; rec:confidence 0.93 ;
  rec:foundBy "cue verb" ; prov:wasGeneratedBy <../../run/c1> .
<b1/time/%(n)s> a rec:TimeExpression ; rec:article <> ; rec:words "on Thursday" ; rec:span %(when)s ;
  rec:basis timebasis:explicit ; rec:edtf "2022-01-27" ; rec:earliest "2022-01-27"^^xsd:date ;
  rec:latest "2022-01-27"^^xsd:date .
<b1/event/%(n)s> a rec:Event ; rec:article <> ; rec:eventType plover:COERCE ; rec:agent <b1/actor/2> ;
  rec:span %(closed)s ; rec:confidence 0.5 .
<b1/actor/1> rec:claims <b1/statement/%(cue)s-%(content)s> .
<b1/actor/1> rec:mention %(who)s . <b1/actor/2> rec:mention %(whom)s .
"""
WORDS = {
    "who": "Ana Duarte",
    "told": "told",
    "whom": "the Senate",
    "when": "on Thursday",
    "what": "the bridge is closed",
    "closed": "closed",
}


def write_article(sentences: int) -> Graph:
    """Write the graph of an article that repeats one sentence of somebody's, and ends with one of its own."""
    text = SENTENCE * sentences + OWN
    digest = hashlib.sha256(text.encode()).hexdigest()
    turtle = [PREFIXES, HEAD % {"text": text.replace("\n", "\\n"), "digest": digest}]
    turtle.append(TAIL % {"own": len(text) - len(OWN), "end": len(text) - 1})
    for n in range(sentences):
        start = n * len(SENTENCE)
        names = {"n": str(n), "cue": str(start + SENTENCE.index("told")), "content": str(start)}
        for name, words in WORDS.items():
            begin = start + SENTENCE.index(words)
            end = begin + len(words)
            names[name] = f"<#char={begin},{end}>"
            turtle.append(
                f'{names[name]} a rec:Span ; nif:beginIndex {begin} ; nif:endIndex {end} ; nif:anchorOf "{words}" ; '
                "nif:referenceContext <> ."
            )
        turtle.append(PART % names)
    return Graph().parse(data="\n".join(turtle), format="turtle", publicID=BASE)
