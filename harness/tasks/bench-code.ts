/** Which code a bench measured: the name of a commit. */
import { openGit } from '../lab/git.ts';
import { repositoryRoot } from '../lab/source.ts';

const PARTS = ['harness', 'fixtures', 'node', 'python', 'package-lock.json', ':(exclude)*.md', ':(exclude)*.jsonl'];

/** The last commit of the code, which pages and lines of benches are not part of, and whether the working tree has changes. */
export async function codeName(): Promise<string> {
  const git = await openGit(repositoryRoot);
  const name = (await git?.ask('log', '-1', '--format=%H', '--', ...PARTS))?.slice(0, 12) ?? 'unknown';
  const changes = await git?.ask('status', '--porcelain', '--', ...PARTS);
  return changes ? `${name}+changes` : name;
}
