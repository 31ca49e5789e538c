/** Telling a PostgreSQL that is there and says nothing. */
import { shownDatabase } from '../secrets.ts';
import { connectTo } from './database-client.ts';

/**
 * Asked once a request has failed, or has waited for its answer in vain.
 * @returns what to say of a server that accepts a connection and says nothing; undefined for one that answers, or refuses.
 */
export async function silenceOf(url: string): Promise<string | undefined> {
  try {
    const client = await connectTo(url);
    await client.end();
    return undefined;
  } catch (error) {
    // Refused or cut off is an answer, too.
    const { message } = error as Error;
    if (message !== 'timeout expired') return undefined;
    return `PostgreSQL at ${shownDatabase(url)} accepts connections and does not answer any more`;
  }
}
