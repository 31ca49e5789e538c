/** A request to a server of 127.0.0.1. A body that is text is sent as plain text, any other as JSON. */
export async function ask(port: number, method: string, path: string, body?: unknown) {
  const [type, text] = typeof body === 'string' ? ['text/plain', body] : ['application/json', JSON.stringify(body)];
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': type }, body: text }),
  });
  return { status: response.status, answer: await response.json() };
}
