/** Requests that must succeed, and the failures of a trial: what was answered, or was not, in place of what was expected. */
import type { Client, HttpAnswer, HttpRequest } from '../load/client.ts';
import type { Failure } from '../results/schema.ts';

/** Sends a request that must succeed; anything else becomes the trial's failure. */
export async function sendChecked(
  client: Client,
  request: HttpRequest,
): Promise<{ answer: HttpAnswer; failure?: undefined } | { answer?: undefined; failure: Failure }> {
  let answer: HttpAnswer;
  try {
    answer = await client.send(request);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { failure: { status: 0, type: 'urn:duet:problem:no-answer', title: 'No answer', detail } };
  }
  return answer.status === 200 ? { answer } : { failure: failureOf(answer) };
}

/** An answer that came with 200 and is not true. */
export const wrongAnswer = (detail: string): Failure => ({
  status: 200,
  type: 'urn:duet:problem:wrong-answer',
  title: 'Wrong answer',
  detail,
});

/** Requests of a load that got no answer, or not the one that was expected. */
export const failedRequests = (detail: string): Failure => ({
  status: 0,
  type: 'urn:duet:problem:failed-requests',
  title: 'Failed requests',
  detail,
});

function failureOf({ status, text }: HttpAnswer): Failure {
  try {
    const { type, title, detail } = JSON.parse(text) as Partial<Failure>;
    return { status, type: type ?? 'about:blank', title: title ?? '', detail: detail ?? '' };
  } catch {
    return { status, type: 'about:blank', title: 'Not a problem document', detail: text.slice(0, 200) };
  }
}
