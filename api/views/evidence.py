"""What stands beside a statement or an article: other reports of it, links to the outside, and how it was read."""

from __future__ import annotations

from typing import Final

from api.views.tables import CURRENT, THING, Asked

REPORTS: Final = Asked(
    "reports",
    "Other reports of the same statement",
    (("other", "Statement"), ("version", "Article"), ("publisher", "Published by"), ("day", "Published on")),
    f"""SELECT DISTINCT ?other ?version ?publisher ?day WHERE {{
  ?thing rec:sameReportAs|^rec:sameReportAs|(rec:sameReportAs/^rec:sameReportAs) ?other .
  ?other rec:article ?version . {CURRENT} FILTER (?other != ?thing)
  OPTIONAL {{ ?version rec:publisher/rdfs:label ?publisher }}
  OPTIONAL {{ ?version schema:datePublished ?day }}
}} ORDER BY ?day ?other""",
)
OUTSIDE: Final = Asked(
    "links",
    "Who and what this is about, and where more is known: each link is a guess with its score",
    (("as", "As"), ("known", "Taken for"), ("score", "Score"), ("outside", "Elsewhere")),
    """SELECT DISTINCT ?as ?known ?score ?outside WHERE {
  VALUES (?path ?as) { (rec:claimant "claimant") (rec:addressee "addressee") (rec:venue "venue") }
  ?thing ?path ?local . ?local rec:refersTo ?known .
  OPTIONAL { ?local ^sssom:subject_id/sssom:confidence ?score }
  OPTIONAL { ?known skos:exactMatch|skos:closeMatch ?outside FILTER (ISIRI(?outside)) }
} ORDER BY ?as ?known ?outside""",
)
RUN: Final = Asked(
    "provenance",
    "How it was read",
    (("run", "Run"), ("software", "OnRecord"), ("pipeline", "Language pipeline"), ("release", "Its version")),
    """SELECT ?run ?software ?pipeline ?release WHERE {
  ?thing prov:wasGeneratedBy ?run . ?run rec:softwareVersion ?software .
  OPTIONAL { ?run rec:pipelineName ?pipeline } OPTIONAL { ?run rec:pipelineVersion ?release }
} ORDER BY ?run""",
)
COPIES: Final = Asked(
    "copies",
    "The same report elsewhere",
    (("how", "How"), ("other", "Article"), ("publisher", "Published by"), ("day", "Published on"), ("kind", "Kind")),
    f"""SELECT DISTINCT ?how ?other ?publisher ?day ?kind WHERE {{
  {{ {THING} ?thing prov:wasQuotedFrom ?other ; prov:qualifiedQuotation ?quotation . ?quotation prov:entity ?other .
    BIND ("printed from" AS ?how) }}
  UNION
  {{ {THING} ?other prov:wasQuotedFrom ?thing ; prov:qualifiedQuotation ?quotation . ?quotation prov:entity ?thing .
    BIND ("printed again in" AS ?how) }}
  OPTIONAL {{ ?quotation rec:copyKind ?kind }}
  OPTIONAL {{ ?other rec:publisher/rdfs:label ?publisher }}
  OPTIONAL {{ ?other schema:datePublished ?day }}
}} ORDER BY ?how ?day ?other""",
)
