/** How a job of GitHub Actions is told what went wrong: a line that it shows with the job and on the pull request. */

/**
 * A failure as a workflow command. A line break in data must not begin a command of its own, so it is encoded, as GitHub
 * decodes it (docs.github.com: Workflow commands for GitHub Actions).
 */
export function annotation(what: string, hint?: string): string {
  const text = hint === undefined ? what : `${what}\ntry: ${hint}`;
  return `::error title=duet::${text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;
}
