/** The one request that leaves for somebody outside both sides: no redirect is followed and little is read. */

/** A stamp with its chain, or two lines of a witness and many of others; more is no answer. Bytes. */
const MOST = 64 * 1024
const PATIENCE = 20_000

/** @throws whatever the network does, and for an answer that has no end */
export async function post(
  url: string,
  type: string,
  body: string | Uint8Array,
): Promise<{ status: number; body: Uint8Array }> {
  const answer = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': type },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
    credentials: 'omit',
  })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.length
    if (size > MOST) throw new RangeError('too much')
    chunks.push(chunk)
  }
  return { status: answer.status, body: new Uint8Array(Buffer.concat(chunks)) }
}
