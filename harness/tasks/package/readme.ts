/** The README.md of the package: the page about it, whose links lead to where npm puts the pages. */

/** The folder of the page, from the top of the package. */
const FROM = 'harness/docs';

/** @param page the text of harness/docs/package.md. */
export const packageReadme = (page: string): string =>
  page.replaceAll(/\]\((?![a-z]+:|#)([^)]+)\)/g, (_, link: string) => `](${fromTheTop(link)})`);

/** e.g. "harness/docs/tune.md#rates" for "tune.md#rates". */
function fromTheTop(link: string): string {
  const { pathname, hash } = new URL(link, `file:///${FROM}/`);
  return `${pathname.slice(1)}${hash}`;
}
