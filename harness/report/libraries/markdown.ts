/** A run of libraries as GitHub Markdown: what was found, a table per field; every count, cost and error is folded away. */
import type { LibrariesResults } from '../../results/libraries.ts';
import { LANGUAGES, listed, STACK_TITLES } from '../kit/format.ts';
import {
  banner,
  bullets,
  captioned,
  code,
  dataTable,
  details,
  environmentParts,
  fenced,
  joined,
  text,
} from '../kit/markdown.ts';
import { type CodeFile, type FieldView, type LibrariesView, librariesView } from './view.ts';

export function renderLibrariesMarkdown(results: LibrariesResults): string {
  const view = librariesView(results);
  return `${joined([
    `# ${text(view.title)}`,
    text(view.lede),
    ...view.banners.map(banner),
    answerTable(view),
    ...view.fields.flatMap((field) => [
      `## ${text(field.title)}`,
      text(field.lead),
      fieldMarkdown(field),
      codePart(field),
    ]),
    ...runMarkdown(view),
    details('Method and environment', background(view)),
  ])}\n`;
}

/** A row for each field. */
function answerTable({ fields }: LibrariesView): string {
  const stacks = [...new Set(fields.flatMap(({ findings }) => findings.map(({ stack }) => stack)))];
  return dataTable({
    header: ['', ...stacks.map((stack) => STACK_TITLES[stack])],
    rows: fields.map(({ title, findings }) => [
      title,
      ...stacks.map((stack) => findings.find((one) => one.stack === stack)?.headline ?? ''),
    ]),
  });
}

/** Everything of a field but its heading and its code. */
export function fieldMarkdown({ findings, overview, operations, pool, breaks }: FieldView): string {
  const tables = operations.flatMap(({ title, counts, costs }) =>
    counts === null && costs === null
      ? []
      : [details(`${title}: every count and cost`, joined([counts && captioned(counts), costs && captioned(costs)]))],
  );
  return joined([
    ...findings.flatMap(({ stack, headline, more }) => [
      `**${STACK_TITLES[stack]}.** ${text(headline)}`,
      more.length === 0 ? null : literalBullets(more),
    ]),
    overview && captioned(overview),
    ...tables,
    pool && `**The pool when nobody sets anything.** ${captioned(pool)}`,
    breaks && `**What breaks where.** ${captioned(breaks.table)}`,
    ...(breaks?.parts ?? []).map(({ title, done, table }) =>
      details(`${title}: numbers and errors`, joined([text(done), dataTable(table)])),
    ),
  ]);
}

/** Names of libraries stand in them, which are data. */
const literalBullets = (lines: readonly string[]): string => lines.map((line) => `- ${text(line)}`).join('\n');

/** Surprises, what is not compared, pairs: a section each. */
export const runMarkdown = ({ surprises, leftOut, twins }: LibrariesView): string[] =>
  (
    [
      ['What was guessed otherwise', surprises],
      ['What is not compared', leftOut],
      ['Pairs that are meant to be equivalent', twins],
    ] as const
  ).flatMap(([title, table]) => (table === null ? [] : [`## ${title}`, captioned(table)]));

function codePart({ code: files }: FieldView): string | null {
  return files.length === 0 ? null : details('The code', joined(files.map(filePart)));
}

function filePart({ stack, file, code: source, titles }: CodeFile): string {
  return `${text(listed(titles))} in ${STACK_TITLES[stack]}, ${code(file)}:\n\n${fenced(LANGUAGES[stack], source.trimEnd())}`;
}

const background = (view: LibrariesView): string =>
  joined([bullets(view.method), captioned(view.versions), ...environmentParts(view.environment, view)]);
