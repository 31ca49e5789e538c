"""What junitparser, which many CI tools read test reports with, makes of the harness's junit.xml.

Reads a JSON object of documents by name from stdin and writes one to stdout that holds of each the
totals as they are declared, the totals that junitparser counts itself, and the cases; or what
junitparser says when it refuses the document.
"""

import json
import sys
from xml.etree.ElementTree import ParseError

from junitparser import JUnitXml, TestSuite

COUNTS = ("tests", "failures", "errors", "skipped")


def read(xml: str) -> dict[str, object]:
    document = JUnitXml.fromstring(xml.encode())
    if not isinstance(document, JUnitXml):
        raise TypeError("the root element is not testsuites")
    suites: list[TestSuite] = list(document)
    declared = totals(suites)
    for suite in suites:
        suite.update_statistics()  # type: ignore[no-untyped-call]  # junitparser leaves it out
    cases = [
        {
            "classname": case.classname,
            "name": case.name,
            "seconds": case.time,
            "results": [type(result).__name__.lower() for result in case.result],
            "messages": [result.message for result in case.result],
            "output": case.system_out,
        }
        for suite in suites
        for case in suite
    ]
    return {"declared": declared, "counted": totals(suites), "cases": cases}


def totals(suites: list[TestSuite]) -> dict[str, int]:
    return {count: sum(getattr(suite, count) or 0 for suite in suites) for count in COUNTS}


def read_or_refuse(xml: str) -> dict[str, object]:
    try:
        return read(xml)
    except (ParseError, TypeError) as error:
        return {"refused": str(error)}


if __name__ == "__main__":
    documents: dict[str, str] = json.load(sys.stdin)
    json.dump({name: read_or_refuse(xml) for name, xml in documents.items()}, sys.stdout)
