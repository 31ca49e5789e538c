/** /proc/PID/stat, whose second field is a name that may itself hold spaces and parentheses. */

/**
 * The fields of one process by their numbers in proc_pid_stat(5), from 3 (its state) on; an empty text beyond the last.
 * @param stat the text of the file.
 */
export function statFields(stat: string): (number: number) => string {
  const fromThird = stat
    .slice(stat.lastIndexOf(')') + 2)
    .trimEnd()
    .split(' ');
  return (number) => fromThird[number - 3] ?? '';
}
