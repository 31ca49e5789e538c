/**
 * JUnit XML as the schema of Jenkins' xUnit plugin has it (junit-10.xsd), its elements in the order of Maven Surefire's:
 * nearly every CI server reads that. What the cases are stands in ../compare/junit.ts and ../diff/junit.ts.
 */

export interface JunitCase {
  /** Dots make the tree in which CI servers show it: duet.parallel.node.after. */
  classname: string;
  name: string;
  /** In seconds; null where no time was measured. */
  seconds: number | null;
  /** Why it is not simply passed. */
  outcome?: {
    kind: 'failure' | 'error' | 'skipped';
    /** What kind of trouble it is, in a word or two. */
    type: string;
    message: string;
  };
  /** The numbers, in words. */
  output?: string;
}

/** @param startedAt ISO 8601. */
export function junitDocument(name: string, startedAt: string, cases: readonly JunitCase[]): string {
  const totals = {
    tests: cases.length,
    failures: cases.filter(({ outcome }) => outcome?.kind === 'failure').length,
    errors: cases.filter(({ outcome }) => outcome?.kind === 'error').length,
  };
  const skipped = cases.filter(({ outcome }) => outcome?.kind === 'skipped').length;
  const time = timeText(cases.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0));
  // Jenkins' schema refuses a count of skipped tests on the root element.
  const suite = element('testsuite', { name, ...totals, skipped, time, timestamp: startedAt }, cases.map(caseElement));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name, ...totals, time }, [suite])}\n`;
}

function caseElement({ classname, name, seconds, outcome, output }: JunitCase): string {
  const children: string[] = [];
  // Surefire's schema refuses a type of `skipped`, and asks for one of the others.
  if (outcome?.kind === 'skipped') children.push(element('skipped', { message: outcome.message }));
  else if (outcome) children.push(element(outcome.kind, { message: outcome.message, type: outcome.type }));
  if (output !== undefined) children.push(`<system-out>${escaped(output)}</system-out>`);
  return element('testcase', { classname, name, time: timeText(seconds ?? 0) }, children);
}

/** Never with an exponent, which the schemas refuse. */
const timeText = (seconds: number): string => (Number.isFinite(seconds) ? seconds : 0).toFixed(6);

function element(tag: string, attributes: Record<string, string | number>, children: readonly string[] = []): string {
  const opening = Object.entries(attributes).reduce(
    (text, [name, value]) => `${text} ${name}="${escaped(String(value))}"`,
    `<${tag}`,
  );
  if (children.length === 0) return `${opening}/>`;
  const indented = children.map((child) => `\n${child}`.replaceAll('\n', '\n  ')).join('');
  return `${opening}>${indented}\n</${tag}>`;
}

/** Line breaks as references, because a parser makes spaces of them in attributes; what XML 1.0 cannot hold becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}
