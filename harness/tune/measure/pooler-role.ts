/** What SHOW USERS of PgBouncer says of a role. Pure. */

type Row = Record<string, unknown>;

export interface RoleSizes {
  /** undefined: the role has none of its own, or it cannot be told. */
  pool_size: number | undefined;
  reserve_pool_size: number | undefined;
}

/**
 * The sizes that a role has for itself, which win over those of the database. What is not set comes as an empty text, and up to
 * and including PgBouncer 1.24.1 a role without sizes is shown with those of the role before it in the list (its issue 1323). So
 * what equals the row before is taken for that row's.
 * @param users the rows of SHOW USERS in their order; before 1.23 without these columns.
 */
export function roleSizes(users: readonly Row[], role: string): RoleSizes {
  const index = users.findIndex(({ name }) => name === role);
  const [before, own] = [users[index - 1] ?? {}, users[index] ?? {}];
  const sizeOf = (column: string) => {
    const shown = firstGiven(own[column]);
    return shown === firstGiven(before[column]) ? undefined : shown;
  };
  return { pool_size: sizeOf('pool_size'), reserve_pool_size: sizeOf('reserve_pool_size') };
}

/** The first of these that is set, as a number: what is not is absent, null or an empty text, and a text may have blanks before it. */
export function firstGiven(...values: unknown[]): number | undefined {
  const texts = values.map((value) => String(value ?? '').trim());
  const given = texts.find((text) => text !== '');
  return given === undefined ? undefined : Number(given);
}
